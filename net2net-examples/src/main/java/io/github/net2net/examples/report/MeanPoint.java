package io.github.net2net.examples.report;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The measurements of several seeds at one iteration of a run.
 *
 * @param iteration batches since the run's start
 * @param costs means, by axis
 * @param accuracy over the seeds
 * @param loss over the seeds
 */
record MeanPoint(int iteration, Map<Axis, Double> costs, Spread accuracy, Spread loss) {

    MeanPoint {
        costs = Map.copyOf(costs);
    }

    /** Of at least one measurement; all at the same iteration. */
    static MeanPoint of(List<Point> points) {
        Map<Axis, Double> costs = new EnumMap<>(Axis.class);
        for (Axis axis : Axis.values()) {
            costs.put(axis, spread(points, axis).mean());
        }
        return new MeanPoint(
                points.get(0).iteration(),
                costs,
                Spread.of(points.stream().map(Point::accuracy).toList()),
                Spread.of(points.stream().map(Point::loss).toList()));
    }

    private static Spread spread(List<Point> points, Axis axis) {
        return Spread.of(points.stream().map(point -> point.cost(axis)).toList());
    }

    double cost(Axis axis) {
        return costs.getOrDefault(axis, Double.NaN);
    }

    /** How many seeds. */
    int seeds() {
        return accuracy.count();
    }
}
