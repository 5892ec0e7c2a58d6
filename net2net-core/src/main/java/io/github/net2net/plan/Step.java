package io.github.net2net.plan;

import static com.google.common.base.Preconditions.checkArgument;

import io.github.net2net.graph.Quantities;
import io.github.net2net.rule.Deepening;
import io.github.net2net.rule.Donors;
import io.github.net2net.rule.Layers;
import io.github.net2net.rule.Shares;
import io.github.net2net.rule.SymmetryBreaking;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One step of a recipe. */
public sealed interface Step
        permits Step.Widen,
                Step.WidenAll,
                Step.WidenToBudget,
                Step.Deepen,
                Step.DeepenAll,
                Step.EnlargeKernel,
                Step.ExtendVocabulary,
                Step.AddInputs,
                Step.AddClasses,
                Step.NHeads,
                Step.HeadSize,
                Factorize,
                Merge,
                ShrinkAndPerturb {

    /**
     * The plan with this step.
     *
     * @param ofRecipe the recipe's options
     * @throws io.github.net2net.GrowthException if it can't be done
     */
    PlanState planned(PlanState state, Options ofRecipe);

    /** This step with the name of its layer, if it has one, changed. */
    Step renamed(UnaryOperator<String> change);

    /** For messages: "widen 'conv1' to 96". */
    String text();

    /** The layer that it grows; null if it selects layers. */
    default @Nullable String layer() {
        return null;
    }

    /** Whether it calibrates a batch norm on data that is still to be supplied, since it was read from JSON. */
    default boolean awaitsData() {
        return false;
    }

    /** This step with the data that it awaits. */
    default Step withData(Deepening.Calibrated data) {
        return this;
    }

    /**
     * Widen one layer, and whatever is coupled to it.
     *
     * @param donors which channels are copied; null for the recipe's
     * @param shares how weights are divided among copies; null for the recipe's
     */
    record Widen(
            @Override String layer,
            Amount amount,
            @Nullable Donors donors,
            @Nullable Shares shares) implements Step {
        @Override
        public PlanState planned(PlanState state, Options ofRecipe) {
            return new WidenPlanner(state, settings(ofRecipe, donors, shares)).widen(this);
        }

        @Override
        public String text() {
            return "widen '" + layer + "' " + amount.text();
        }

        @Override
        public Step renamed(UnaryOperator<String> change) {
            return new Widen(change.apply(layer), amount, donors, shares);
        }
    }

    /**
     * Widen every selected layer that can be.
     *
     * @param donors which channels are copied; null for the recipe's
     * @param shares how weights are divided among copies; null for the recipe's
     */
    record WidenAll(
            Layers layers,
            Amount.Times amount,
            @Nullable Donors donors,
            @Nullable Shares shares) implements Step {
        @Override
        public PlanState planned(PlanState state, Options ofRecipe) {
            return new WidenPlanner(state, settings(ofRecipe, donors, shares)).widenAll(this);
        }

        @Override
        public String text() {
            return "widen " + layers + " " + amount.text();
        }

        @Override
        public Step renamed(UnaryOperator<String> change) {
            return new WidenAll(layers.renamed(change), amount, donors, shares);
        }
    }

    /**
     * Widen every selected layer that can be, as far as a budget allows.
     *
     * @param donors which channels are copied; null for the recipe's
     * @param shares how weights are divided among copies; null for the recipe's
     */
    record WidenToBudget(
            Layers layers,
            Cost cost,
            long budget,
            @Nullable Donors donors,
            @Nullable Shares shares) implements Step {
        @Override
        public PlanState planned(PlanState state, Options ofRecipe) {
            return new BudgetPlanner(state, this, settings(ofRecipe, donors, shares)).widen();
        }

        @Override
        public String text() {
            return "widen " + layers + " to " + Quantities.grouped(budget) + " " + cost;
        }

        @Override
        public Step renamed(UnaryOperator<String> change) {
            return new WidenToBudget(layers.renamed(change), cost, budget, donors, shares);
        }
    }

    private static Settings settings(Options ofRecipe, @Nullable Donors donors, @Nullable Shares shares) {
        return Settings.of(ofRecipe.overriddenBy(Options.ofCopying(donors, shares)));
    }

    /** New layers, with these settings, after one. */
    record Deepen(String after, Deepening deepening) implements Step {
        @Override
        public String layer() {
            return after;
        }

        @Override
        public PlanState planned(PlanState state, Options ofRecipe) {
            return new DeepenPlanner(state, deepening, ofRecipe).deepenAfter(after);
        }

        @Override
        public String text() {
            return "deepen after '" + after + "'";
        }

        @Override
        public Step renamed(UnaryOperator<String> change) {
            return new Deepen(change.apply(after), renamed(deepening, change));
        }

        @Override
        public boolean awaitsData() {
            return awaitsData(deepening);
        }

        @Override
        public Step withData(Deepening.Calibrated data) {
            return new Deepen(after, deepening.batchNorm(data));
        }

        private static Deepening renamed(Deepening deepening, UnaryOperator<String> change) {
            return deepening.like() == null ? deepening : deepening.like(change.apply(deepening.like()));
        }

        private static boolean awaitsData(Deepening deepening) {
            return deepening.batchNorm() instanceof Deepening.Calibrated calibrated && calibrated.awaitsData();
        }
    }

    /** New layers, with these settings, after every selected layer that can have some. */
    record DeepenAll(Layers layers, Deepening deepening) implements Step {
        public DeepenAll {
            checkArgument(
                    deepening.names() == null,
                    "deepenAll(%s, ..): names(..) is for one place, because each layer needs another name",
                    layers);
        }

        @Override
        public PlanState planned(PlanState state, Options ofRecipe) {
            return new DeepenPlanner(state, deepening, ofRecipe).deepenAll(layers);
        }

        @Override
        public String text() {
            return "deepen after " + layers;
        }

        @Override
        public Step renamed(UnaryOperator<String> change) {
            return new DeepenAll(layers.renamed(change), Deepen.renamed(deepening, change));
        }

        @Override
        public boolean awaitsData() {
            return Deepen.awaitsData(deepening);
        }

        @Override
        public Step withData(Deepening.Calibrated data) {
            return new DeepenAll(layers, deepening.batchNorm(data));
        }
    }

    /** Enlarge a layer's kernel; one size per spatial dimension. */
    record EnlargeKernel(@Override String layer, List<Integer> to) implements Step {
        public EnlargeKernel {
            to = List.copyOf(to);
            String call = "to(" + to.stream().map(String::valueOf).collect(Collectors.joining(", ")) + ")";
            checkArgument(!to.isEmpty(), "%s: give a size for each spatial dimension, such as to(5, 5)", call);
            checkArgument(to.stream().allMatch(size -> size > 0), "%s: give sizes of 1 or more", call);
        }

        @Override
        public PlanState planned(PlanState state, Options ofRecipe) {
            return new KernelPlanner(state).enlarge(this);
        }

        @Override
        public String text() {
            return "enlarge the kernel of '" + layer + "' to "
                    + to.stream().map(String::valueOf).collect(Collectors.joining("x"));
        }

        @Override
        public Step renamed(UnaryOperator<String> change) {
            return new EnlargeKernel(change.apply(layer), to);
        }
    }

    /** Add rows to an embedding, for indices that it does not know yet. */
    record ExtendVocabulary(@Override String layer, Amount amount) implements Step {
        @Override
        public PlanState planned(PlanState state, Options ofRecipe) {
            return new VocabularyPlanner(state, Settings.of(ofRecipe)).extend(this);
        }

        @Override
        public String text() {
            return "extend the vocabulary of '" + layer + "' " + amount.text();
        }

        @Override
        public Step renamed(UnaryOperator<String> change) {
            return new ExtendVocabulary(change.apply(layer), amount);
        }
    }

    /** More channels of a network's input. */
    record AddInputs(String input, int count) implements Step {
        public AddInputs {
            checkArgument(count > 0, "addInputs(\"%s\", %s): give a number of channels, 1 or more", input, count);
        }

        @Override
        public String layer() {
            return input;
        }

        @Override
        public PlanState planned(PlanState state, Options ofRecipe) {
            return new EndsPlanner(state, this, fresh(ofRecipe)).addInputs(input, count);
        }

        @Override
        public String text() {
            return "add " + Quantities.of(count, "input") + " to '" + input + "'";
        }

        @Override
        public Step renamed(UnaryOperator<String> change) {
            return new AddInputs(change.apply(input), count);
        }
    }

    /**
     * More classes of a classifier.
     *
     * @param output the output layer; null for the only one
     */
    record AddClasses(@Nullable String output, int count) implements Step {
        public AddClasses {
            checkArgument(count > 0, "addClasses(%s): give a number of classes, 1 or more", count);
        }

        @Override
        public @Nullable String layer() {
            return output;
        }

        @Override
        public PlanState planned(PlanState state, Options ofRecipe) {
            return new EndsPlanner(state, this, fresh(ofRecipe)).addClasses(output, count);
        }

        @Override
        public String text() {
            return "add " + Quantities.of(count, "class") + (output == null ? "" : " to '" + output + "'");
        }

        @Override
        public Step renamed(UnaryOperator<String> change) {
            return new AddClasses(output == null ? null : change.apply(output), count);
        }
    }

    private static Settings fresh(Options ofRecipe) {
        Options fresh = Options.ofCopying(Donors.fresh(), Shares.equal());
        return Settings.of(ofRecipe.overriddenBy(fresh).overriddenBy(Options.ofSymmetry(SymmetryBreaking.none())));
    }

    /** More attention heads. */
    record NHeads(@Override String layer, int to) implements Step {
        public NHeads {
            checkArgument(to > 0, "to(%s): give a number of heads, 1 or more", to);
        }

        @Override
        public PlanState planned(PlanState state, Options ofRecipe) {
            return new HeadsPlanner(state, this).grow(layer, HeadsPlanner.Kind.NUMBER, to);
        }

        @Override
        public String text() {
            return "give '" + layer + "' " + Quantities.of(to, "head");
        }

        @Override
        public Step renamed(UnaryOperator<String> change) {
            return new NHeads(change.apply(layer), to);
        }
    }

    /** Larger attention heads: more channels for the queries, keys and values of each. */
    record HeadSize(@Override String layer, int to) implements Step {
        public HeadSize {
            checkArgument(to > 0, "to(%s): give a size, 1 or more", to);
        }

        @Override
        public PlanState planned(PlanState state, Options ofRecipe) {
            return new HeadsPlanner(state, this).grow(layer, HeadsPlanner.Kind.SIZE, to);
        }

        @Override
        public String text() {
            return "set headSize of '" + layer + "' to " + to;
        }

        @Override
        public Step renamed(UnaryOperator<String> change) {
            return new HeadSize(change.apply(layer), to);
        }
    }
}
