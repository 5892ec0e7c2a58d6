package io.github.net2net.examples.data;

import java.util.List;

/**
 * A training and a test part.
 *
 * @param description what it is, for people
 * @param training the images to train on
 * @param test the images to measure accuracy on
 * @param warnings what is odd about the data, though it can be used
 */
public record ImageData(String description, ImageSet training, ImageSet test, List<String> warnings) {
    /** Training images there are at most, as in CIFAR-10. */
    public static final int MOST_TRAINING = 50_000;

    /** Test images there are at most, as in CIFAR-10. */
    public static final int MOST_TEST = 10_000;

    /** Copies the warnings. */
    public ImageData {
        warnings = List.copyOf(warnings);
    }

    /** The scaling to use for both parts: that of the training part. */
    public ChannelScaling scaling() {
        return ChannelScaling.of(training);
    }
}
