package io.github.net2net.examples.experiment;

import io.github.net2net.Recipe;
import java.util.function.LongFunction;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * One network's training in an experiment.
 *
 * @param name unique in the experiment, "wider"
 * @param explanation what it is, for people
 * @param origin what it starts from
 * @param iterations batches it is trained on
 */
public record Run(String name, String explanation, Origin origin, int iterations) {

    /** What a run starts from. */
    public sealed interface Origin {}

    /**
     * A new network.
     *
     * @param network makes it, from the seed
     */
    public record Fresh(LongFunction<MultiLayerNetwork> network) implements Origin {}

    /**
     * Another run's network, grown.
     *
     * @param from the other run, which comes earlier in the experiment
     * @param at the iteration of that run after which it is grown
     * @param recipe how; its seed is replaced by the run's
     */
    public record Grown(String from, int at, Recipe recipe) implements Origin {}

    /** A run that starts from a new network. */
    public static Run fresh(String name, String explanation, LongFunction<MultiLayerNetwork> network, int iterations) {
        return new Run(name, explanation, new Fresh(network), iterations);
    }

    /** A run that goes on from another one's network, grown. */
    public static Run grown(String name, String explanation, Grown origin, int iterations) {
        return new Run(name, explanation, origin, iterations);
    }
}
