package io.github.net2net.examples.data;

import java.util.SplittableRandom;

/** One generated image: a ground, scraps that distract, the shape, and noise. */
final class ShapePicture {
    private static final int SIDE = ImageSet.SIDE;
    private static final double NOISE = 14;
    private static final double MOST_TURN = Math.PI / 5;
    private static final int SCRAPS = 2;

    private final SplittableRandom random;
    private final Texture ground;
    private final Placed shape;
    private final Placed[] scraps = new Placed[SCRAPS];

    ShapePicture(ShapeClass shapeClass, SplittableRandom random) {
        this.random = random;
        ground = new Texture(random, 0, 130);
        shape = Placed.random(shapeClass, random, 8, 13);
        for (int i = 0; i < SCRAPS; i++) {
            ShapeClass any = ShapeClass.of(random.nextInt(ShapeClass.COUNT));
            scraps[i] = Placed.random(any, random, 2, 3.5);
        }
    }

    /** Writes the image as [channel, row, column] from {@code offset} on. */
    void paint(byte[] pixels, int offset) {
        for (int row = 0; row < SIDE; row++) {
            for (int column = 0; column < SIDE; column++) {
                Texture texture = textureAt(column, row);
                for (int channel = 0; channel < ImageSet.CHANNELS; channel++) {
                    double noise = (random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5) * 2 * NOISE;
                    double value = texture.value(channel, column, row) + noise;
                    int at = offset + (channel * SIDE + row) * SIDE + column;
                    pixels[at] = (byte) Math.round(Math.min(255, Math.max(0, value)));
                }
            }
        }
    }

    private Texture textureAt(int x, int y) {
        for (Placed scrap : scraps) {
            if (scrap.covers(x, y)) {
                return scrap.texture;
            }
        }
        return shape.covers(x, y) ? shape.texture : ground;
    }

    /** A shape somewhere, turned and scaled. */
    private record Placed(ShapeClass shape, double x, double y, double cos, double sin, Texture texture) {
        static Placed random(ShapeClass shape, SplittableRandom random, double smallest, double largest) {
            double radius = smallest + random.nextDouble() * (largest - smallest);
            double room = Math.max(0, SIDE / 2.0 - radius * 0.85);
            double x = SIDE / 2.0 - 0.5 + (random.nextDouble() * 2 - 1) * room;
            double y = SIDE / 2.0 - 0.5 + (random.nextDouble() * 2 - 1) * room;
            double angle = (random.nextDouble() * 2 - 1) * MOST_TURN;
            return new Placed(
                    shape, x, y, Math.cos(angle) / radius, Math.sin(angle) / radius, new Texture(random, 90, 255));
        }

        boolean covers(int column, int row) {
            double dx = column - x;
            double dy = row - y;
            return shape.contains(dx * cos + dy * sin, dy * cos - dx * sin);
        }
    }
}
