package io.github.net2net.examples.data;

import java.util.List;

/** The ten shapes, each a set of points (x, y) within the unit circle; the order is the order of the labels. */
enum ShapeClass {
    DISC {
        @Override
        boolean contains(double x, double y) {
            return Math.hypot(x, y) < 0.85;
        }
    },
    RING {
        @Override
        boolean contains(double x, double y) {
            double radius = Math.hypot(x, y);
            return radius < 0.95 && radius > 0.5;
        }
    },
    TRIANGLE {
        @Override
        boolean contains(double x, double y) {
            return polygon(3, x, y) < 0.5;
        }
    },
    SQUARE {
        @Override
        boolean contains(double x, double y) {
            return polygon(4, x, y) < 0.7;
        }
    },
    PENTAGON {
        @Override
        boolean contains(double x, double y) {
            return polygon(5, x, y) < 0.78;
        }
    },
    STAR {
        @Override
        boolean contains(double x, double y) {
            double turn = Math.atan2(y, x) * 5;
            return Math.hypot(x, y) < 0.65 + 0.35 * Math.cos(turn);
        }
    },
    CROSS {
        @Override
        boolean contains(double x, double y) {
            return Math.min(Math.abs(x), Math.abs(y)) < 0.27 && Math.max(Math.abs(x), Math.abs(y)) < 0.92;
        }
    },
    CRESCENT {
        @Override
        boolean contains(double x, double y) {
            return Math.hypot(x, y) < 0.95 && Math.hypot(x - 0.45, y) > 0.75;
        }
    },
    BARS {
        @Override
        boolean contains(double x, double y) {
            return Math.abs(x) < 0.85 && Math.abs(y) < 0.85 && Math.abs(y) > 0.27;
        }
    },
    CORNER {
        @Override
        boolean contains(double x, double y) {
            return Math.max(Math.abs(x), Math.abs(y)) < 0.8 && Math.min(x, y) < -0.2;
        }
    };

    /** How many there are. */
    static final int COUNT = ShapeClass.values().length;

    private static final List<ShapeClass> BY_LABEL = List.of(values());

    /** The shape with this label, from 0. */
    static ShapeClass of(int label) {
        return BY_LABEL.get(label);
    }

    /** Whether the point belongs to the shape. */
    abstract boolean contains(double x, double y);

    /** How far out a point lies in a regular polygon, in terms of its inner radius. */
    private static double polygon(int corners, double x, double y) {
        double sector = 2 * Math.PI / corners;
        double angle = Math.atan2(y, x);
        double fromMiddle = angle - sector * Math.rint(angle / sector);
        return Math.hypot(x, y) * Math.cos(fromMiddle);
    }
}
