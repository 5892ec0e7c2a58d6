package io.github.net2net.plan;

import com.google.common.base.Strings;
import io.github.net2net.graph.Quantities;
import io.github.net2net.plan.PlannedStep.EditLine;
import io.github.net2net.rule.Baseline;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/** A plan as text. */
public final class PlanText {
    private static final String INDENT = "     ";
    private static final String COSTS = "            ";
    private static final int WIDTH = 100;

    private PlanText() {}

    /** The text, without a line break at its end. */
    public static String of(PlanData plan, Settings settings) {
        StringJoiner lines = new StringJoiner(System.lineSeparator());
        PlanData.Size size = plan.size();
        lines.add(String.format(
                Locale.ROOT,
                "GrowthPlan  %s -> %s parameters (%s)   seed %d   %s",
                Quantities.grouped(size.teacherParameters()),
                Quantities.grouped(size.studentParameters()),
                Quantities.change(size.teacherParameters(), size.studentParameters()),
                settings.seed(),
                settings.isBaseline()
                        ? "NOT PRESERVING (" + name(settings.baseline()) + " baseline)"
                        : exactness(plan)));
        addCosts(lines, size);
        int number = 1;
        for (PlannedStep step : plan.steps()) {
            lines.add(String.format("%2d %s", number++, step.headline()));
            step.notes().forEach(note -> lines.add(INDENT + note));
            addEdits(lines, step.edits());
        }
        if (plan.steps().isEmpty()) {
            lines.add(" no steps: the student is a copy of the teacher");
        }
        plan.notes().forEach(lines::add);
        if (settings.isBaseline() || plan.steps().stream().anyMatch(PlannedStep::copies)) {
            lines.add("symmetry breaking: " + (settings.isBaseline() ? "none (baseline)" : settings.symmetry()));
        }
        lines.add("optimizer: " + plan.training().summary());
        plan.training().lines().forEach(line -> lines.add(INDENT + line));
        if (plan.recipe().steps().stream().anyMatch(Step::awaitsData)) {
            lines.add("awaiting data: give it with withData(calibratedOn(data))");
        }
        return lines.toString();
    }

    private static String exactness(PlanData plan) {
        boolean addsClasses = plan.exactness().inference()
                && plan.recipe().steps().stream().anyMatch(Step.AddClasses.class::isInstance);
        return plan.exactness() + (addsClasses ? ", in the logits of old classes" : "");
    }

    /** "random-pad". */
    private static String name(Baseline baseline) {
        return baseline.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static void addCosts(StringJoiner lines, PlanData.Size size) {
        String bytes = Quantities.bytes((double) size.teacherParameters() * size.bytesPerElement()) + " -> "
                + Quantities.bytes((double) size.studentParameters() * size.bytesPerElement()) + " of parameters   ";
        Long before = size.teacherMultiplyAdds();
        Long after = size.studentMultiplyAdds();
        String multiplyAdds = before != null && after != null
                ? Quantities.grouped(before) + " -> " + Quantities.grouped(after) + " multiply-adds per example"
                : "multiply-adds per example unknown";
        lines.add(COSTS + bytes + multiplyAdds);
        if (size.uncounted() != null) {
            lines.add(COSTS + "(" + size.uncounted() + ")");
        }
    }

    /** Two columns where two fit. */
    private static void addEdits(StringJoiner lines, List<EditLine> edits) {
        int target =
                edits.stream().mapToInt(edit -> edit.target().length()).max().orElse(0);
        int column = edits.stream().mapToInt(edit -> edit.text().length()).max().orElse(0) + target + 2;
        int columns = 2 * column + INDENT.length() + 4 <= WIDTH ? 2 : 1;
        for (int i = 0; i < edits.size(); i += columns) {
            StringBuilder line = new StringBuilder(INDENT);
            for (EditLine edit : edits.subList(i, Math.min(i + columns, edits.size()))) {
                String cell = Strings.padEnd(edit.target(), target, ' ') + "  " + edit.text();
                line.append(Strings.padEnd(cell, column + 4, ' '));
            }
            lines.add(line.toString().stripTrailing());
        }
    }
}
