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

    /** Draws both parts. */
    public static ImageData create(int trainingImages, int testImages, long seed) {
        return new ImageData(
                "generated shapes, seed " + seed,
                draw(trainingImages, seed),
                draw(testImages, seed ^ TEST_STREAM),
                List.of());
    }

    private static ImageSet draw(int images, long seed) {
        byte[] pixels = new byte[images * ImageSet.VALUES];
        byte[] labels = new byte[images];
        for (int image = 0; image < images; image++) {
            int label = image % CLASSES;
            ShapeClass shape = ShapeClass.of(label);
            labels[image] = (byte) label;
            var random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + image);
            new ShapePicture(shape, random).paint(pixels, image * ImageSet.VALUES);
        }
        return new ImageSet(pixels, labels, CLASSES);
    }
}
