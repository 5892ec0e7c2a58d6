package io.github.net2net.examples.study;

import com.google.common.math.Stats;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/** A study's means over seeds, with their standard deviations, as Markdown. */
final class StudyTable {
    private final List<Measurement> measurements;

    StudyTable(List<Measurement> measurements) {
        this.measurements = measurements;
    }

    /** One table for each optimizer: test loss and accuracy at some iterations. */
    String markdown() {
        StringBuilder text = new StringBuilder();
        measurements.stream().map(Measurement::optimizer).distinct().forEach(optimizer -> append(text, optimizer));
        return text.toString();
    }

    private void append(StringBuilder text, String optimizer) {
        List<Measurement> own = measurements.stream()
                .filter(measurement -> measurement.optimizer().equals(optimizer))
                .toList();
        List<Integer> iterations = columns(own);
        text.append("### ").append(optimizer).append("\n\n| | ");
        iterations.forEach(
                iteration -> text.append("loss at ").append(iteration).append(" | "));
        text.append("mean loss | accuracy at ").append(last(iterations)).append(" | seeds |\n|---|");
        text.append("---|".repeat(iterations.size() + 3)).append('\n');
        byArm(own).forEach((arm, all) -> text.append(row(arm, all, iterations)));
        text.append('\n');
    }

    /** The start, an eighth, a quarter, a half and the end. */
    private static List<Integer> columns(List<Measurement> own) {
        List<Integer> all = List.copyOf(
                new TreeSet<>(own.stream().map(Measurement::iteration).toList()));
        int n = all.size() - 1;
        return List.copyOf(new TreeSet<>(
                List.of(all.get(0), all.get((n + 7) / 8), all.get((n + 3) / 4), all.get((n + 1) / 2), all.get(n))));
    }

    private static Map<String, List<Measurement>> byArm(List<Measurement> own) {
        Map<String, List<Measurement>> arms = new LinkedHashMap<>();
        own.forEach(measurement -> arms.computeIfAbsent(measurement.arm(), arm -> new ArrayList<>())
                .add(measurement));
        return arms;
    }

    private static String row(String arm, List<Measurement> all, List<Integer> iterations) {
        StringBuilder row = new StringBuilder("| ").append(arm).append(" | ");
        for (int iteration : iterations) {
            row.append(cell(at(all, iteration), Measurement::loss, "%.4f ± %.4f"))
                    .append(" | ");
        }
        List<Measurement> after =
                all.stream().filter(measurement -> measurement.iteration() > 0).toList();
        row.append(String.format(
                Locale.ROOT,
                "%.4f",
                after.stream().mapToDouble(Measurement::loss).average().orElse(Double.NaN)));
        return row.append(" | ")
                .append(cell(at(all, last(iterations)), measurement -> 100 * measurement.accuracy(), "%.2f ± %.2f %%"))
                .append(" | ")
                .append(all.stream().map(Measurement::seed).distinct().count())
                .append(" |\n")
                .toString();
    }

    private static int last(List<Integer> iterations) {
        return iterations.get(iterations.size() - 1);
    }

    private static List<Measurement> at(List<Measurement> all, int iteration) {
        return all.stream()
                .filter(measurement -> measurement.iteration() == iteration)
                .toList();
    }

    private static String cell(List<Measurement> all, ToDoubleFunction<Measurement> value, String format) {
        Stats stats = Stats.of(all.stream().mapToDouble(value).toArray());
        double deviation = stats.count() > 1 ? stats.sampleStandardDeviation() : 0;
        return String.format(Locale.ROOT, format, stats.mean(), deviation);
    }
}
