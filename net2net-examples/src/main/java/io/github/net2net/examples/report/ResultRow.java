package io.github.net2net.examples.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A run in the table of results, as text.
 *
 * @param run its name
 * @param explanation what it is
 * @param cells in the order of {@link #columns()}
 * @param ratios of costs to the baseline's, by axis
 * @param rival whose costs these are, if it is not the experiment's baseline; or empty
 */
record ResultRow(String run, String explanation, List<String> cells, List<String> ratios, String rival) {
    private static final String NOTHING = "–";

    /**
     * A column.
     *
     * @param title its head
     * @param explanation one line
     */
    record Column(String title, String explanation) {}

    /** What the cells are. */
    static List<Column> columns() {
        return List.of(
                new Column("seeds", "how many are trained to the end; while it runs, iterations of all seeds together"),
                new Column(
                        "accuracy at start", "share of test images classified correctly before the run's first batch"),
                new Column("final accuracy", "the same after the last batch, mean ± standard deviation over seeds"),
                new Column("best mean", "highest mean over seeds; picked on the test images, so somewhat flattering"),
                new Column("images", "trained on in the run, each counted as often as it was seen"),
                new Column("images in all", "the same and what its ancestors had seen until it was grown from them"),
                new Column("parameters", "numbers the network learns"),
                new Column("images/s", "training throughput, time for measuring not counted"),
                new Column("waiting", "share of the training time spent waiting for data"));
    }

    static ResultRow of(ExperimentResults results, RunResults run) {
        Optional<MeanPoint> end = run.end();
        List<String> cells = new ArrayList<>();
        cells.add(seeds(run));
        cells.add(accuracy(run.start()));
        cells.add(accuracy(end));
        cells.add(run.best().map(best -> Texts.percent(best.accuracy().mean())).orElse(NOTHING));
        cells.add(end.map(point -> Texts.count(point.cost(Axis.IMAGES))).orElse(NOTHING));
        cells.add(end.map(point -> Texts.count(point.cost(Axis.TOTAL_IMAGES))).orElse(NOTHING));
        cells.add(run.entry().layers().isEmpty() ? NOTHING : Texts.count(Networks.parameters(run)));
        cells.add(throughput(run));
        cells.add(waiting(run));
        List<String> ratios =
                Stream.of(Axis.values()).map(axis -> ratio(results, run, axis)).toList();
        return new ResultRow(
                run.name(),
                run.entry().explanation(),
                cells,
                ratios,
                Objects.requireNonNullElse(run.entry().rival(), ""));
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

    private static String accuracy(Optional<MeanPoint> point) {
        return point.map(MeanPoint::accuracy).map(Texts::percent).orElse(NOTHING);
    }

    private static List<Point> lasts(RunResults run) {
        return run.curves().stream()
                .filter(curve -> curve.reached() > 0)
                .map(curve -> curve.points().get(curve.points().size() - 1))
                .filter(point -> point.cost(Axis.SECONDS) > 0)
                .toList();
    }

    private static String throughput(RunResults run) {
        return lasts(run).stream()
                .mapToDouble(point -> point.cost(Axis.IMAGES) / point.cost(Axis.SECONDS))
                .average()
                .stream()
                .mapToObj(Texts::count)
                .findFirst()
                .orElse(NOTHING);
    }

    private static String waiting(RunResults run) {
        return lasts(run).stream().mapToDouble(point -> point.waiting() / point.cost(Axis.SECONDS)).average().stream()
                .mapToObj(Texts::share)
                .findFirst()
                .orElse(NOTHING);
    }

    private static String ratio(ExperimentResults results, RunResults run, Axis axis) {
        Optional<RunResults> baseline = results.rival(run);
        if (baseline.isEmpty()) {
            return NOTHING;
        }
        if (!baseline.get().isFinished()) {
            return "from-scratch run not finished";
        }
        Ratio ratio = Ratio.of(run, baseline.get(), axis);
        String bySeed = ratio.bySeed()
                .filter(spread -> spread.count() > 1)
                .map(spread -> " (" + Texts.ratio(spread.mean()) + " ± " + Texts.ratio(spread.deviation()) + ")")
                .orElse("");
        return ratio.ofMeans().map(Texts::ratio).orElse(run.isFinished() ? "never" : "not yet") + bySeed;
    }
}
