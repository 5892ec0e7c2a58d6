package io.github.net2net.examples.experiment;

import io.github.net2net.examples.data.Augmentation;
import io.github.net2net.examples.data.ChannelScaling;
import io.github.net2net.examples.data.DataSource;
import io.github.net2net.examples.data.ImageData;
import io.github.net2net.examples.results.ExperimentFile;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is trained, grown and compared. Each top-level class of this package that implements it and has a constructor
 * without parameters is a command.
 */
public interface Experiment {

    /** What it is. */
    About about();

    /** The source of the images or texts, CIFAR-10 by default. */
    default DataSource source() {
        return DataSource.cifar10();
    }

    /** The run that others are compared with, "from scratch" by default. */
    default Optional<String> baseline() {
        return Optional.of("from scratch");
    }

    /** Results published by others. */
    default List<ExperimentFile.Reference> references() {
        return List.of();
    }

    /** What it is to decide; by default nothing beyond what is compared with the baseline. */
    default List<ExperimentFile.Comparison> comparisons() {
        return List.of();
    }

    /** The augmentation of training images, none by default. */
    default Augmentation augmentation() {
        return Augmentation.none();
    }

    /** How pixel values are scaled, to mean 0 and standard deviation 1 by default; symbols of texts are not. */
    default ChannelScaling scaling(ImageData data) {
        return data.scaling();
    }

    /**
     * The share of the training images, the last ones, that are not trained on but measured during training, so that
     * nothing is chosen by the test images: these are measured once, at the end of each run. 0, the default, measures test
     * images all the time.
     */
    default double validationShare() {
        return 0;
    }

    /** Images or texts in a batch, 100 by default. */
    default int batchSize() {
        return 100;
    }

    /** The images that each growth uses. */
    default GrowthImages growthImages() {
        return new GrowthImages(20, batchSize(), 5);
    }

    /**
     * The runs, each after the run it is grown from.
     *
     * @param task what the networks learn
     * @param length of the experiment
     */
    List<Run> runs(Task task, Length length);

    /**
     * What an experiment is.
     *
     * @param name the command, with hyphens for spaces: "cifar10-wide" is {@code cifar10 wide}
     * @param title one line for people
     * @param explanation what is compared and why, a few sentences for people
     * @param perSeed the time one seed takes at full length, measured on two cores
     * @param interval iterations between two measurements, at full length
     */
    record About(String name, String title, String explanation, Duration perSeed, int interval) {}

    /**
     * The training images that each growth uses, the first ones in both cases.
     *
     * @param compared images on which teacher and student are compared
     * @param calibrationBatch images in a batch for calibrating new batch norms
     * @param calibrationBatches number of these batches, at most
     */
    record GrowthImages(int compared, int calibrationBatch, int calibrationBatches) {}

    /**
     * The length of an experiment.
     *
     * @param share of the full length, above 0
     */
    record Length(double share) {
        /** The full length. */
        public static final Length FULL = new Length(1);

        /** A tenth of the full length. */
        public static final Length QUICK = new Length(0.1);

        /** This share of {@code full} iterations, at least 1. */
        public int of(int full) {
            return Math.max(1, (int) Math.round(full * share));
        }
    }

    /**
     * What the networks learn.
     *
     * @param channels of an image; 1 for texts
     * @param side of an image, in pixels; a text has {@code side * side} symbols
     * @param classes number of classes
     */
    record Task(int channels, int side, int classes) {
        /** The task of classifying these images. */
        public static Task of(ImageData data) {
            return new Task(
                    data.training().channels(),
                    data.training().side(),
                    data.training().classes());
        }

        /** Pixels of an image in all channels, or symbols of a text. */
        int values() {
            return channels * side * side;
        }
    }
}
