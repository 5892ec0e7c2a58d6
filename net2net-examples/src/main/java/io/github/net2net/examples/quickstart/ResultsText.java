package io.github.net2net.examples.quickstart;

import static io.github.net2net.examples.quickstart.QuickstartExperiment.RANDOM_PAD;
import static io.github.net2net.examples.quickstart.QuickstartExperiment.SCRATCH;
import static io.github.net2net.examples.quickstart.QuickstartExperiment.STUDENT;
import static io.github.net2net.examples.quickstart.QuickstartExperiment.TRAINED_ON;

import io.github.net2net.examples.quickstart.QuickstartResults.Network;
import io.github.net2net.examples.results.Csv;
import io.github.net2net.examples.results.Row;
import io.github.net2net.graph.Quantities;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The results as text: a table for people, a CSV file for programs, and a few sentences. */
record ResultsText(QuickstartResults results) {
    private static final int LINES = 8;
    private static final List<String> COLUMNS =
            List.of("network", "multiply_adds", "images", "test_accuracy", "training_seconds", "parameters");

    /** One row for each eighth of the budget, one column for each network. */
    String table() {
        List<String> lines = new ArrayList<>();
        lines.add(line("budget used", Network::name));
        for (int i = 0; i <= LINES; i++) {
            // Budgets differ by up to half a batch.
            double used = results.budget() * i / LINES * 1.01;
            lines.add(line(
                    String.format(Locale.ROOT, "%.1f%%", 100.0 * i / LINES),
                    network -> percent(network.at(used).accuracy())));
        }
        lines.add(line("parameters", network -> Quantities.grouped(network.parameters())));
        lines.add(line("seconds", network -> Csv.number(1, network.last().seconds())));
        return String.join(System.lineSeparator(), lines);
    }

    private String line(String title, Function<Network, String> cell) {
        StringBuilder line = new StringBuilder(String.format("%-12s", title));
        results.networks().forEach(network -> line.append(String.format("%14s", cell.apply(network))));
        return line.toString();
    }

    /** One line for each measurement, after a header. */
    String csv() {
        List<List<Object>> lines = new ArrayList<>();
        for (Network network : results.networks()) {
            for (Row row : network.rows()) {
                lines.add(List.of(
                        network.name(),
                        Csv.number(0, row.multiplyAdds()),
                        row.examples(),
                        Csv.number(4, row.accuracy()),
                        Csv.number(3, row.seconds()),
                        network.parameters()));
            }
        }
        return Csv.text(COLUMNS, lines);
    }

    /** The outcome: what it means first, then the numbers. */
    String summary() {
        Network student = results.network(STUDENT);
        return "Conclusion: once a teacher exists, growing it " + verdict(SCRATCH)
                + " training the larger network from scratch at the same further cost, and " + verdict(TRAINED_ON)
                + " training the teacher on." + System.lineSeparator()
                + "The finished teacher has " + percent(results.teacherAccuracy()) + ", and the student starts at "
                + percent(student.rows().get(0).accuracy()) + ". It ends at "
                + percent(student.last().accuracy()) + ": " + against(SCRATCH, "the same network from scratch") + ", "
                + against(RANDOM_PAD, "random padding") + ", " + against(TRAINED_ON, "the teacher trained on")
                + ". The teacher's own training is not counted. This is one run with one seed: differences below "
                + Csv.number(1, 100 * results.chance()) + " points may be chance.";
    }

    private String verdict(String other) {
        double ahead = results.ahead(other);
        if (Math.abs(ahead) < results.chance()) {
            return "does not clearly differ from";
        }
        return ahead > 0 ? "is better than" : "is worse than";
    }

    private String against(String other, String name) {
        double ahead = results.ahead(other);
        return Csv.number(1, 100 * Math.abs(ahead)) + " points " + (ahead < 0 ? "below " : "above ") + name + " ("
                + percent(results.network(other).last().accuracy()) + ")";
    }

    static String percent(double share) {
        return Csv.number(1, 100 * share) + "%";
    }
}
