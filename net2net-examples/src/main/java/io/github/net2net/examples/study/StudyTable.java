package io.github.net2net.examples.study;

import com.google.common.math.Stats;
import io.github.net2net.examples.results.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** A study's means over seeds, with standard deviations, as Markdown. */
record StudyTable(List<Measurement> measurements) {

    /** One table for each optimizer: test loss and accuracy at some iterations. */
    String markdown() {
        StringBuilder text = new StringBuilder();
        measurements.stream()
                .collect(Collectors.groupingBy(Measurement::optimizer, LinkedHashMap::new, Collectors.toList()))
                .forEach((optimizer, own) -> append(text, optimizer, own));
        return text.toString();
    }

    private static void append(StringBuilder text, String optimizer, List<Measurement> own) {
        List<Integer> iterations = columns(own);
        text.append("### ").append(optimizer).append("\n\n| | ");
        iterations.forEach(
                iteration -> text.append("loss at ").append(iteration).append(" | "));
        text.append("mean loss | accuracy at ").append(last(iterations)).append(" | seeds |\n|---|");
        text.append("---|".repeat(iterations.size() + 3)).append('\n');
        Map<String, List<Row>> byRun = new LinkedHashMap<>();
        for (Measurement measurement : own) {
            byRun.computeIfAbsent(measurement.row().run(), run -> new ArrayList<>())
                    .add(measurement.row());
        }
        byRun.forEach((run, rows) -> text.append(row(run, rows, iterations)));
        text.append('\n');
    }

    /** The start, an eighth, a quarter, a half and the end. */
    private static List<Integer> columns(List<Measurement> own) {
        List<Integer> all = List.copyOf(new TreeSet<>(
                own.stream().map(measurement -> measurement.row().iteration()).toList()));
        int n = all.size() - 1;
        return List.copyOf(new TreeSet<>(
                List.of(all.get(0), all.get((n + 7) / 8), all.get((n + 3) / 4), all.get((n + 1) / 2), all.get(n))));
    }

    private static String row(String run, List<Row> rows, List<Integer> iterations) {
        StringBuilder row = new StringBuilder("| ").append(run).append(" | ");
        for (int iteration : iterations) {
            row.append(cell(at(rows, iteration), Row::loss, "%.4f ± %.4f")).append(" | ");
        }
        double meanLoss = rows.stream()
                .filter(measured -> measured.iteration() > 0)
                .mapToDouble(Row::loss)
                .average()
                .orElse(Double.NaN);
        List<Row> ends = at(rows, last(iterations));
        return row.append(String.format(Locale.ROOT, "%.4f", meanLoss))
                .append(" | ")
                .append(cell(ends, end -> 100 * end.accuracy(), "%.2f ± %.2f%%"))
                .append(" | ")
                .append(ends.size())
                .append(" |\n")
                .toString();
    }

    private static int last(List<Integer> iterations) {
        return iterations.get(iterations.size() - 1);
    }

    private static List<Row> at(List<Row> rows, int iteration) {
        return rows.stream().filter(row -> row.iteration() == iteration).toList();
    }

    private static String cell(List<Row> rows, ToDoubleFunction<Row> value, String format) {
        Stats stats = Stats.of(rows.stream().mapToDouble(value).toArray());
        double deviation = stats.count() > 1 ? stats.sampleStandardDeviation() : 0;
        return String.format(Locale.ROOT, format, stats.mean(), deviation);
    }
}
