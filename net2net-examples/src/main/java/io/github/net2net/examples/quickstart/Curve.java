package io.github.net2net.examples.quickstart;

import java.util.ArrayList;
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

    /** This curve and then that one, which starts where this one ends. */
    Curve then(Curve next) {
        List<CurvePoint> all = new ArrayList<>(points);
        next.points.stream()
                .skip(1)
                .map(point -> new CurvePoint(point.images(), point.accuracy(), last().seconds() + point.seconds()))
                .forEach(all::add);
        return new Curve(arm, parameters, all);
    }

    CurvePoint first() {
        return points.get(0);
    }

    CurvePoint last() {
        return points.get(points.size() - 1);
    }
}
