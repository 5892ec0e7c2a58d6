package io.github.net2net.examples.data;

import java.util.List;
import java.util.SplittableRandom;

/**
 * A data set made up on the spot: one shape per image, of random texture, size, place and angle, on a textured ground, with
 * noise over it, and in color images with scraps of other shapes. Ten {@linkplain ShapeClass classes} in turn.
 *
 * <p>Same seed, same images: image {@code i} doesn't depend on how many there are.
 */
public final class GeneratedShapes {
    private static final long TEST_STREAM = 0x5DEECE66DL;
    private static final int CLASSES = ShapeClass.COUNT;

    private GeneratedShapes() {}

    /**
     * Color images of 3x32x32.
     *
     * @throws InputException if there would be none in one of the parts, or more than fit in memory
     */
    public static ImageData create(int trainingImages, int testImages, long seed) {
        return create(ShapeStyle.COLOR, trainingImages, testImages, seed);
    }

    /**
     * Grey images of 1x28x28, told apart about as easily as digits.
     *
     * @throws InputException as {@link #create}
     */
    public static ImageData grey(int trainingImages, int testImages, long seed) {
        return create(ShapeStyle.GREY, trainingImages, testImages, seed);
    }

    private static ImageData create(ShapeStyle style, int trainingImages, int testImages, long seed) {
        require("training", trainingImages);
        require("test", testImages);
        ImageMemory.require("--data generated", (long) trainingImages + testImages, style.values());
        return new ImageData(
                "generated " + (style.channels() == 1 ? "grey " : "") + "shapes, seed " + seed,
                draw(style, trainingImages, seed),
                draw(style, testImages, seed ^ TEST_STREAM),
                List.of());
    }

    private static void require(String part, int images) {
        if (images < 1) {
            throw new InputException(
                    "--data generated: " + images + " " + part + " images are wanted. Give a number from 1 on.");
        }
    }

    private static ImageSet draw(ShapeStyle style, int images, long seed) {
        byte[] pixels = new byte[images * style.values()];
        int[] labels = new int[images];
        for (int image = 0; image < images; image++) {
            int label = image % CLASSES;
            ShapeClass shape = ShapeClass.of(label);
            labels[image] = label;
            var random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + image);
            new ShapePicture(style, shape, random).paint(pixels, image * style.values());
        }
        return new ImageSet(style.channels(), style.side(), pixels, labels, CLASSES);
    }
}
