package io.github.net2net.plan;

import java.util.List;
import java.util.Map;

/** Turns steps into parameter edits, or refuses them. Touches no weight. */
public final class Planner {
    private Planner() {}

    /**
     * The plan for all steps.
     *
     * @throws io.github.net2net.GrowthException for the first step that can't be done, or if options contradict each
     *     other
     */
    public static PlanState plan(PlanState start, List<Step> steps, Options options) {
        Settings.of(options);
        PlanState state = start;
        for (Step step : steps) {
            state = apply(state, step, options);
        }
        return state;
    }

    /**
     * The plan with one more step.
     *
     * @throws io.github.net2net.GrowthException if it can't be done
     */
    public static PlanState apply(PlanState state, Step step, Options options) {
        PlanState next = step.planned(state, options);
        new MemoryCheck(next, step).check(Map.of());
        return next;
    }
}
