package io.github.net2net.examples.experiment;

import io.github.net2net.Recipe;
import io.github.net2net.examples.data.ImageSet;
import io.github.net2net.rule.Deepening;
import java.util.function.LongFunction;
import org.deeplearning4j.nn.api.Model;
import org.jspecify.annotations.Nullable;

/**
 * One network's training in an experiment.
 *
 * @param name unique in the experiment, "wider"
 * @param explanation what it is, for people
 * @param origin what it starts from
 * @param iterations batches it is trained on
 * @param part of the images, to train and to be measured on
 * @param rival the run from scratch that it is judged by; null if it is the experiment's baseline
 */
public record Run(
        String name,
        String explanation,
        Origin origin,
        int iterations,
        Part part,
        @Nullable String rival) {

    /** What a run starts from. */
    public sealed interface Origin {}

    /**
     * A new network.
     *
     * @param network makes a MultiLayerNetwork or ComputationGraph, from the seed
     */
    public record Fresh(LongFunction<? extends Model> network) implements Origin {}

    /**
     * Another run's network, grown.
     *
     * @param from the other run, which comes earlier in the experiment
     * @param at the iteration of that run after which it is grown
     * @param growing how
     */
    public record Grown(String from, int at, Growing growing) implements Origin {}

    /** How a network is grown. */
    @FunctionalInterface
    public interface Growing {
        /**
         * The steps.
         *
         * @param images training images, on which new batch norms can be calibrated
         */
        Recipe recipe(Deepening.Calibrated images);

        /** Steps that look at no images. */
        static Growing by(Recipe recipe) {
            return images -> recipe;
        }
    }

    /**
     * A part of the images.
     *
     * @param share of the training images, above 0, at most 1; the first ones
     * @param classes those that there are images of, the first ones; to be measured on too
     */
    public record Part(double share, int classes) {
        /** All images. */
        public static final Part WHOLE = new Part(1, Integer.MAX_VALUE);

        /** Which test images it is measured on, "5 classes"; empty if it is all. */
        String tested() {
            return classes == WHOLE.classes ? "" : classes + " classes";
        }

        /** This part of a set. */
        ImageSet of(ImageSet all) {
            return equals(WHOLE) ? all : all.part((int) Math.round(share * all.size()), classes);
        }
    }

    /** A run that starts from a new network. */
    public static Run fresh(String name, String explanation, LongFunction<? extends Model> network, int iterations) {
        return new Run(name, explanation, new Fresh(network), iterations, Part.WHOLE, null);
    }

    /** A run that goes on from another one's network, grown. */
    public static Run grown(String name, String explanation, Grown origin, int iterations) {
        return new Run(name, explanation, origin, iterations, Part.WHOLE, null);
    }

    /** The same on another part of the images. */
    public Run on(Part other) {
        return new Run(name, explanation, origin, iterations, other, rival);
    }

    /** The same, judged by another run from scratch than the experiment's baseline. */
    public Run against(String other) {
        return new Run(name, explanation, origin, iterations, part, other);
    }
}
