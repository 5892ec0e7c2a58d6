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
 * What is trained, grown and compared; one top-level class for each experiment, in this package, with a constructor without
 * parameters. That makes it a command, too.
 */
public interface Experiment {

    /** Its words joined by a hyphen; "cifar10-wide" is {@code cifar10 wide} on the command line. */
    String name();

    /** One line for people. */
    String title();

    /** What is compared and why, a few sentences for people. */
    String explanation();

    /** Where its images come from; CIFAR-10 if not said otherwise. */
    default DataSource source() {
        return DataSource.cifar10();
    }

    /**
     * The run that trains the student's network from scratch, by which others are judged, if there is one; called
     * "from scratch" if not said otherwise.
     */
    default Optional<String> baseline() {
        return Optional.of("from scratch");
    }

    /** What others published. */
    default List<ExperimentFile.Reference> references() {
        return List.of();
    }

    /** How long one seed takes at full length, measured on two cores. */
    Duration perSeed();

    /** What is done to training images each time they are shown. */
    default Augmentation augmentation() {
        return Augmentation.none();
    }

    /** What the networks are given of the images' values. */
    default ChannelScaling scaling(ImageData data) {
        return data.scaling();
    }

    /** Images in a batch; 100 if not said otherwise. */
    default int batchSize() {
        return 100;
    }

    /** Iterations between two measurements, at full length. */
    int interval();

    /**
     * The runs, a run behind those that it starts from.
     *
     * @param task what they learn
     * @param length how long they take
     */
    List<Run> runs(Task task, Length length);

    /**
     * How long an experiment takes.
     *
     * @param share of the full length, above 0
     */
    record Length(double share) {
        /** The full length. */
        public static final Length FULL = new Length(1);

        /** A tenth, to see that everything works. */
        public static final Length QUICK = new Length(0.1);

        /** The iterations that are left of {@code full}, 1 at least. */
        public int of(int full) {
            return Math.max(1, (int) Math.round(full * share));
        }
    }

    /**
     * What the networks learn.
     *
     * @param channels of an image
     * @param side of an image, in pixels
     * @param classes to tell apart
     */
    record Task(int channels, int side, int classes) {
        /** That of some images. */
        public static Task of(ImageData data) {
            return new Task(
                    data.training().channels(),
                    data.training().side(),
                    data.training().classes());
        }
    }
}
