package io.github.net2net.examples.report;

import io.github.net2net.examples.results.ExperimentFile.Comparison;
import io.github.net2net.examples.results.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/**
 * Whether one run ends better than another, over the seeds that have finished both.
 *
 * @param comparison what is compared
 * @param accuracies of both at their ends, for each seed; on test images where they were measured
 */
record Verdict(Comparison comparison, List<Pair> accuracies) {
    private static final double LEVEL = 0.95;
    private static final double SECONDS_PER_HOUR = 3600;

    /**
     * The final accuracies of a seed.
     *
     * @param own of the run
     * @param other of the one that it is compared with
     */
    record Pair(double own, double other) {}

    /** All comparisons that at least one seed has finished, as a table in Markdown; empty if there are none. */
    static String markdown(ExperimentResults results) {
        StringBuilder table = new StringBuilder();
        for (Verdict verdict : of(results)) {
            if (!verdict.accuracies.isEmpty()) {
                table.append(verdict.row());
            }
        }
        String head = """
                Accuracy at the end in %, mean over the seeds; the difference in points, with its 95% interval.

                | run | compared with | equal | its accuracy | the other | difference | seeds | verdict |
                |---|---|---|---|---|---|---|---|
                """;
        return table.isEmpty() ? "" : head + table + training(results);
    }

    /** What all runs took together. */
    private static String training(ExperimentResults results) {
        double seconds = 0;
        long examples = 0;
        for (RunResults run : results.runs()) {
            for (Curve curve : run.curves()) {
                seconds += curve.costAt(curve.reached(), Axis.CPU);
                examples += (long) curve.costAt(curve.reached(), Axis.EXAMPLES);
            }
        }
        return String.format(
                Locale.ROOT,
                "\nTraining of all runs: %.1f hours of processor time, %,.0f examples per second of it.\n",
                seconds / SECONDS_PER_HOUR,
                examples / seconds);
    }

    private String row() {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %.2f | %.2f | %s | %d | %s |\n",
                comparison.run(),
                comparison.with(),
                comparison.at(),
                100 * accuracies.stream().mapToDouble(Pair::own).average().orElseThrow(),
                100 * accuracies.stream().mapToDouble(Pair::other).average().orElseThrow(),
                difference(),
                accuracies.size(),
                verdict());
    }

    static List<Verdict> of(ExperimentResults results) {
        return results.file().comparisons().stream()
                .map(comparison -> of(comparison, results))
                .toList();
    }

    private static Verdict of(Comparison comparison, ExperimentResults results) {
        RunResults run = results.run(comparison.run()).orElseThrow();
        RunResults other = results.run(comparison.with()).orElseThrow();
        List<Pair> accuracies = new ArrayList<>();
        for (int seed = 0; seed < run.seeds(); seed++) {
            Optional<Double> own = finalAccuracy(run, seed);
            Optional<Double> theirs = finalAccuracy(other, seed);
            if (own.isPresent() && theirs.isPresent()) {
                accuracies.add(new Pair(own.get(), theirs.get()));
            }
        }
        return new Verdict(comparison, accuracies);
    }

    private static Optional<Double> finalAccuracy(RunResults run, int seed) {
        Optional<Row> end = run.curves().get(seed).at(run.entry().iterations());
        return end.map(row -> Double.isNaN(row.tested()) ? row.accuracy() : row.tested());
    }

    private SummaryStatistics statistics() {
        SummaryStatistics statistics = new SummaryStatistics();
        accuracies.forEach(pair -> statistics.addValue(pair.own - pair.other));
        return statistics;
    }

    /** Half the width of the 95% confidence interval of the mean by Student's t; infinite for fewer than two seeds. */
    double margin() {
        SummaryStatistics statistics = statistics();
        double seeds = statistics.getN();
        if (seeds < 2) {
            return Double.POSITIVE_INFINITY;
        }
        double quantile = new TDistribution(seeds - 1).inverseCumulativeProbability((1 + LEVEL) / 2);
        return quantile * statistics.getStandardDeviation() / Math.sqrt(seeds);
    }

    /** "+1.20 ± 0.40 points", "−0.30 points", "not finished". */
    public String difference() {
        if (accuracies.isEmpty()) {
            return "not finished";
        }
        String margin = accuracies.size() < 2 ? "" : String.format(Locale.ROOT, " ± %.2f", 100 * margin());
        return Texts.signed(statistics().getMean()) + margin + " points";
    }

    /** "for growing", "against growing" or "undecided". */
    public String verdict() {
        double mean = statistics().getMean();
        if (accuracies.isEmpty() || Math.abs(mean) <= margin()) {
            return "undecided";
        }
        return mean > 0 ? "for growing" : "against growing";
    }

    public String seeds() {
        return String.valueOf(accuracies.size());
    }
}
