package io.github.net2net.plan;

import com.google.common.collect.ImmutableList;
import io.github.net2net.GrowthException;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.Quantities;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Plans the widening by the largest factor within a budget, found by bisection. */
record BudgetPlanner(PlanState state, Step.WidenToBudget step, Settings settings) {
    /** Factors are multiples of 1 / STEPS. */
    private static final int STEPS = 10_000;

    PlanState widen() {
        long today = cost(state.graph());
        if (today >= step.budget()) {
            throw new GrowthException(String.format(
                    "cannot %s: before this step the network has %s %s already. Give more.",
                    step.text(), Quantities.grouped(today), step.cost()));
        }
        int above = 2 * STEPS;
        PlanState best = null;
        for (PlanState next = planned(above); fits(next); next = attempt(above)) {
            best = next;
            above = Math.multiplyExact(2, above);
        }
        int below = best == null ? STEPS : above / 2;
        long least = Long.MAX_VALUE;
        while (above - below > 1) {
            int factor = (above + below) >>> 1;
            PlanState next = attempt(factor);
            if (next != null && !fits(next)) {
                above = factor;
                least = cost(next.graph());
            } else {
                below = factor;
                best = next == null ? best : next;
            }
        }
        if (best == null) {
            throw new GrowthException(String.format(
                    "cannot %s: the network has %s %s, and the next larger one has %s. Give %d or more.",
                    step.text(), Quantities.grouped(today), step.cost(), Quantities.grouped(least), least));
        }
        return withNote(best);
    }

    private boolean fits(@Nullable PlanState plan) {
        return plan != null && cost(plan.graph()) <= step.budget();
    }

    private PlanState planned(int factor) {
        Amount.Times times = new Amount.Times((double) factor / STEPS);
        return new WidenPlanner(state, settings).widenAll(new Step.WidenAll(step.layers(), times, null, null));
    }

    /** Null where a factor is so small that no layer grows, or so large that no memory is enough. */
    private @Nullable PlanState attempt(int factor) {
        try {
            return planned(factor);
        } catch (GrowthException refused) {
            return null;
        }
    }

    private long cost(NetGraph graph) {
        if (step.cost() == Cost.PARAMETERS) {
            return graph.parameterCount();
        }
        OptionalLong multiplyAdds = graph.multiplyAdds();
        return multiplyAdds.orElseThrow(() -> new GrowthException("cannot " + step.text() + ": "
                + graph.firstUncounted()
                        .map(node -> PlanData.Size.uncounted(node, state.inputSize()))
                        .orElse("they are not known")
                + "."));
    }

    private PlanState withNote(PlanState plan) {
        return plan.withLastStep(last -> last.withNotes(ImmutableList.<String>builder()
                .addAll(last.notes())
                .add(String.format(
                        "%s %s, the most that equal factors reach within %s",
                        Quantities.grouped(cost(plan.graph())), step.cost(), Quantities.grouped(step.budget())))
                .build()));
    }
}
