package io.github.net2net.examples.report;

import java.util.List;
import java.util.Optional;

/**
 * A run of one seed.
 *
 * @param seed the seed
 * @param points by iteration; empty before the run begins
 */
record Curve(long seed, List<Point> points) {

    Curve {
        points = List.copyOf(points);
    }

    Optional<Point> at(int iteration) {
        return points.stream().filter(point -> point.iteration() == iteration).findFirst();
    }

    /** The last measured iteration; 0 before the run begins. */
    int reached() {
        return points.isEmpty() ? 0 : points.get(points.size() - 1).iteration();
    }

    /** The first measurement of at least this accuracy. */
    Optional<Point> reaching(double accuracy) {
        return points.stream().filter(point -> point.accuracy() >= accuracy).findFirst();
    }

    /**
     * What was spent until an iteration, which need not be one at which something was measured: by a straight line
     * through the two measurements around it, or through the last two if it lies behind them.
     *
     * @return 0 before the run begins
     */
    double costAt(int iteration, Axis axis) {
        if (points.isEmpty()) {
            return 0;
        }
        int next = 0;
        while (next < points.size() - 1 && points.get(next).iteration() < iteration) {
            next++;
        }
        Point after = points.get(next);
        if (next == 0 || after.iteration() == iteration) {
            return after.cost(axis);
        }
        Point before = points.get(next - 1);
        double share = (double) (iteration - before.iteration()) / (after.iteration() - before.iteration());
        return before.cost(axis) + share * (after.cost(axis) - before.cost(axis));
    }
}
