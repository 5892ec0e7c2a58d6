package io.github.net2net.examples.report;

import io.github.net2net.examples.results.ExperimentFile.RunEntry;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A run over all seeds of an experiment.
 *
 * @param entry what it is; with layers, plan and difference if any seed has begun it
 * @param curves one for each seed, those that have not begun it included
 */
record RunResults(RunEntry entry, List<Curve> curves) {

    RunResults {
        curves = List.copyOf(curves);
    }

    String name() {
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

    /** Iterations that all seeds together have reached. */
    long reached() {
        return curves.stream().mapToLong(Curve::reached).sum();
    }

    /** Iterations that all seeds together will reach. */
    long planned() {
        return (long) entry.iterations() * seeds();
    }

    /** At each iteration that some seed was measured at. */
    List<MeanPoint> points() {
        return curves.stream()
                .flatMap(curve -> curve.points().stream())
                .map(Point::iteration)
                .distinct()
                .sorted()
                .map(this::measuredAt)
                .map(MeanPoint::of)
                .toList();
    }

    private List<Point> measuredAt(int iteration) {
        return curves.stream().flatMap(curve -> curve.at(iteration).stream()).toList();
    }

    /** At each iteration that every seed was measured at; only these are compared with other runs. */
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

    /** After the last iteration; empty as long as it is not finished. */
    Optional<MeanPoint> end() {
        return at(entry.iterations());
    }

    /** The highest mean. */
    Optional<MeanPoint> best() {
        return wholePoints().stream()
                .max(Comparator.comparingDouble(point -> point.accuracy().mean()));
    }

    /** The first mean of at least this accuracy. */
    Optional<MeanPoint> reaching(double accuracy) {
        return wholePoints().stream()
                .filter(point -> point.accuracy().mean() >= accuracy)
                .findFirst();
    }
}
