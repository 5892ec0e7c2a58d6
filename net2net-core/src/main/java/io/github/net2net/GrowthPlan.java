package io.github.net2net;

import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import io.github.net2net.graph.ChannelCopies;
import io.github.net2net.plan.Bytes;
import io.github.net2net.plan.CopyFinder;
import io.github.net2net.plan.FrozenLayers;
import io.github.net2net.plan.Options;
import io.github.net2net.plan.PlanState;
import io.github.net2net.plan.PlannedStep;
import io.github.net2net.plan.PlannedStep.EditLine;
import io.github.net2net.spi.Deviation;
import io.github.net2net.spi.TrainingOutlook;
import io.github.net2net.transform.SymmetryRule;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** Everything that a growth will do, before a weight is touched. Prints itself. */
public final class GrowthPlan {
    private static final String INDENT = "     ";
    private static final String COSTS = "            ";
    private static final int WIDTH = 100;

    private final PlanState state;
    private final Recipe recipe;
    private final Options options;
    private final TrainingOutlook outlook;

    GrowthPlan(PlanState state, Recipe recipe, TrainingOutlook outlook) {
        this.state = state;
        this.recipe = recipe;
        this.options = recipe.options();
        boolean promised = options.rate().follows()
                || (options.balanced() && options.rate().keeps());
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

    /** The bytes of the teacher's parameters. */
    public long teacherBytes() {
        return teacherParameters() * state.memory().bytesPerElement();
    }

    /** The bytes of the student's parameters. */
    public long studentBytes() {
        return studentParameters() * state.memory().bytesPerElement();
    }

    /**
     * The multiply-adds of the teacher's weights for one example: of convolutions, dense and recurrent layers. Empty if
     * the sizes of what some layer reads are not known.
     */
    public OptionalLong teacherMultiplyAdds() {
        return state.teacher().multiplyAdds();
    }

    /** As {@link #teacherMultiplyAdds}, of the student. */
    public OptionalLong studentMultiplyAdds() {
        return state.graph().multiplyAdds();
    }

    public long seed() {
        return options.seed();
    }

    /** Whether the student will compute the teacher's function in inference. */
    public boolean isExact() {
        return state.exactness().inference();
    }

    /** Whether it will do so in training mode too, dropout and other noise switched off. */
    public boolean isExactInTraining() {
        return state.exactness().training();
    }

    /**
     * Whether what {@link #isExact} and {@link #isExactInTraining} promise holds for masked input too. Masks tell which
     * steps of a series or pixels of an image count.
     */
    public boolean isExactWithMasks() {
        return state.exactness().masks();
    }

    /** Whether the plan promises that student and teacher compute the same where the deviation was measured. */
    public boolean promises(Deviation place) {
        return state.exactness().promises(place);
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
        text.append(costs());
        int number = 1;
        for (PlannedStep step : state.steps()) {
            text.append(String.format("%2d %s%n", number++, step.headline()));
            step.notes().forEach(note -> text.append(INDENT).append(note).append(System.lineSeparator()));
            appendEdits(text, step.edits());
        }
        if (state.steps().isEmpty()) {
            text.append(" no steps: the student is a copy of the teacher").append(System.lineSeparator());
        }
        new FrozenLayers(state).lines().forEach(line -> text.append(line).append(System.lineSeparator()));
        text.append("symmetry breaking: ").append(options.randomPad() ? "none (baseline)" : options.symmetry());
        text.append(System.lineSeparator()).append("optimizer: ").append(outlook.summary());
        outlook.lines()
                .forEach(line ->
                        text.append(System.lineSeparator()).append(INDENT).append(line));
        return text.toString();
    }

    private String costs() {
        String bytes = Bytes.text((double) teacherBytes()) + " -> " + Bytes.text((double) studentBytes())
                + " of parameters   ";
        OptionalLong before = teacherMultiplyAdds();
        OptionalLong after = studentMultiplyAdds();
        String multiplyAdds = before.isPresent() && after.isPresent()
                ? grouped(before.getAsLong()) + " -> " + grouped(after.getAsLong()) + " multiply-adds per example"
                : "multiply-adds per example unknown";
        StringBuilder text = new StringBuilder(COSTS).append(bytes).append(multiplyAdds);
        text.append(System.lineSeparator());
        state.graph()
                .firstUncounted()
                .ifPresent(node -> text.append(COSTS)
                        .append("(how often '" + node.layer() + "' applies its weights is not known; for images,"
                                + " Net2Net.from(network, inputType) gives their size)")
                        .append(System.lineSeparator()));
        return text.toString();
    }

    /** How training will go on: what the optimizer keeps, which rates are set, and what of that is approximate. */
    public TrainingOutlook training() {
        return outlook;
    }

    private String exactness() {
        return options.randomPad()
                ? "NOT PRESERVING (random-pad baseline)"
                : state.exactness().toString();
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
