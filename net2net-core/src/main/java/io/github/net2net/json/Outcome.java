package io.github.net2net.json;

import com.google.common.collect.ImmutableList;
import io.github.net2net.channel.ChannelMap;
import io.github.net2net.plan.Exactness;
import io.github.net2net.plan.PlanState;
import io.github.net2net.plan.PlannedStep.GroupDonors;
import java.util.Optional;

/**
 * What a plan came out as. A replay has to come out the same.
 *
 * @param parameters the numbers of the teacher's parameters and of the student's
 * @param exactness where the function is preserved
 * @param steps what the single steps came out as
 */
public record Outcome(ImmutableList<Long> parameters, Exactness exactness, ImmutableList<StepOutcome> steps) {

    /**
     * One step.
     *
     * @param headline "widen conv2 64 -&gt; 96"
     * @param donors who is copied
     */
    public record StepOutcome(String headline, ImmutableList<GroupDonors> donors) {}

    /** The outcome of a plan. */
    public static Outcome of(PlanState plan) {
        return new Outcome(
                ImmutableList.of(plan.teacher().parameterCount(), plan.graph().parameterCount()),
                plan.exactness(),
                plan.steps().stream()
                        .map(step -> new StepOutcome(step.headline(), step.donors()))
                        .collect(ImmutableList.toImmutableList()));
    }

    /** The first way in which another outcome of the same recipe differs, as a sentence's end; empty if none does. */
    public Optional<String> firstDifference(Outcome other) {
        for (int i = 0; i < Math.min(steps.size(), other.steps.size()); i++) {
            StepOutcome then = steps.get(i);
            StepOutcome now = other.steps.get(i);
            if (!then.headline.equals(now.headline)) {
                return Optional.of(
                        "step " + (i + 1) + " was '" + then.headline + "' and would now be '" + now.headline + "'");
            } else if (!then.donors.equals(now.donors)) {
                return Optional.of("step " + (i + 1) + ", '" + then.headline + "', copied " + text(then.donors)
                        + " and would now copy " + text(now.donors));
            }
        }
        return equals(other)
                ? Optional.empty()
                : Optional.of("it was " + summary() + " and would now be " + other.summary());
    }

    private String summary() {
        return steps.size() + " steps from " + parameters.get(0) + " to " + parameters.get(1) + " parameters" + ", "
                + exactness;
    }

    private static String text(ImmutableList<GroupDonors> donors) {
        return donors.stream()
                .map(group -> added(group.map()) + " in " + String.join(", ", group.layers()))
                .toList()
                .toString();
    }

    /** The sources of the channels behind the teacher's own, which always come first. */
    static ImmutableList<Integer> added(ChannelMap map) {
        ImmutableList.Builder<Integer> added = ImmutableList.builder();
        for (int j = map.teacherSize(); j < map.size(); j++) {
            added.add(map.source(j));
        }
        return added.build();
    }
}
