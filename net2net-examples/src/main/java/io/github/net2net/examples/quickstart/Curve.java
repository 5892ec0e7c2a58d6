package io.github.net2net.examples.quickstart;

import java.util.List;

/**
 * How one network's accuracy went.
 *
 * @param arm which network
 * @param parameters its number of parameters
 * @param points at least one, by images seen
 */
record Curve(Arm arm, long parameters, List<CurvePoint> points) {
    Curve {
        points = List.copyOf(points);
    }

    CurvePoint first() {
        return points.get(0);
    }

    CurvePoint last() {
        return points.get(points.size() - 1);
    }
}
