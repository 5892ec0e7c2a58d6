package io.github.net2net.examples.experiment;

import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.learningrate.CosineSchedule;
import io.github.net2net.examples.data.Augmentation;
import io.github.net2net.rule.LearningRates;
import java.util.Optional;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.learning.config.Nesterovs;

/** Networks of one kind in several sizes for color images. Each run's learning rate rises at first, then falls to zero. */
final class Annealed {
    /** The highest rate of a new network. */
    static final double PEAK = 0.05;
    /** The highest rate of a trained network: at the whole peak it forgets more than it learns in a few epochs. */
    static final double RESTART = 0.3 * PEAK;

    private static final double WARM_UP = 0.1;

    private Annealed() {}

    /** What experiments with these networks have in common; by default, runs are compared as their verdicts say, not with one of them. */
    interface Protocol extends Experiment {
        @Override
        default Augmentation augmentation() {
            return Augmentation.none().mirrored().shifted(4);
        }

        @Override
        default double validationShare() {
            return 0.1;
        }

        @Override
        default Optional<String> baseline() {
            return Optional.empty();
        }
    }

    /**
     * A new network.
     *
     * @param channels of the first convolution
     * @param iterations of its training
     */
    static MultiLayerNetwork network(int channels, Experiment.Task task, int iterations, long seed) {
        CosineSchedule rates = new CosineSchedule(PEAK, 0, iterations, warmUp(iterations));
        return NetworkParts.normed(
                channels,
                task,
                NetworkParts.settings(new Nesterovs(rates, 0.9), seed).l2(5e-4));
    }

    /** The rates of a trained network that is trained on. */
    static LearningRates rates(double peak, int iterations) {
        return LearningRates.cosine(peak, iterations).warmUp(warmUp(iterations));
    }

    /** Multiply-adds of a forward pass for an image. */
    static long cost(int channels, Experiment.Task task) {
        return Net2Net.from(
                        network(channels, task, 1, 0),
                        InputType.convolutional(task.side(), task.side(), task.channels()))
                .plan()
                .teacherMultiplyAdds()
                .orElseThrow();
    }

    private static int warmUp(int iterations) {
        return (int) (WARM_UP * iterations);
    }
}
