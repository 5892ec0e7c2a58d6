package io.github.net2net;

import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import io.github.net2net.graph.ChannelCopies;
import io.github.net2net.plan.CopyFinder;
import io.github.net2net.plan.Options;
import io.github.net2net.plan.PlanState;
import io.github.net2net.plan.PlannedStep;
import io.github.net2net.plan.PlannedStep.EditLine;
import io.github.net2net.spi.TrainingOutlook;
import io.github.net2net.transform.SymmetryRule;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;

/** Everything that a growth will do, before a weight is touched. Prints itself. */
public final class GrowthPlan {
    private static final String INDENT = "     ";
    private static final int WIDTH = 100;

    private final PlanState state;
    private final Recipe recipe;
    private final Options options;
    private final TrainingOutlook outlook;

    GrowthPlan(PlanState state, Recipe recipe, TrainingOutlook outlook) {
        this.state = state;
        this.recipe = recipe;
        this.options = recipe.options();
        boolean promised = options.training().rate().follows()
                || (options.balanced() && options.training().rate().keeps());
        this.outlook = promised ? withSymmetry(outlook) : outlook;
    }

    private TrainingOutlook withSymmetry(TrainingOutlook told) {
        if (options.symmetry() instanceof SymmetryRule.Unbroken || options.randomPad()) {
            return told;
        }
        String line =
                "the copies start apart (" + options.symmetry() + "), so training follows the teacher's approximately";
        return new TrainingOutlook(
                told.summary(),
                ImmutableList.<String>builder().addAll(told.lines()).add(line).build());
    }

    /** This plan as a value, to be stored and replayed. */
    public StoredPlan stored() {
        return StoredPlan.of(recipe, state);
    }

    /** This plan as JSON, which {@link StoredPlan#fromJson} reads. */
    public String toJson() {
        return stored().toJson();
    }

    /** The number of the teacher's parameters. */
    public long teacherParameters() {
        return state.teacher().parameterCount();
    }

    /** The number of the student's parameters. */
    public long studentParameters() {
        return state.graph().parameterCount();
    }

    public long seed() {
        return options.seed();
    }

    /** Whether the student will compute the teacher's function in inference. */
    public boolean isExact() {
        return state.steps().stream().allMatch(PlannedStep::exact);
    }

    /** Whether it will do so in training mode too, dropout and other noise switched off. */
    public boolean isExactInTraining() {
        return state.steps().stream().allMatch(PlannedStep::exactInTraining);
    }

    /** One line for each step. */
    public ImmutableList<String> headlines() {
        return state.steps().stream().map(PlannedStep::headline).collect(ImmutableList.toImmutableList());
    }

    /** The channels that copy the same teacher channel, and where their weights lie. Empty if none do. */
    public ImmutableList<ChannelCopies> copies() {
        return CopyFinder.find(state);
    }

    /** What keeps those copies from staying equal. */
    public SymmetryRule symmetryBreaking() {
        return options.symmetry();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "GrowthPlan  %s -> %s parameters (%+.0f %%)   seed %d   %s%n",
                grouped(teacherParameters()),
                grouped(studentParameters()),
                100.0 * (studentParameters() - teacherParameters()) / teacherParameters(),
                seed(),
                exactness()));
        int number = 1;
        for (PlannedStep step : state.steps()) {
            text.append(String.format("%2d %s%n", number++, step.headline()));
            step.notes().forEach(note -> text.append(INDENT).append(note).append(System.lineSeparator()));
            appendEdits(text, step.edits());
        }
        text.append("symmetry breaking: ").append(options.randomPad() ? "none (baseline)" : options.symmetry());
        text.append(System.lineSeparator()).append("optimiser: ").append(outlook.summary());
        outlook.lines()
                .forEach(line ->
                        text.append(System.lineSeparator()).append(INDENT).append(line));
        return text.toString();
    }

    /** How training will go on: what the optimiser keeps, which rates are set, and what of that is approximate. */
    public TrainingOutlook training() {
        return outlook;
    }

    private String exactness() {
        if (options.randomPad()) {
            return "NOT PRESERVING (random-pad baseline)";
        } else if (!isExact()) {
            return "approximate";
        }
        return isExactInTraining() ? "exact" : "exact in inference";
    }

    /** Two columns where two fit. */
    private static void appendEdits(StringBuilder text, List<EditLine> edits) {
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
            text.append(line.toString().stripTrailing()).append(System.lineSeparator());
        }
    }

    private static String grouped(long number) {
        DecimalFormatSymbols symbols = DecimalFormatSymbols.getInstance(Locale.ROOT);
        symbols.setGroupingSeparator(' ');
        return new DecimalFormat("#,##0", symbols).format(number);
    }
}
