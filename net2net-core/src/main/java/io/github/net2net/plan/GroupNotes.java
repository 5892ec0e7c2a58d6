package io.github.net2net.plan;

import io.github.net2net.channel.ChannelGroup;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Says which layers change together, and what joins their channels: "group g3: conv2, shortcut2 …". */
record GroupNotes(PlanState state) {

    List<String> lines(Set<ChannelGroup> groups) {
        Map<ChannelGroup, Set<String>> joins = joins(groups);
        List<String> lines = new ArrayList<>();
        for (ChannelGroup group : groups) {
            Set<String> producers = state.channels().producers(group);
            Set<String> joined = joins.getOrDefault(group, Set.of());
            if (producers.size() > 1 || !joined.isEmpty()) {
                String line = "group " + group + ": " + String.join(", ", producers);
                lines.add(joined.isEmpty() ? line : line + "     joined by " + String.join(", ", joined));
            }
        }
        return lines;
    }

    private Map<ChannelGroup, Set<String>> joins(Set<ChannelGroup> groups) {
        Map<ChannelGroup, Set<String>> joins = new LinkedHashMap<>();
        for (Node node : state.graph().nodes()) {
            if (node.behavior() instanceof ChannelBehavior.Elementwise) {
                for (ChannelGroup group : state.channels().layout(node.name()).groups()) {
                    if (groups.contains(group)) {
                        joins.computeIfAbsent(group, key -> new LinkedHashSet<>())
                                .add(node.layer());
                    }
                }
            }
        }
        return joins;
    }
}
