package io.github.net2net.examples.report;

import io.github.net2net.examples.report.RunResults.MeanPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The results in sentences, whether they are in favor of growing or not. */
record Findings(ExperimentResults results) {

    /** The sentences about one run. */
    record Finding(String run, String text) {}

    /** A finding for each grown run. */
    static List<Finding> of(ExperimentResults results) {
        Findings findings = new Findings(results);
        return results.runs().stream()
                .filter(RunResults::isGrown)
                .map(run -> new Finding(run.name(), findings.about(run)))
                .toList();
    }

    /** The sentences that apply to all runs. */
    static String preface(ExperimentResults results) {
        String seeds = results.seeds().size() == 1
                ? "One seed only: a difference of a few points may be chance."
                : "Means over " + Texts.seeds(results.seeds().size())
                        + "; ± is the sample's standard deviation over them.";
        Optional<RunResults> baseline = results.baseline();
        if (baseline.isEmpty()) {
            return seeds
                    + (results.runs().stream().anyMatch(run -> run.entry().rival() != null)
                            ? " Each grown network is compared with another network trained from scratch."
                            : " No network was trained from scratch for comparison.");
        }
        @Nullable String data = results.file().settings().get("data");
        String name = " “" + baseline.get().name() + "”, trained from scratch, ";
        String end = baseline.get()
                .end()
                .map(point -> "has a final accuracy of " + Texts.percent(point.accuracy()) + " after "
                        + Texts.count(point.cost(Axis.EXAMPLES)) + " examples.")
                .orElse("is not finished, so it has no final accuracy to compare with yet.");
        return seeds + (data == null ? "" : " Data: " + data + ".") + name + end + differences(results, baseline.get());
    }

    /** Compares the runs that used the same total number of examples as the baseline. */
    private static String differences(ExperimentResults results, RunResults baseline) {
        List<String> texts = new ArrayList<>();
        for (RunResults run : results.runs()) {
            if (run.isGrown() && run.end().isPresent() && baseline.end().isPresent()) {
                MeanPoint end = run.end().get();
                MeanPoint other = baseline.end().get();
                if (end.cost(Axis.TOTAL_EXAMPLES) == other.cost(Axis.TOTAL_EXAMPLES)) {
                    double difference = end.accuracy().mean() - other.accuracy().mean();
                    texts.add("“" + run.name() + "” " + Texts.signed(difference));
                }
            }
        }
        return texts.isEmpty()
                ? ""
                : " After the same total number of examples, in points compared with “" + baseline.name() + "”: "
                        + Texts.list(texts) + ".";
    }

    private String about(RunResults run) {
        if (run.start().isEmpty()) {
            return results.seeds().size() == 1 ? "Not started yet." : "Not started for every seed yet.";
        }
        List<String> sentences = new ArrayList<>();
        atGrowth(run).ifPresent(sentences::add);
        againstBaseline(run).ifPresent(sentences::add);
        againstParent(run).ifPresent(sentences::add);
        if (!run.isFinished()) {
            sentences.add("It is still running.");
        }
        return String.join(" ", sentences);
    }

    /** Whether it started with its teacher's accuracy, and stayed above it. */
    private Optional<String> atGrowth(RunResults run) {
        if (!isTestedAsItsParent(run)) {
            String tested = run.entry().tested().isEmpty() ? "all" : run.entry().tested();
            return run.start()
                    .map(start -> "It started with " + Texts.percent(start.accuracy()) + " on its test examples ("
                            + tested + "); its teacher was measured on other examples.");
        }
        return results.parent(run)
                .flatMap(parent -> parent.at(run.entry().at()))
                .map(teacher -> {
                    double level = teacher.accuracy().mean();
                    return startText(run, level) + lowest(run, level);
                });
    }

    private boolean isTestedAsItsParent(RunResults run) {
        return results.parent(run)
                .filter(parent -> !parent.entry().tested().equals(run.entry().tested()))
                .isEmpty();
    }

    private static String startText(RunResults run, double level) {
        double difference = run.start().orElseThrow().accuracy().mean() - level;
        String start =
                "It started with " + Texts.percent(run.start().orElseThrow().accuracy()) + ", ";
        if (isNothing(difference)) {
            return start + "the same as its teacher at growth";
        }
        return start + Texts.points(difference) + (difference < 0 ? " below" : " above") + " its teacher at growth";
    }

    private static String lowest(RunResults run, double level) {
        List<MeanPoint> below = run.wholePoints().stream()
                .filter(point -> point.iteration() > 0)
                .filter(point -> point.accuracy().mean() < level)
                .filter(point -> !isNothing(point.accuracy().mean() - level))
                .toList();
        if (below.isEmpty()) {
            return run.wholePoints().size() < 2 ? "." : ", and was never below that in later measurements.";
        }
        MeanPoint deepest = below.stream()
                .min((a, b) -> Double.compare(a.accuracy().mean(), b.accuracy().mean()))
                .orElseThrow();
        MeanPoint last = below.get(below.size() - 1);
        String until = last.equals(deepest)
                ? ""
                : ", and for the last time after " + Texts.count(last.cost(Axis.EXAMPLES)) + " examples";
        int measured = run.wholePoints().size() - 1;
        return "; later it was below its teacher's accuracy at growth in " + below.size() + " of " + measured
                + (measured == 1 ? " measurement, " : " measurements, ")
                + (below.size() == 1 ? "after " : "furthest after ")
                + Texts.count(deepest.cost(Axis.EXAMPLES)) + " examples, by "
                + Texts.points(deepest.accuracy().mean() - level) + until + ".";
    }

    private Optional<String> againstBaseline(RunResults run) {
        Optional<RunResults> baseline = results.rival(run).filter(RunResults::isFinished);
        return baseline.map(scratch -> reached(run, scratch) + ended(run, scratch));
    }

    private static String reached(RunResults run, RunResults baseline) {
        double target = baseline.end().orElseThrow().accuracy().mean();
        Optional<Double> own = run.costRatio(baseline, Axis.EXAMPLES);
        String aim = "the final accuracy of “" + baseline.name() + "” (" + Texts.percent(target) + ")";
        if (own.isEmpty()) {
            double best = run.best().orElseThrow().accuracy().mean();
            String never = run.isFinished() ? "It did not reach " : "It has not reached ";
            return never + aim + "; its best mean is " + Texts.percent(best) + ".";
        }
        double all = run.costRatio(baseline, Axis.TOTAL_EXAMPLES).orElseThrow();
        double itself = baseline.costRatio(baseline, Axis.TOTAL_EXAMPLES).orElseThrow();
        String early = itself > 0.995 ? "" : " (which that network first reached after " + Texts.ratio(itself) + ")";
        if (own.get() == 0) {
            return "It already had " + aim + early + " when it was grown, after " + Texts.ratio(all)
                    + " times that network's examples, all of them its ancestors'.";
        }
        return "It reached " + aim + early + " after " + Texts.ratio(all)
                + " times that network's examples, including its ancestors'; its own are " + Texts.ratio(own.get())
                + " times that network's.";
    }

    private static String ended(RunResults run, RunResults baseline) {
        return run.end()
                .map(end -> " At the end it is " + against(end, baseline.end().orElseThrow(), "that network") + ".")
                .orElse("");
    }

    /** Compares it with its teacher, trained further to the same total number of examples. */
    private Optional<String> againstParent(RunResults run) {
        Optional<RunResults> parent = results.parent(run);
        Optional<MeanPoint> end = run.end();
        if (parent.isEmpty() || end.isEmpty() || parent.equals(results.baseline()) || !isTestedAsItsParent(run)) {
            return Optional.empty();
        }
        return parent.get().wholePoints().stream()
                .filter(point -> point.cost(Axis.TOTAL_EXAMPLES) == end.get().cost(Axis.TOTAL_EXAMPLES))
                .findFirst()
                .map(point -> "Its teacher (“" + parent.get().name()
                        + "”), trained further without growing to the same total number of examples, has "
                        + Texts.percent(point.accuracy()) + ": the student is " + against(end.get(), point, "it")
                        + ".");
    }

    private static String against(MeanPoint end, MeanPoint other, String name) {
        double difference = end.accuracy().mean() - other.accuracy().mean();
        if (isNothing(difference)) {
            return "level with " + name;
        }
        double spread = Math.max(Texts.deviation(end.accuracy()), Texts.deviation(other.accuracy()));
        String within = Math.abs(difference) <= spread ? ", within the spread over seeds" : "";
        return Texts.points(difference) + (difference < 0 ? " below " : " above ") + name + within;
    }

    /** Whether it is less than the page shows. */
    private static boolean isNothing(double difference) {
        return Math.abs(difference) < 0.5e-4;
    }
}
