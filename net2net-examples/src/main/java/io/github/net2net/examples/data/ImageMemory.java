package io.github.net2net.examples.data;

import java.util.Locale;

/** What images may take of memory: an array of bytes for each part, and room left for the networks. */
final class ImageMemory {
    private static final long MOST = 1_500_000_000;

    private ImageMemory() {}

    /**
     * Refuses more images than fit.
     *
     * @param where what the user gave, for the message
     * @param values bytes of one image
     */
    static void require(String where, long images, int values) {
        long most = Math.min(MOST, Runtime.getRuntime().maxMemory() / 2);
        if (images * values > most) {
            throw new InputException(String.format(
                    Locale.ROOT,
                    "%s: %d images of %d bytes take %.2f GB, and images may take %.2f GB here."
                            + " Give at most %d images, or smaller ones.",
                    where,
                    images,
                    values,
                    images * values / 1e9,
                    most / 1e9,
                    most / values));
        }
    }
}
