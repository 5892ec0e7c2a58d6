package io.github.net2net.examples.experiment;

import com.google.common.math.Stats;
import io.github.net2net.examples.results.Row;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** Means over seeds of the accuracy, with their standard deviations, as Markdown. */
final class SummaryTable {
    private final List<Run> runs;
    private final List<Row> rows;

    /**
     * A table.
     *
     * @param rows of all seeds
     */
    SummaryTable(List<Run> runs, List<Row> rows) {
        this.runs = runs;
        this.rows = rows;
    }

    String markdown() {
        List<Integer> iterations =
                List.copyOf(new TreeSet<>(rows.stream().map(Row::iteration).toList()));
        StringBuilder text = new StringBuilder(
                "Accuracy on test examples by iterations of each run. A grown run counts from its growth:"
                        + " compare the ends, or see the report.\n\n| iteration |");
        runs.forEach(run -> text.append(' ').append(run.name()).append(" |"));
        text.append("\n|---|").append("---|".repeat(runs.size())).append('\n');
        for (int iteration : iterations) {
            text.append("| ").append(iteration).append(" |");
            runs.forEach(run -> text.append(' ').append(cell(run, iteration)).append(" |"));
            text.append('\n');
        }
        text.append("| end |");
        runs.forEach(run -> text.append(' ').append(cell(run, run.iterations())).append(" |"));
        text.append("\n| examples in total |");
        runs.forEach(run -> text.append(' ').append(examplesInAll(run)).append(" |"));
        return text.append('\n').toString();
    }

    private String examplesInAll(Run run) {
        return rows.stream()
                .filter(row -> row.run().equals(run.name()) && row.iteration() == run.iterations())
                .map(row -> String.format(Locale.ROOT, "%,d", row.totalExamples()))
                .findFirst()
                .orElse("");
    }

    private String cell(Run run, int iteration) {
        double[] accuracies = rows.stream()
                .filter(row -> row.run().equals(run.name()) && row.iteration() == iteration)
                .mapToDouble(Row::accuracy)
                .toArray();
        if (accuracies.length == 0) {
            return "";
        }
        Stats stats = Stats.of(accuracies);
        return accuracies.length == 1
                ? String.format(Locale.ROOT, "%.4f", stats.mean())
                : String.format(Locale.ROOT, "%.4f ± %.4f", stats.mean(), stats.sampleStandardDeviation());
    }
}
