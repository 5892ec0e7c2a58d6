package io.github.net2net.examples.data;

/** The ten shapes, each a set of points (x, y) within the unit circle; the order is the order of the labels. */
enum ShapeClass {
    DISC,
    RING,
    TRIANGLE,
    SQUARE,
    PENTAGON,
    STAR,
    CROSS,
    CRESCENT,
    BARS,
    CORNER;

    /** Whether the point belongs to the shape. */
    boolean contains(double x, double y) {
        double radius = Math.hypot(x, y);
        return switch (this) {
            case DISC -> radius < 0.85;
            case RING -> radius < 0.95 && radius > 0.5;
            case TRIANGLE -> polygon(3, x, y) < 0.5;
            case SQUARE -> polygon(4, x, y) < 0.7;
            case PENTAGON -> polygon(5, x, y) < 0.78;
            case STAR -> radius < 0.65 + 0.35 * Math.cos(Math.atan2(y, x) * 5);
            case CROSS -> Math.min(Math.abs(x), Math.abs(y)) < 0.27 && Math.max(Math.abs(x), Math.abs(y)) < 0.92;
            case CRESCENT -> radius < 0.95 && Math.hypot(x - 0.45, y) > 0.75;
            case BARS -> Math.abs(x) < 0.85 && Math.abs(y) < 0.85 && Math.abs(y) > 0.27;
            case CORNER -> Math.max(Math.abs(x), Math.abs(y)) < 0.8 && Math.min(x, y) < -0.2;
        };
    }

    /** The distance of a point from the center of a regular polygon, along the normal of the nearest side. */
    private static double polygon(int corners, double x, double y) {
        double sector = 2 * Math.PI / corners;
        double angle = Math.atan2(y, x);
        double fromMiddle = angle - sector * Math.rint(angle / sector);
        return Math.hypot(x, y) * Math.cos(fromMiddle);
    }
}
