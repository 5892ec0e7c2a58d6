package io.github.net2net.examples.report;

import java.util.Map;

/**
 * One measurement of a run of one seed.
 *
 * @param iteration batches since the run's start
 * @param costs images, or seconds, by axis; all axes are there
 * @param waiting seconds of the run spent waiting for data
 * @param accuracy 0 to 1
 * @param loss in nats
 */
record Point(int iteration, Map<Axis, Double> costs, double waiting, double accuracy, double loss) {

    Point {
        costs = Map.copyOf(costs);
    }

    double cost(Axis axis) {
        return costs.getOrDefault(axis, Double.NaN);
    }
}
