package io.github.net2net.examples.data;

import java.util.List;
import java.util.SplittableRandom;

/**
 * A data set made up on the spot: one shape per image, in random colours, texture, size, place and angle, on a
 * textured ground, with scraps of other shapes and noise over it. Ten {@linkplain ShapeClass classes} in turn.
 *
 * <p>Same seed, same images: image {@code i} doesn't depend on how many there are.
 */
public final class GeneratedShapes {
    private static final long TEST_STREAM = 0x5DEECE66DL;
    private static final int CLASSES = ShapeClass.COUNT;

    private GeneratedShapes() {}

    /**
     * Draws both parts.
     *
     * @throws InputException if there would be none in one of them, or more than fit in memory
     */
    public static ImageData create(int trainingImages, int testImages, long seed) {
        require("training", trainingImages);
        require("test", testImages);
        ImageMemory.require("--data generated", (long) trainingImages + testImages, ImageSet.VALUES);
        return new ImageData(
                "generated shapes, seed " + seed,
                draw(trainingImages, seed),
                draw(testImages, seed ^ TEST_STREAM),
                List.of());
    }

    private static void require(String part, int images) {
        if (images < 1) {
            throw new InputException(
                    "--data generated: " + images + " " + part + " images are wanted. Give a number from 1 on.");
        }
    }

    private static ImageSet draw(int images, long seed) {
        byte[] pixels = new byte[images * ImageSet.VALUES];
        int[] labels = new int[images];
        for (int image = 0; image < images; image++) {
            int label = image % CLASSES;
            ShapeClass shape = ShapeClass.of(label);
            labels[image] = label;
            var random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + image);
            new ShapePicture(shape, random).paint(pixels, image * ImageSet.VALUES);
        }
        return new ImageSet(pixels, labels, CLASSES);
    }
}
