package io.github.net2net.examples.data;

import java.util.List;
import java.util.Locale;

/**
 * Training and test images, or texts.
 *
 * @param description what they are, for people
 * @param training the training images
 * @param test the test images
 * @param warnings about data that can be used but is unusual
 */
public record ImageData(String description, ImageSet training, ImageSet test, List<String> warnings) {
    /** The greatest number of training images, as in CIFAR-10. */
    public static final int MOST_TRAINING = 50_000;

    /** The greatest number of test images, as in CIFAR-10. */
    public static final int MOST_TEST = 10_000;

    private static final long MOST_BYTES = 1_500_000_000;

    /** Copies the warnings. */
    public ImageData {
        warnings = List.copyOf(warnings);
    }

    /** The same without the last {@code number} training images. */
    public ImageData withoutLast(int number) {
        return new ImageData(description, training.range(0, training.size() - number), test, warnings);
    }

    /** The scaling to use for both parts, which is that of the training images; none for texts. */
    public ChannelScaling scaling() {
        return training.isTexts() ? ChannelScaling.none() : ChannelScaling.of(training);
    }

    /**
     * Refuses more images than fit in memory beside the networks.
     *
     * @param where the option that requests them, for the message
     * @param values bytes of one image
     */
    static void requireMemory(String where, long images, int values) {
        long most = Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / 2);
        if (images * values > most) {
            throw new InputException(String.format(
                    Locale.ROOT,
                    "%s: %d examples of %d bytes take %.2f GB, and examples may take %.2f GB here."
                            + " Give at most %d examples, or smaller ones.",
                    where,
                    images,
                    values,
                    images * values / 1e9,
                    most / 1e9,
                    most / values));
        }
    }
}
