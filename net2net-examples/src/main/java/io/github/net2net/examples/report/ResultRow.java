package io.github.net2net.examples.report;

import io.github.net2net.examples.results.Row;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * A run in the table of results, as text.
 *
 * @param run its name
 * @param explanation of the run
 * @param cells in the order of the page's columns
 * @param ratios of costs to the baseline's, by axis
 * @param rival the run it is compared with, if not the experiment's baseline; or empty
 */
record ResultRow(String run, String explanation, List<String> cells, List<String> ratios, String rival) {
    private static final String NOTHING = "–";

    static ResultRow of(ExperimentResults results, RunResults run) {
        List<String> cells = List.of(
                seeds(run),
                text(run.start(), point -> Texts.percent(point.accuracy())),
                text(run.end(), point -> Texts.percent(point.accuracy())),
                text(run.best(), point -> Texts.percent(point.accuracy().mean())),
                text(run.end(), point -> Texts.count(point.cost(Axis.EXAMPLES))),
                text(run.end(), point -> Texts.count(point.cost(Axis.TOTAL_EXAMPLES))),
                run.parameters() == 0 ? NOTHING : Texts.count(run.parameters()),
                text(meanOverSeeds(run, row -> row.examples() / row.seconds()), Texts::count),
                text(meanOverSeeds(run, row -> row.waiting() / row.seconds()), Texts::share));
        return new ResultRow(
                run.name(),
                run.entry().explanation(),
                cells,
                Stream.of(Axis.values()).map(axis -> ratio(results, run, axis)).toList(),
                Objects.requireNonNullElse(run.entry().rival(), ""));
    }

    private static <T> String text(Optional<T> value, Function<T, String> format) {
        return value.map(format).orElse(NOTHING);
    }

    private static String seeds(RunResults run) {
        if (run.isFinished()) {
            return String.valueOf(run.seeds());
        }
        long finished = run.curves().stream()
                .filter(curve -> curve.reached() == run.entry().iterations())
                .count();
        return finished + " of " + run.seeds() + ", running: " + Texts.count(run.reached()) + " of "
                + Texts.count(run.planned()) + " iterations";
    }

    /** The mean of a value of each seed's last measurement. */
    private static Optional<Double> meanOverSeeds(RunResults run, ToDoubleFunction<Row> value) {
        OptionalDouble mean = run.curves().stream()
                .flatMap(curve -> curve.at(curve.reached()).stream())
                .filter(row -> row.seconds() > 0)
                .mapToDouble(value)
                .average();
        return mean.isPresent() ? Optional.of(mean.getAsDouble()) : Optional.empty();
    }

    private static String ratio(ExperimentResults results, RunResults run, Axis axis) {
        Optional<RunResults> baseline = results.rival(run);
        if (baseline.isEmpty()) {
            return NOTHING;
        }
        if (!baseline.get().isFinished()) {
            return "from-scratch run not finished";
        }
        String bySeed = run.costRatioBySeed(baseline.get(), axis)
                .filter(stats -> stats.count() > 1)
                .map(stats -> " (" + Texts.ratio(stats.mean()) + " ± " + Texts.ratio(Texts.deviation(stats)) + ")")
                .orElse("");
        return run.costRatio(baseline.get(), axis).map(Texts::ratio).orElse(run.isFinished() ? "never" : "not yet")
                + bySeed;
    }
}
