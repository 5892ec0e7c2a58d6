package io.github.net2net.examples.experiment;

import io.github.net2net.examples.data.Augmentation;
import io.github.net2net.examples.data.ImageData;
import io.github.net2net.examples.data.ImageSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An experiment as it is asked for.
 *
 * @param experiment what is done
 * @param length how long
 * @param data what it is trained on
 * @param augmentation what is done to training images each time they are shown
 */
record Setup(Experiment experiment, Experiment.Length length, ImageData data, Augmentation augmentation) {

    /** With the experiment's own augmentation. */
    Setup(Experiment experiment, Experiment.Length length, ImageData data) {
        this(experiment, length, data, experiment.augmentation());
    }

    List<Run> runs() {
        return experiment.runs(Experiment.Task.of(data), length);
    }

    /** Batches between two measurements. */
    int interval() {
        return length.of(experiment.interval());
    }

    /** What must be the same to resume; by name, in order. */
    Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("data", data.description().replaceFirst(" from .*", ""));
        settings.put("share of the full length", String.valueOf(length.share()));
        settings.put("training images", describe(data.training()));
        settings.put("test images", describe(data.test()));
        settings.put("images in a batch", String.valueOf(experiment.batchSize()));
        settings.put("batches between measurements", String.valueOf(interval()));
        if (!augmentation.equals(Augmentation.none())) {
            settings.put("augmentation", augmentation.toString());
        }
        return settings;
    }

    private static String describe(ImageSet images) {
        return images + ", CRC-32C " + images.fingerprint();
    }
}
