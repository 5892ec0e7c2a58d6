package io.github.net2net.plan;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Merge channels that are equal.
 *
 * @param groups the groups of which some are
 * @param exact whether they are equal but for rounding errors
 */
public record Merge(List<MergedGroup> groups, boolean exact) implements Step {
    public Merge {
        groups = List.copyOf(groups);
    }

    @Override
    public PlanState planned(PlanState state, Options ofRecipe) {
        return new MergePlanner(state).merge(this);
    }

    @Override
    public String text() {
        return "merge equal channels";
    }

    @Override
    public Step renamed(UnaryOperator<String> change) {
        return new Merge(
                groups.stream()
                        .map(group -> new MergedGroup(change.apply(group.layer()), group.part(), group.into()))
                        .toList(),
                exact);
    }
}
