package io.github.net2net.examples.experiment;

import io.github.net2net.examples.data.Augmentation;
import io.github.net2net.examples.data.Batches;
import io.github.net2net.examples.data.ImageData;
import io.github.net2net.examples.data.ImageSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.deeplearning4j.nn.conf.inputs.InputType;

/**
 * An experiment with its options.
 *
 * @param experiment what is trained
 * @param length of the experiment
 * @param data training and test images
 * @param measured the images that are measured during training: the test images, or validation images
 * @param augmentation of the training images
 * @param runs in order
 */
public record Setup(
        Experiment experiment,
        Experiment.Length length,
        ImageData data,
        ImageSet measured,
        Augmentation augmentation,
        List<Run> runs) {

    /** An experiment that holds back as many of the training images for validation as it wants. */
    public Setup(Experiment experiment, Experiment.Length length, ImageData data, Augmentation augmentation) {
        this(
                experiment,
                length,
                experiment.validationShare() == 0 ? data : data.withoutLast(heldBack(experiment, data)),
                experiment.validationShare() == 0 ? data.test() : validation(experiment, data),
                augmentation,
                experiment.runs(Experiment.Task.of(data), length));
    }

    /** With the experiment's own augmentation. */
    public Setup(Experiment experiment, Experiment.Length length, ImageData data) {
        this(experiment, length, data, experiment.augmentation());
    }

    private static int heldBack(Experiment experiment, ImageData data) {
        return (int) Math.ceil(experiment.validationShare() * data.training().size());
    }

    private static ImageSet validation(Experiment experiment, ImageData data) {
        int all = data.training().size();
        return data.training().range(all - heldBack(experiment, data), all);
    }

    /** Whether other images than the test images are measured during training. */
    boolean validates() {
        return experiment.validationShare() > 0;
    }

    /** The type of a network's input. */
    InputType inputType() {
        Experiment.Task task = Experiment.Task.of(data);
        return data.training().isTexts() ? InputType.feedForward(task.values()) : NetworkParts.inputType(task);
    }

    /** The iterations that all runs have together. */
    public long iterations() {
        return runs.stream().mapToLong(Run::iterations).sum();
    }

    /** The settings that must be the same to resume, by name, in order. */
    Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("data", data.description().replaceFirst(" from .*", ""));
        settings.put("share of the full length", String.valueOf(length.share()));
        settings.put("training data", describe(data.training()));
        if (validates()) {
            settings.put("validation data", describe(measured));
        }
        settings.put("test data", describe(data.test()));
        settings.put("batch size", String.valueOf(experiment.batchSize()));
        settings.put("batches between measurements", String.valueOf(interval()));
        if (!augmentation.equals(Augmentation.none())) {
            settings.put("augmentation", augmentation.toString());
        }
        return settings;
    }

    private static String describe(ImageSet images) {
        return images + ", CRC-32C " + images.fingerprint();
    }

    private int interval() {
        return length.of(experiment.about().interval());
    }

    /** Iterations of all ancestors of a run, each up to where the next one was grown from it. */
    int iterationsBefore(Run run) {
        return run.origin() instanceof Run.Grown grown ? grown.at() + iterationsBefore(named(grown.from())) : 0;
    }

    private Run named(String name) {
        return runs.stream()
                .filter(run -> run.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no run '" + name + "'"));
    }

    /** The iterations of a run after which other runs are grown from it. */
    Set<Integer> growths(Run run) {
        Set<Integer> iterations = new TreeSet<>();
        for (Run other : runs) {
            if (other.origin() instanceof Run.Grown grown && grown.from().equals(run.name())) {
                iterations.add(grown.at());
            }
        }
        return iterations;
    }

    /**
     * The iterations at which a run is measured: the first, the last, and at intervals. Intervals restart where the
     * experiment grows a network, so that all runs are measured after the same numbers of images, ancestors' included.
     */
    List<Integer> measurements(Run run) {
        int before = iterationsBefore(run);
        TreeSet<Integer> growths = new TreeSet<>(Set.of(0));
        runs.stream()
                .filter(other -> other.origin() instanceof Run.Grown)
                .forEach(other -> growths.add(iterationsBefore(other)));
        List<Integer> measured = new ArrayList<>();
        for (int i = 0; i <= run.iterations(); i++) {
            int sinceGrowth = before + i - growths.headSet(before + i, true).last();
            if (i == 0 || sinceGrowth % interval() == 0 || i == run.iterations()) {
                measured.add(i);
            }
        }
        return measured;
    }

    /** The numbered batches of a run's training images; a grown run continues after those of its ancestors. */
    Batches batches(Run run, long seed) {
        return Batches.shuffled(run.part().of(data.training()), experiment.scaling(data), experiment.batchSize(), seed)
                .augmented(augmentation, seed);
    }

    /** A run's training images in their own order, without augmentation. */
    Batches inOrder(Run run, int size) {
        ImageSet images = run.part().of(data.training());
        return Batches.inOrder(images, experiment.scaling(data), Math.min(size, images.size()));
    }

    /** The images of a run's classes that are measured during training. */
    TestImages measuredImages(Run run) {
        return ofClasses(run, measured);
    }

    /** The test images of a run's classes. */
    TestImages testImages(Run run) {
        return ofClasses(run, data.test());
    }

    private TestImages ofClasses(Run run, ImageSet all) {
        int classes = run.part().classes();
        return new TestImages(classes >= all.classes() ? all : all.part(all.size(), classes), experiment.scaling(data));
    }
}
