package io.github.net2net.examples.data;

import java.util.SplittableRandom;

/**
 * Makes an image look a little different each time that it is trained on: half of them mirrored, each moved by a few
 * pixels. The classes must not depend on such things, as those of photographs don't, but those of digits do.
 *
 * @param mirrors whether left and right are swapped in half of the images
 * @param shift how many pixels an image is moved by at most
 */
public record Augmentation(boolean mirrors, int shift) {
    private static final Augmentation NONE = new Augmentation(false, 0);

    /** Refuses shifts below 0. */
    public Augmentation {
        if (shift < 0) {
            throw new IllegalArgumentException(
                    "images cannot be shifted by up to " + shift + " pixels, give 0 or more");
        }
    }

    /** Images as they are. */
    public static Augmentation none() {
        return NONE;
    }

    /** As this, and left and right swapped in half of the images. */
    public Augmentation mirrored() {
        return new Augmentation(true, shift);
    }

    /**
     * As this, and each image moved by -{@code pixels} to {@code pixels} rows and as many columns. It is the same as
     * padding by that many pixels and cutting a square of the old size out at random. What comes in at a border is 0 after
     * scaling: the channel's mean, if images are scaled by {@link ImageData#scaling()}.
     *
     * @param pixels from 0 on
     */
    public Augmentation shifted(int pixels) {
        return new Augmentation(mirrors, pixels);
    }

    /** How image {@code position}, counted through all batches and epochs, is seen; the same whenever it is asked for. */
    View view(long seed, long position) {
        if (!mirrors && shift == 0) {
            return View.PLAIN;
        }
        var random = new SplittableRandom(new SplittableRandom(seed).nextLong() + position);
        boolean mirrored = random.nextBoolean() && mirrors;
        return new View(mirrored, random.nextInt(-shift, shift + 1), random.nextInt(-shift, shift + 1));
    }

    /** "mirrored, shifted by up to 4 pixels". */
    @Override
    public String toString() {
        String shifted = shift == 0 ? "" : "shifted by up to " + shift + " pixels";
        if (mirrors) {
            return shifted.isEmpty() ? "mirrored" : "mirrored, " + shifted;
        }
        return shifted.isEmpty() ? "none" : shifted;
    }
}
