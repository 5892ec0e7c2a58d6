package io.github.net2net.examples.report;

import com.google.common.math.Stats;
import io.github.net2net.examples.results.ExperimentFile.LayerEntry;
import io.github.net2net.examples.results.ExperimentFile.RunEntry;
import io.github.net2net.examples.results.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleBiFunction;

/**
 * A run for all seeds of an experiment.
 *
 * @param entry its description; with layers, plan and difference if any seed has begun it
 * @param curves one for each seed, empty for seeds that have not begun it
 */
record RunResults(RunEntry entry, List<Curve> curves) {

    RunResults {
        curves = List.copyOf(curves);
    }

    /** The measurements of several seeds at one iteration. */
    record MeanPoint(int iteration, List<Curve> curves) {
        private Stats stats(ToDoubleBiFunction<Curve, Row> value) {
            return Stats.of(curves.stream()
                    .mapToDouble(curve ->
                            value.applyAsDouble(curve, curve.at(iteration).orElseThrow()))
                    .toArray());
        }

        double cost(Axis axis) {
            return stats((curve, row) -> curve.cost(row, axis)).mean();
        }

        Stats accuracy() {
            return stats((curve, row) -> row.accuracy());
        }

        Stats loss() {
            return stats((curve, row) -> row.loss());
        }

        int seeds() {
            return curves.size();
        }

        /** Iteration, costs by axis, accuracy, loss and seeds, for people. */
        public List<String> cells() {
            List<String> cells = new ArrayList<>(List.of(Texts.count(iteration)));
            for (Axis axis : Axis.values()) {
                cells.add(Texts.cost(axis, cost(axis)));
            }
            cells.addAll(List.of(Texts.percent(accuracy()), Texts.loss(loss()), String.valueOf(seeds())));
            return cells;
        }
    }

    public String name() {
        return entry.name();
    }

    int seeds() {
        return curves.size();
    }

    boolean isGrown() {
        return entry.from() != null;
    }

    /** Whether every seed is trained to the end. */
    boolean isFinished() {
        return curves.stream().allMatch(curve -> curve.at(entry.iterations()).isPresent());
    }

    /** The sum of the iterations that the seeds have reached. */
    long reached() {
        return curves.stream().mapToLong(Curve::reached).sum();
    }

    /** The sum of the iterations that the seeds will reach. */
    long planned() {
        return (long) entry.iterations() * seeds();
    }

    /** The number of parameters of its network; 0 before it begins. */
    long parameters() {
        return entry.layers().stream().mapToLong(LayerEntry::parameters).sum();
    }

    /** At each iteration at which any seed was measured. */
    public List<MeanPoint> points() {
        return curves.stream()
                .flatMap(curve -> curve.rows().stream())
                .map(Row::iteration)
                .distinct()
                .sorted()
                .map(iteration -> new MeanPoint(
                        iteration,
                        curves.stream()
                                .filter(curve -> curve.at(iteration).isPresent())
                                .toList()))
                .toList();
    }

    /** At each iteration at which every seed was measured; only these are compared with other runs. */
    List<MeanPoint> wholePoints() {
        return points().stream().filter(point -> point.seeds() == seeds()).toList();
    }

    Optional<MeanPoint> at(int iteration) {
        return wholePoints().stream()
                .filter(point -> point.iteration() == iteration)
                .findFirst();
    }

    Optional<MeanPoint> start() {
        return at(0);
    }

    /** After the last iteration; empty until all seeds are finished. */
    Optional<MeanPoint> end() {
        return at(entry.iterations());
    }

    /** The highest mean accuracy. */
    Optional<MeanPoint> best() {
        return wholePoints().stream()
                .max(Comparator.comparingDouble(point -> point.accuracy().mean()));
    }

    /**
     * The cost until this run's mean accuracy reached the final one of a finished baseline, divided by the baseline's whole
     * cost; empty if it was not reached.
     */
    Optional<Double> costRatio(RunResults baseline, Axis axis) {
        MeanPoint end = baseline.end().orElseThrow();
        double goal = end.accuracy().mean();
        return wholePoints().stream()
                .filter(point -> point.accuracy().mean() >= goal)
                .findFirst()
                .map(point -> point.cost(axis) / end.cost(axis))
                .filter(Double::isFinite);
    }

    /** The same for each seed and its own baseline; empty unless each seed reached it. */
    Optional<Stats> costRatioBySeed(RunResults baseline, Axis axis) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < seeds(); i++) {
            Curve curve = curves.get(i);
            Curve other = baseline.curves.get(i);
            Row end = other.at(baseline.entry.iterations()).orElseThrow();
            curve.reaching(end.accuracy())
                    .map(row -> curve.cost(row, axis) / other.cost(end, axis))
                    .filter(Double::isFinite)
                    .ifPresent(ratios::add);
        }
        return ratios.size() == seeds() ? Optional.of(Stats.of(ratios)) : Optional.empty();
    }
}
