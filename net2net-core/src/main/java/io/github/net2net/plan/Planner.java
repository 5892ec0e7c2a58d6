package io.github.net2net.plan;

import io.github.net2net.GrowthException;
import io.github.net2net.transform.DonorRule;
import io.github.net2net.transform.ShareRule;
import io.github.net2net.transform.SymmetryRule;
import java.util.List;
import java.util.Map;

/** Turns steps into parameter edits, or refuses them. Touches no weight. */
public final class Planner {
    private Planner() {}

    /**
     * The plan for all steps.
     *
     * @throws GrowthException for the first step that can't be done
     */
    public static PlanState plan(PlanState start, List<Step> steps, Options options) {
        checkOptions(options);
        PlanState state = start;
        for (Step step : steps) {
            state = apply(state, step, options);
        }
        return state;
    }

    /**
     * One step more.
     *
     * @throws GrowthException if it can't be done
     */
    public static PlanState apply(PlanState state, Step step, Options ofRecipe) {
        Options options = step.options(ofRecipe);
        checkOptions(options);
        PlanState next = next(state, step, options);
        new MemoryCheck(next, step).check(Map.of());
        return next;
    }

    private static PlanState next(PlanState state, Step step, Options options) {
        if (step instanceof Step.Widen widen) {
            return new WidenPlanner(state, options).widen(widen);
        } else if (step instanceof Step.WidenAll widenAll) {
            return new WidenPlanner(state, options).widenAll(widenAll);
        } else if (step instanceof Step.Deepen deepen) {
            return new DeepenPlanner(state).deepen(deepen);
        }
        return new KernelPlanner(state).enlarge((Step.EnlargeKernel) step);
    }

    /**
     * Checks that the options fit together.
     *
     * @throws GrowthException if they don't
     */
    public static void checkOptions(Options options) {
        if (options.symmetry() instanceof SymmetryRule.UnevenSplit
                && !(options.shares() instanceof ShareRule.EqualShares)) {
            throw new GrowthException("cannot combine shares(..) with SymmetryBreaking.unevenShares(..): both say how"
                    + " weights are divided among copies. Leave one of them out.");
        }
        if (options.shares() instanceof ShareRule.BalancedShares
                && options.donors() instanceof DonorRule.FreshChannels) {
            throw new GrowthException("cannot combine Shares.balanced() with Donors.fresh(): there are no copies to"
                    + " balance. Leave one of them out.");
        }
    }
}
