package io.github.net2net.examples.data;

import java.util.List;
import java.util.SplittableRandom;

/**
 * A generated data set: one shape in each image, of random texture, size, position and angle, on a textured ground, with
 * noise, and in color images with small distracting shapes. There are ten {@linkplain ShapeClass classes}, in turn.
 *
 * <p>The same seed gives the same images: image {@code i} does not depend on the number of images.
 */
public final class GeneratedShapes {
    private static final long TEST_STREAM = 0x5DEECE66DL;
    private static final List<ShapeClass> SHAPES = List.of(ShapeClass.values());
    private static final int CLASSES = SHAPES.size();
    private static final double NOISE = 14;

    /** As large as the images of CIFAR-10, and not easy either. */
    private static final Style COLOR =
            new Style(ImageSet.CHANNELS, ImageSet.SIDE, 2, new Range(8, 13), 1, Math.PI / 5, 130, 90);

    /** As large as the images of MNIST, and about as easy. */
    private static final Style GREY = new Style(1, Mnist.SIDE, 0, new Range(8, 12), 0.7, Math.PI / 8, 60, 150);

    private final Style style;
    private final SplittableRandom random;
    private final Texture ground;
    private final Placed shape;
    private final Placed[] distractions;

    /**
     * The appearance of images.
     *
     * @param distractions number of small shapes
     * @param radius of the shape, in pixels
     * @param offset from the center at most, as a share of the way to the border
     * @param turn greatest angle, in radians
     * @param brightestGround of the values from 0 to 255
     * @param darkestShape of the values from 0 to 255
     */
    private record Style(
            int channels,
            int side,
            int distractions,
            Range radius,
            double offset,
            double turn,
            double brightestGround,
            double darkestShape) {
        int values() {
            return channels * side * side;
        }
    }

    private record Range(double least, double most) {}

    /**
     * Color images of 3x32x32.
     *
     * @throws InputException if one of the parts would be empty, or more than fit in memory
     */
    public static ImageData create(int trainingImages, int testImages, long seed) {
        return create(COLOR, trainingImages, testImages, seed);
    }

    /**
     * Grey images of 1x28x28, about as easy to classify as digits.
     *
     * @throws InputException as {@link #create}
     */
    public static ImageData grey(int trainingImages, int testImages, long seed) {
        return create(GREY, trainingImages, testImages, seed);
    }

    private static ImageData create(Style style, int trainingImages, int testImages, long seed) {
        require("training", trainingImages);
        require("test", testImages);
        ImageData.requireMemory("--data generated", (long) trainingImages + testImages, style.values());
        return new ImageData(
                "generated " + (style.channels == 1 ? "grey " : "") + "shapes, seed " + seed,
                draw(style, trainingImages, seed),
                draw(style, testImages, seed ^ TEST_STREAM),
                List.of());
    }

    private static void require(String part, int images) {
        if (images < 1) {
            throw new InputException("--data generated: " + images + " " + part
                    + " images were requested. Give a number of at least 1.");
        }
    }

    private static ImageSet draw(Style style, int images, long seed) {
        byte[] pixels = new byte[images * style.values()];
        int[] labels = new int[images];
        for (int image = 0; image < images; image++) {
            labels[image] = image % CLASSES;
            var random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + image);
            new GeneratedShapes(style, SHAPES.get(labels[image]), random).paint(pixels, image * style.values());
        }
        return new ImageSet(style.channels, style.side, pixels, labels, CLASSES);
    }

    /** One image. The order in which random numbers are drawn is part of the format. */
    private GeneratedShapes(Style style, ShapeClass shapeClass, SplittableRandom random) {
        this.style = style;
        this.random = random;
        ground = new Texture(random, 0, style.brightestGround);
        shape = placed(shapeClass, style.radius, style.offset);
        distractions = new Placed[style.distractions];
        for (int i = 0; i < distractions.length; i++) {
            distractions[i] = placed(SHAPES.get(random.nextInt(CLASSES)), new Range(2, 3.5), 1);
        }
    }

    private Placed placed(ShapeClass any, Range radii, double offset) {
        double radius = radii.least + random.nextDouble() * (radii.most - radii.least);
        double middle = style.side / 2.0;
        double room = Math.max(0, middle - radius * 0.85) * offset;
        double x = middle - 0.5 + (random.nextDouble() * 2 - 1) * room;
        double y = middle - 0.5 + (random.nextDouble() * 2 - 1) * room;
        double angle = (random.nextDouble() * 2 - 1) * style.turn;
        Texture texture = new Texture(random, style.darkestShape, 255);
        return new Placed(any, x, y, Math.cos(angle) / radius, Math.sin(angle) / radius, texture);
    }

    /** Writes the image as [channel, row, column] from {@code offset} on. */
    private void paint(byte[] pixels, int offset) {
        for (int row = 0; row < style.side; row++) {
            for (int column = 0; column < style.side; column++) {
                Texture texture = textureAt(column, row);
                for (int channel = 0; channel < style.channels; channel++) {
                    double noise = (random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5) * 2 * NOISE;
                    double value = texture.value(channel, column, row) + noise;
                    int at = offset + (channel * style.side + row) * style.side + column;
                    pixels[at] = (byte) Math.round(Math.min(255, Math.max(0, value)));
                }
            }
        }
    }

    private Texture textureAt(int x, int y) {
        for (Placed distraction : distractions) {
            if (distraction.covers(x, y)) {
                return distraction.texture;
            }
        }
        return shape.covers(x, y) ? shape.texture : ground;
    }

    /** A shape at a position, turned and scaled. */
    private record Placed(ShapeClass shape, double x, double y, double cos, double sin, Texture texture) {
        boolean covers(int column, int row) {
            double dx = column - x;
            double dy = row - y;
            return shape.contains(dx * cos + dy * sin, dy * cos - dx * sin);
        }
    }

    /** Two colors that alternate in waves; waves longer than the image make a gradient. */
    private static final class Texture {
        private final double[] first = new double[ImageSet.CHANNELS];
        private final double[] second = new double[ImageSet.CHANNELS];
        private final double waveX;
        private final double waveY;
        private final double phase;

        /** A random one with values from {@code darkest} to {@code brightest}. */
        Texture(SplittableRandom random, double darkest, double brightest) {
            for (int channel = 0; channel < ImageSet.CHANNELS; channel++) {
                first[channel] = darkest + (brightest - darkest) * random.nextDouble();
                second[channel] = darkest + (brightest - darkest) * random.nextDouble();
            }
            double angle = random.nextDouble() * 2 * Math.PI;
            double frequency = 0.1 + 1.4 * random.nextDouble();
            waveX = Math.cos(angle) * frequency;
            waveY = Math.sin(angle) * frequency;
            phase = random.nextDouble() * 2 * Math.PI;
        }

        double value(int channel, int x, int y) {
            double mix = 0.5 + 0.5 * Math.sin(waveX * x + waveY * y + phase);
            return first[channel] + mix * (second[channel] - first[channel]);
        }
    }
}
