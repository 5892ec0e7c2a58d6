package io.github.net2net.examples.report;

import io.github.net2net.examples.results.ExperimentFile.LayerEntry;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The networks before and after each growth. */
final class Networks {
    private Networks() {}

    /**
     * One growth.
     *
     * @param run the student's
     * @param origin where it was grown
     * @param teacher drawn
     * @param student drawn
     * @param changes layers that are not the same
     */
    record Pair(String run, String origin, Side teacher, Side student, List<LayerChange> changes) {}

    /**
     * One network.
     *
     * @param title for people
     * @param parameters in all
     * @param diagram drawn
     */
    record Side(String title, String parameters, Diagram diagram) {}

    static long parameters(RunResults run) {
        return run.entry().layers().stream().mapToLong(LayerEntry::parameters).sum();
    }

    /** Those whose teacher and student are known. */
    static List<Pair> of(ExperimentResults results) {
        return results.runs().stream()
                .flatMap(run -> pair(results, run).stream())
                .toList();
    }

    private static Optional<Pair> pair(ExperimentResults results, RunResults run) {
        return results.parent(run)
                .filter(parent -> !parent.entry().layers().isEmpty()
                        && !run.entry().layers().isEmpty())
                .map(parent -> pair(run, parent));
    }

    private static Pair pair(RunResults run, RunResults parent) {
        List<LayerEntry> before = parent.entry().layers();
        List<LayerEntry> after = run.entry().layers();
        List<LayerChange> changes = LayerChange.between(before, after);
        List<LayerChange> gone = LayerChange.gone(before, after);
        List<LayerChange> told = Stream.concat(changes.stream(), gone.stream())
                .filter(change -> change.kind() != LayerChange.Kind.SAME)
                .toList();
        double factor = (double) parameters(run) / parameters(parent);
        Side teacher = new Side(
                "before: " + parent.name(),
                Texts.count(parameters(parent)) + " parameters",
                DiagramLayout.of(LayerChange.between(before, before)));
        Side student = new Side(
                "after: " + run.name(),
                Texts.count(parameters(run)) + " parameters, " + Texts.ratio(factor) + " times as many",
                DiagramLayout.of(changes));
        String origin = "“" + parent.name() + "” at iteration "
                + Texts.count(run.entry().at());
        return new Pair(run.name(), origin, teacher, student, told);
    }
}
