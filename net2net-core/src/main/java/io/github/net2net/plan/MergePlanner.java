package io.github.net2net.plan;

import com.google.common.collect.ImmutableMap;
import io.github.net2net.GrowthException;
import io.github.net2net.channel.ChannelGroup;
import io.github.net2net.channel.ChannelMap;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.Node;
import io.github.net2net.graph.Param;
import io.github.net2net.graph.ParamKey;
import io.github.net2net.graph.Quantities;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Plans the merging of channels: the inverse of a widening. */
record MergePlanner(PlanState state) {

    PlanState merge(Merge step) {
        Map<ChannelGroup, MergedGroup> groups = new LinkedHashMap<>();
        List<String> notes = new ArrayList<>();
        for (MergedGroup merged : step.groups()) {
            groups.put(group(merged), merged);
            notes.add(note(merged, step.exact()));
        }
        Merging merging = new Merging(state.channels(), groups);
        Map<ParamKey, ParamEdit> edits = new LinkedHashMap<>();
        NetGraph graph = state.graph().mapNodes(node -> merged(node, merging, edits));
        PlannedStep planned = new PlannedStep(
                "merge or remove channels of " + Quantities.of(groups.size(), "group"),
                notes,
                List.of(),
                List.of(),
                step.exact() ? Exactness.FULL : Exactness.NONE,
                null);
        return state.with(graph, edits, state.lineage().widened(state.channels(), maps(groups), false))
                .withSteps(List.of(planned));
    }

    private static ImmutableMap<ChannelGroup, ChannelMap> maps(Map<ChannelGroup, MergedGroup> groups) {
        ImmutableMap.Builder<ChannelGroup, ChannelMap> maps = ImmutableMap.builder();
        groups.forEach((group, merged) -> maps.put(group, merged.members().get(0)));
        return maps.buildOrThrow();
    }

    private ChannelGroup group(MergedGroup merged) {
        Node producer = new LayerLookup(state).producer("merge channels of", merged.layer());
        Set<ChannelGroup> groups = state.channels().layout(producer.name()).groups();
        ChannelGroup group = List.copyOf(groups).get(Math.min(merged.part(), groups.size() - 1));
        if (merged.part() >= groups.size() || group.size() != merged.into().size() || merged.kept() == 0) {
            throw new GrowthException(String.format(
                    "cannot merge channels of '%s': the step is of another network, or keeps none of its %d channels. Make it"
                            + " by shrink(..) on this network.",
                    merged.layer(), group.size()));
        } else if (state.channels().isPinned(group)) {
            throw new GrowthException("cannot merge channels of '" + merged.layer() + "': they can't change, because "
                    + LayerLookup.reasons(state.channels().pins(group)) + ".");
        }
        return group;
    }

    private static String note(MergedGroup merged, boolean exact) {
        String removed = merged.removed() == 0
                ? ""
                : ", " + merged.removed() + " removed that have "
                        + (exact ? "no effect" : "no effect within the tolerance");
        return merged.layer() + " " + merged.into().size() + " -> " + merged.kept() + removed;
    }

    private Node merged(Node node, Merging merging, Map<ParamKey, ParamEdit> edits) {
        ChannelMap out = kept(merging, node.name());
        ChannelMap in =
                node.inputs().isEmpty() ? null : kept(merging, node.inputs().get(0));
        List<Param> params = new ArrayList<>();
        for (Param param : node.params()) {
            Merged edit = merging.edit(node, param, role -> true);
            Param smaller = param;
            if (edit != null) {
                edits.put(new ParamKey(node.name(), param.name()), edit);
                for (Merged.Axis axis : edit.axes()) {
                    smaller =
                            smaller.withSize(axis.axis(), axis.members().get(0).size());
                }
            }
            params.add(smaller);
        }
        return node.toBuilder()
                .behavior(node.behavior().grown(out, in))
                .params(params)
                .build();
    }

    private @Nullable ChannelMap kept(Merging merging, String node) {
        var members = merging.members(state.channels().layout(node));
        return members == null ? null : members.get(0);
    }
}
