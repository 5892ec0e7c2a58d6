package io.github.net2net.examples.experiment;

import io.github.net2net.Recipe;
import io.github.net2net.examples.data.ImageSet;
import io.github.net2net.rule.Deepening;
import java.util.function.LongFunction;
import org.deeplearning4j.nn.api.Model;
import org.jspecify.annotations.Nullable;

/**
 * The training of one network in an experiment.
 *
 * @param name unique in the experiment, "wider"
 * @param explanation what it is, for people
 * @param origin what it starts from
 * @param iterations number of batches
 * @param part of the images, for training and test
 * @param rival the run from scratch that it is compared with; null if it is the experiment's baseline
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
     * @param network creates a MultiLayerNetwork or ComputationGraph from a seed
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
         * @param images training images, for calibrating new batch norms
         */
        Recipe recipe(Deepening.Calibrated images);

        /** Steps that need no images. */
        static Growing by(Recipe recipe) {
            return images -> recipe;
        }
    }

    /**
     * A part of the images.
     *
     * @param share of the training images, above 0, at most 1; the first ones
     * @param classes number of classes, the first ones; also of the test images
     */
    public record Part(double share, int classes) {
        /** All images. */
        public static final Part WHOLE = new Part(1, Integer.MAX_VALUE);

        /** The test images, "5 classes"; empty for all. */
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

    /** A run that starts from another run's network, grown. */
    public static Run grown(String name, String explanation, Grown origin, int iterations) {
        return new Run(name, explanation, origin, iterations, Part.WHOLE, null);
    }

    /** A run of the network of the run "teacher", grown after as many iterations as the student has. */
    static Run student(String name, String explanation, Recipe recipe, int iterations) {
        return grown(name, explanation, new Grown("teacher", iterations, Growing.by(recipe)), iterations);
    }

    /** The same on another part of the images. */
    public Run on(Part other) {
        return new Run(name, explanation, origin, iterations, other, rival);
    }

    /** The same with fewer iterations: a schedule of the learning rate does not come to its end. */
    public Run until(int fewer) {
        return new Run(name, explanation, origin, fewer, part, rival);
    }

    /** The same, compared with another run than the experiment's baseline. */
    public Run against(String other) {
        return new Run(name, explanation, origin, iterations, part, other);
    }
}
