package io.github.net2net.examples.data;

import java.util.SplittableRandom;

/** One generated image: a ground, scraps that distract, the shape, and noise. */
final class ShapePicture {
    private static final double NOISE = 14;

    private final ShapeStyle style;
    private final SplittableRandom random;
    private final Texture ground;
    private final Placed shape;
    private final Placed[] scraps;

    ShapePicture(ShapeStyle style, ShapeClass shapeClass, SplittableRandom random) {
        this.style = style;
        this.random = random;
        ground = new Texture(random, 0, style.brightestGround());
        shape = placed(shapeClass, style.smallest(), style.largest(), style.wandering());
        scraps = new Placed[style.scraps()];
        for (int i = 0; i < scraps.length; i++) {
            ShapeClass any = ShapeClass.of(random.nextInt(ShapeClass.COUNT));
            scraps[i] = placed(any, 2, 3.5, 1);
        }
    }

    private Placed placed(ShapeClass any, double smallest, double largest, double wandering) {
        double radius = smallest + random.nextDouble() * (largest - smallest);
        double middle = style.side() / 2.0;
        double room = Math.max(0, middle - radius * 0.85) * wandering;
        double x = middle - 0.5 + (random.nextDouble() * 2 - 1) * room;
        double y = middle - 0.5 + (random.nextDouble() * 2 - 1) * room;
        double angle = (random.nextDouble() * 2 - 1) * style.turn();
        Texture texture = new Texture(random, style.darkestShape(), 255);
        return new Placed(any, x, y, Math.cos(angle) / radius, Math.sin(angle) / radius, texture);
    }

    /** Writes the image as [channel, row, column] from {@code offset} on. */
    void paint(byte[] pixels, int offset) {
        for (int row = 0; row < style.side(); row++) {
            for (int column = 0; column < style.side(); column++) {
                Texture texture = textureAt(column, row);
                for (int channel = 0; channel < style.channels(); channel++) {
                    double noise = (random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5) * 2 * NOISE;
                    double value = texture.value(channel, column, row) + noise;
                    int at = offset + (channel * style.side() + row) * style.side() + column;
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
        boolean covers(int column, int row) {
            double dx = column - x;
            double dy = row - y;
            return shape.contains(dx * cos + dy * sin, dy * cos - dx * sin);
        }
    }
}
