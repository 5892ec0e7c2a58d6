package io.github.net2net.examples.data;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import io.github.net2net.examples.data.Augmentation.View;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Labeled square images of one size, with one byte per value: a quarter of the memory of floats.
 *
 * <p>An image's bytes are unsigned, in the order [channel, row, column], channels red, green, blue or a single grey:
 * the order of the CIFAR-10 and MNIST files, and of DL4J's NCHW.
 */
public final class ImageSet {
    /** Height and width of a CIFAR-10 image, in pixels. */
    public static final int SIDE = 32;

    /** Red, green and blue. */
    public static final int CHANNELS = 3;

    /** Values in one CIFAR-10 image: 3 * 32 * 32. */
    public static final int VALUES = CHANNELS * SIDE * SIDE;

    private final boolean texts;
    private final int channels;
    private final int side;
    private final byte[] pixels;
    private final int[] labels;
    private final int classes;

    /** What each image is. */
    private record Format(boolean texts, int channels, int side) {}

    /**
     * Color images of 32x32 pixels and their classes.
     *
     * @param pixels [N * 3 * 32 * 32], not copied, not modified
     * @param labels [N], each 0 to {@code classes - 1}; not copied, not modified
     * @param classes the number of classes
     */
    ImageSet(byte[] pixels, int[] labels, int classes) {
        this(CHANNELS, SIDE, pixels, labels, classes);
    }

    /**
     * Images and their classes.
     *
     * @param channels 3 for color, 1 for grey
     * @param side height and width, in pixels
     * @param pixels [N * channels * side * side], not copied, not modified
     * @param labels [N], each 0 to {@code classes - 1}; not copied, not modified
     * @param classes the number of classes
     */
    ImageSet(int channels, int side, byte[] pixels, int[] labels, int classes) {
        this(new Format(false, channels, side), pixels, labels, classes);
    }

    private ImageSet(Format format, byte[] pixels, int[] labels, int classes) {
        this.texts = format.texts;
        this.channels = format.channels;
        this.side = format.side;
        if (pixels.length != labels.length * values()) {
            throw new IllegalArgumentException(
                    pixels.length + " values for " + labels.length + " labels, expected " + labels.length * values());
        }
        this.pixels = pixels;
        this.labels = labels;
        this.classes = classes;
    }

    /**
     * Texts and their classes: grey images whose pixels are symbols.
     *
     * @param side of the image; a text has {@code side * side} symbols
     * @param symbols [N * side * side], not copied, not modified
     * @param labels [N], each 0 to {@code classes - 1}; not copied, not modified
     * @param classes the number of classes
     */
    static ImageSet texts(int side, byte[] symbols, int[] labels, int classes) {
        return new ImageSet(new Format(true, 1, side), symbols, labels, classes);
    }

    /** Whether these are texts. */
    public boolean isTexts() {
        return texts;
    }

    /** What these are, for people: "images" or "texts". */
    public String noun() {
        return texts ? "texts" : "images";
    }

    /** The number of images. */
    public int size() {
        return labels.length;
    }

    /** 3 for color, 1 for grey. */
    public int channels() {
        return channels;
    }

    /** Height and width of an image, in pixels. */
    public int side() {
        return side;
    }

    private int plane() {
        return side * side;
    }

    private int values() {
        return channels * plane();
    }

    /** The number of classes. */
    public int classes() {
        return classes;
    }

    /**
     * A part: of the first images, those of the first classes. Its number of classes stays the same.
     *
     * @param images number of images to choose from
     * @param kept number of classes to keep
     */
    public ImageSet part(int images, int kept) {
        return chosen(IntStream.range(0, images).filter(image -> label(image) < kept));
    }

    /** The images from number {@code first} on, without number {@code end} and later ones. */
    public ImageSet range(int first, int end) {
        return chosen(IntStream.range(first, end));
    }

    private ImageSet chosen(IntStream images) {
        int[] chosen = images.toArray();
        byte[] chosenPixels = new byte[chosen.length * values()];
        for (int i = 0; i < chosen.length; i++) {
            System.arraycopy(pixels, chosen[i] * values(), chosenPixels, i * values(), values());
        }
        int[] chosenLabels = IntStream.of(chosen).map(this::label).toArray();
        return new ImageSet(new Format(texts, channels, side), chosenPixels, chosenLabels, classes);
    }

    /** Identifies a set of images: the CRC-32C of all pixels and labels, in hexadecimal. */
    public String fingerprint() {
        Hasher hasher = Hashing.crc32c().newHasher().putBytes(pixels);
        IntStream.of(labels).forEach(hasher::putInt);
        return hasher.hash().toString();
    }

    /** The class of an image, from 0. */
    public int label(int image) {
        return labels[image];
    }

    /** One value of an image, 0 to 255. */
    public int value(int image, int channel, int row, int column) {
        return pixels[image * values() + channel * plane() + row * side + column] & 0xFF;
    }

    /**
     * These images as floats, scaled.
     *
     * @param images [N] indices into this set
     * @param views the view of each, by its index in {@code images}
     * @return a new float array [N, channels, side, side], of texts [N, side * side]
     */
    INDArray features(int[] images, ChannelScaling scaling, IntFunction<View> views) {
        float[] values = new float[images.length * values()];
        for (int i = 0; i < images.length; i++) {
            View view = views.apply(i);
            for (int channel = 0; channel < channels; channel++) {
                int offset = channel * plane();
                ByteBuffer from = ByteBuffer.wrap(pixels, images[i] * values() + offset, plane());
                FloatBuffer to = FloatBuffer.wrap(values, i * values() + offset, plane());
                view.copy(side, from, to, scaling.table(channel));
            }
        }
        long[] shape = texts ? new long[] {images.length, plane()} : new long[] {images.length, channels, side, side};
        return Nd4j.create(values, shape, 'c');
    }

    /**
     * The classes of these images, one-hot.
     *
     * @param images [N] indices into this set
     * @return a new float array [N, classes]
     */
    INDArray oneHot(int[] images) {
        float[] values = new float[images.length * classes];
        for (int i = 0; i < images.length; i++) {
            values[i * classes + label(images[i])] = 1;
        }
        return Nd4j.create(values, new long[] {images.length, classes}, 'c');
    }

    /** How often each value from 0 to 255 occurs in a channel. */
    long[] histogram(int channel) {
        long[] counts = new long[256];
        for (int image = 0; image < size(); image++) {
            int start = image * values() + channel * plane();
            for (int i = start; i < start + plane(); i++) {
                counts[pixels[i] & 0xFF]++;
            }
        }
        return counts;
    }

    /** Same pixels, labels and number of classes. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ImageSet set
                && classes == set.classes
                && channels == set.channels
                && side == set.side
                && Arrays.equals(labels, set.labels)
                && Arrays.equals(pixels, set.pixels);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(labels) + classes;
    }

    @Override
    public String toString() {
        String values = texts ? plane() + " symbols" : channels + "x" + side + "x" + side;
        return size() + " " + noun() + " of " + values + " in " + classes + " classes";
    }
}
