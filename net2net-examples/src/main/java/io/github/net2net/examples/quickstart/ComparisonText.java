package io.github.net2net.examples.quickstart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Function;

/** A comparison as text: a table for people, a CSV file for programs, and a few sentences. */
final class ComparisonText {
    private final Comparison comparison;

    ComparisonText(Comparison comparison) {
        this.comparison = comparison;
    }

    /** One row per measured number of images, one column per network. */
    String table() {
        List<String> lines = new ArrayList<>();
        var head = new StringBuilder(String.format("%-12s", "images seen"));
        for (Curve curve : comparison.curves()) {
            head.append(String.format("%14s", curve.arm().title()));
        }
        lines.add(head.toString());
        var images = new TreeSet<Long>();
        comparison.curves().forEach(curve -> curve.points().forEach(point -> images.add(point.images())));
        images.forEach(seen -> lines.add(row(seen)));
        lines.add(foot("parameters", curve -> grouped(curve.parameters())));
        lines.add(foot("seconds", curve -> decimal("%.1f", curve.last().seconds())));
        return String.join(System.lineSeparator(), lines);
    }

    private String row(long seen) {
        var row = new StringBuilder(String.format("%-12s", grouped(seen)));
        for (Curve curve : comparison.curves()) {
            String cell = curve.points().stream()
                    .filter(point -> point.images() == seen)
                    .map(point -> percent(point.accuracy()))
                    .findFirst()
                    .orElse("");
            row.append(String.format("%14s", cell));
        }
        return seen == comparison.growthPoint() ? row + "  <- growth" : row.toString();
    }

    private String foot(String title, Function<Curve, String> cell) {
        var row = new StringBuilder(String.format("%-12s", title));
        comparison.curves().forEach(curve -> row.append(String.format("%14s", cell.apply(curve))));
        return row.toString();
    }

    /** One line per measurement, with a header line. */
    String csv() {
        var csv = new StringBuilder("network,images_seen,test_accuracy,training_seconds,parameters,after_growth\n");
        for (Curve curve : comparison.curves()) {
            for (CurvePoint point : curve.points()) {
                csv.append(String.format(
                        Locale.ROOT,
                        "%s,%d,%.4f,%.3f,%d,%b\n",
                        curve.arm().title(),
                        point.images(),
                        point.accuracy(),
                        point.seconds(),
                        curve.parameters(),
                        point.images() >= comparison.growthPoint()));
            }
        }
        return csv.toString();
    }

    /** What happened, whatever the numbers say. */
    String summary() {
        CurvePoint student = comparison.curve(Arm.STUDENT).last();
        long since = student.images() - comparison.growthPoint();
        return "The student started at " + percent(studentStart()) + " where the teacher stood at "
                + percent(comparison.accuracyAtGrowth()) + ", and after " + grouped(since)
                + " more images tells " + percent(student.accuracy()) + " of the test images right: "
                + against(Arm.SCRATCH) + ", " + against(Arm.RANDOM_PAD) + ", " + against(Arm.TEACHER) + ". "
                + matching()
                + ownImages(since)
                + " One run, one seed: differences below "
                + decimal("%.1f", 100 * comparison.chance()) + " points may be chance.";
    }

    private double studentStart() {
        return comparison.curve(Arm.STUDENT).points().stream()
                .filter(point -> point.images() >= comparison.growthPoint())
                .findFirst()
                .orElseThrow()
                .accuracy();
    }

    private String against(Arm other) {
        double accuracy = comparison.curve(other).last().accuracy();
        double ahead = comparison.curve(Arm.STUDENT).last().accuracy() - accuracy;
        String verdict = Math.abs(ahead) < comparison.chance()
                ? "level with"
                : decimal("%.1f", 100 * Math.abs(ahead)) + " points " + (ahead > 0 ? "above" : "below");
        String name = other == Arm.SCRATCH ? "the same network from scratch" : nameOf(other);
        return verdict + " " + name + " (" + percent(accuracy) + ")";
    }

    private static String nameOf(Arm arm) {
        return arm == Arm.RANDOM_PAD ? "random padding" : "the teacher trained on";
    }

    private String matching() {
        var images = comparison.imagesToMatchScratch();
        String scratch = "what the network from scratch had at its end, after "
                + grouped(comparison.curve(Arm.SCRATCH).last().images()) + " images";
        return images.isPresent()
                ? "It reached " + scratch + ", within " + grouped(images.getAsLong()) + " images of growing."
                : "It did not reach " + scratch + ".";
    }

    /** The other way to count: the teacher was there already, so only the student's own images cost anything. */
    private String ownImages(long since) {
        return comparison.curve(Arm.SCRATCH).points().stream()
                .filter(point -> point.images() == since)
                .map(point -> " From scratch, the student's own " + grouped(since) + " images led to "
                        + percent(point.accuracy()) + ".")
                .findFirst()
                .orElse("");
    }

    static String percent(double share) {
        return decimal("%.1f %%", 100 * share);
    }

    static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number).replace(',', ' ');
    }

    static String decimal(String format, double number) {
        return String.format(Locale.ROOT, format, number);
    }
}
