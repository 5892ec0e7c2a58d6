package io.github.net2net.examples.data;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Changes images at random each time they are used for training: half of them are mirrored, each is shifted by a few pixels.
 * The classes must not depend on this; those of photographs do not, those of digits do.
 *
 * @param mirrors whether half of the images are mirrored left to right
 * @param shift the greatest shift, in pixels
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

    /** No change. */
    public static Augmentation none() {
        return NONE;
    }

    /** The same, with half of the images mirrored left to right. */
    public Augmentation mirrored() {
        return new Augmentation(true, shift);
    }

    /**
     * The same, with each image shifted by -{@code pixels} to {@code pixels} rows and columns, which equals padding by that
     * many pixels and cropping at random. Padding is 0 after scaling: the channel's mean with {@link ImageData#scaling()}.
     *
     * @param pixels at least 0
     */
    public Augmentation shifted(int pixels) {
        return new Augmentation(mirrors, pixels);
    }

    /** The view of image {@code position}, counted through all batches and epochs; the same for the same arguments. */
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
        String text = Stream.of(mirrors ? "mirrored" : "", shift > 0 ? "shifted by up to " + shift + " pixels" : "")
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", "));
        return text.isEmpty() ? "none" : text;
    }

    /**
     * One change: mirrored or not, then shifted; padded with 0 after scaling.
     *
     * @param down rows, negative to shift up
     * @param right columns, negative to shift left
     */
    record View(boolean mirrored, int down, int right) {
        /** The image as it is. */
        static final View PLAIN = new View(false, 0, 0);

        /**
         * Writes one channel of an image.
         *
         * @param side height and width
         * @param from [side * side] values by row
         * @param to [side * side], zeros
         * @param table the scaled value of each of 0 to 255
         */
        void copy(int side, ByteBuffer from, FloatBuffer to, float[] table) {
            int source = from.position();
            int target = to.position();
            int step = mirrored ? -1 : 1;
            for (int row = Math.max(0, down); row < Math.min(side, side + down); row++) {
                int first = Math.max(0, right);
                int column = first - right;
                int at = source + (row - down) * side + (mirrored ? side - 1 - column : column);
                for (int i = first; i < Math.min(side, side + right); i++, at += step) {
                    to.put(target + row * side + i, table[from.get(at) & 0xFF]);
                }
            }
        }
    }
}
