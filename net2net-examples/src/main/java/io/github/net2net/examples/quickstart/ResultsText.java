package io.github.net2net.examples.quickstart;

import static io.github.net2net.examples.quickstart.QuickstartExperiment.RANDOM_PAD;
import static io.github.net2net.examples.quickstart.QuickstartExperiment.SCRATCH;
import static io.github.net2net.examples.quickstart.QuickstartExperiment.STUDENT;
import static io.github.net2net.examples.quickstart.QuickstartExperiment.TEACHER;

import io.github.net2net.examples.quickstart.QuickstartResults.Network;
import io.github.net2net.examples.results.Csv;
import io.github.net2net.examples.results.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Function;

/** The results as text: a table for people, a CSV file for programs, and a few sentences. */
record ResultsText(QuickstartResults results) {
    private static final List<String> COLUMNS =
            List.of("network", "images_seen", "test_accuracy", "training_seconds", "parameters", "after_growth");

    /** One row for each measured number of images, one column for each network. */
    String table() {
        List<String> lines = new ArrayList<>();
        lines.add(line("images seen", Network::name));
        TreeSet<Long> images = new TreeSet<>();
        results.networks().forEach(network -> network.rows().forEach(row -> images.add(row.totalExamples())));
        for (long seen : images) {
            String row = line(
                    grouped(seen),
                    network -> network.at(seen).stream()
                            .map(measured -> percent(measured.accuracy()))
                            .findFirst()
                            .orElse(""));
            lines.add(seen == results.growthPoint() ? row + "  <- growth" : row);
        }
        lines.add(line("parameters", network -> grouped(network.parameters())));
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
                        row.totalExamples(),
                        Csv.number(4, row.accuracy()),
                        Csv.number(3, row.seconds()),
                        network.parameters(),
                        row.totalExamples() >= results.growthPoint()));
            }
        }
        return Csv.text(COLUMNS, lines);
    }

    /** The outcome in sentences. */
    String summary() {
        Network student = results.network(STUDENT);
        long ownImages = student.last().examples();
        return "The student started at " + percent(student.rows().get(0).accuracy())
                + ", the teacher's accuracy at growth was " + percent(results.accuracyAtGrowth()) + ". After "
                + grouped(ownImages) + " more images the student classifies "
                + percent(student.last().accuracy())
                + " of the test images correctly: " + against(SCRATCH, "the same network from scratch") + ", "
                + against(RANDOM_PAD, "random padding") + ", " + against(TEACHER, "the teacher trained further") + ". "
                + matching()
                + ownImages(ownImages)
                + " This is one run with one seed: differences below "
                + Csv.number(1, 100 * results.chance()) + " points may be chance.";
    }

    private String against(String other, String name) {
        double accuracy = results.network(other).last().accuracy();
        double ahead = results.network(STUDENT).last().accuracy() - accuracy;
        String verdict = Math.abs(ahead) < results.chance()
                ? "level with"
                : Csv.number(1, 100 * Math.abs(ahead)) + " points " + (ahead > 0 ? "above" : "below");
        return verdict + " " + name + " (" + percent(accuracy) + ")";
    }

    private String matching() {
        var images = results.imagesToMatchScratch();
        String scratch = "the final accuracy of the network from scratch, which saw "
                + grouped(results.network(SCRATCH).last().totalExamples()) + " images";
        return images.isPresent()
                ? "It reached " + scratch + ", within " + grouped(images.getAsLong()) + " images after growth."
                : "It did not reach " + scratch + ".";
    }

    /** The other way to count: the teacher already existed, so only the student's own images cost anything. */
    private String ownImages(long images) {
        return results.network(SCRATCH).at(images).stream()
                .map(row -> " The network from scratch had " + percent(row.accuracy()) + " after the student's own "
                        + grouped(images) + " images.")
                .findFirst()
                .orElse("");
    }

    static String percent(double share) {
        return Csv.number(1, 100 * share) + " %";
    }

    static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number).replace(',', ' ');
    }
}
