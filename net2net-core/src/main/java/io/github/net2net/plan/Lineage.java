package io.github.net2net.plan;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.github.net2net.channel.ChannelGroup;
import io.github.net2net.channel.ChannelLayout;
import io.github.net2net.channel.ChannelMap;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.Node;
import io.github.net2net.infer.Channels;
import java.util.List;
import java.util.Map;

/**
 * What has happened to the values of the network so far: which teacher value each node's output is, and how its
 * channels were copied.
 */
final class Lineage {
    private sealed interface Event {
        /** The origin before this event, of what is the origin after it. */
        Origin before(Origin after);
    }

    private record Widened(Channels channels, ImmutableMap<ChannelGroup, ChannelMap> maps, boolean balanced)
            implements Event {
        @Override
        public Origin before(Origin after) {
            ChannelLayout layout = channels.layout(after.teacherNode);
            boolean scales = balanced && layout.groups().stream().anyMatch(maps::containsKey);
            ChannelMap map = layout.map(group -> mapOf(maps, group)).then(after.map);
            return new Origin(after.teacherNode, map, after.scaled || scales);
        }
    }

    private record Inserted(ImmutableMap<String, String> after, ImmutableSet<String> others) implements Event {
        @Override
        public Origin before(Origin origin) {
            String node = after.getOrDefault(origin.teacherNode, origin.teacherNode);
            return new Origin(node, origin.map, origin.scaled);
        }
    }

    static final Lineage EMPTY = new Lineage(ImmutableList.of());

    private final ImmutableList<Event> events;

    private Lineage(ImmutableList<Event> events) {
        this.events = events;
    }

    /**
     * Records a widening.
     *
     * @param balanced whether it scales the channels that it copies
     */
    Lineage widened(Channels channels, ImmutableMap<ChannelGroup, ChannelMap> maps, boolean balanced) {
        return with(new Widened(channels, maps, balanced));
    }

    /** Records new nodes, each with the earlier node whose output its own equals. */
    Lineage inserted(Map<String, String> after) {
        return with(new Inserted(ImmutableMap.copyOf(after), ImmutableSet.of()));
    }

    /** As {@link #inserted(Map)}, where the output of those of the nodes that are no keys equals no earlier one. */
    Lineage inserted(Map<String, String> after, List<Node> nodes) {
        ImmutableSet<String> others = nodes.stream()
                .map(Node::name)
                .filter(name -> !after.containsKey(name))
                .collect(ImmutableSet.toImmutableSet());
        return with(new Inserted(ImmutableMap.copyOf(after), others));
    }

    /** Whether the teacher has a value that the node's output equals but for its channels. */
    boolean hasOrigin(String node) {
        return events.stream().noneMatch(event -> event instanceof Inserted inserted && inserted.others.contains(node));
    }

    private Lineage with(Event event) {
        return new Lineage(
                ImmutableList.<Event>builder().addAll(events).add(event).build());
    }

    /**
     * A value of the teacher, and how its channels became the student's.
     *
     * @param scaled whether some of them are multiples of the teacher's
     */
    record Origin(String teacherNode, ChannelMap map, boolean scaled) {}

    /** Where the output of {@code node} comes from. */
    Origin origin(NetGraph graph, String node) {
        Origin origin = new Origin(node, ChannelMap.identity(graph.channels(node)), false);
        for (Event event : events.reverse()) {
            origin = event.before(origin);
        }
        return origin;
    }

    static ChannelMap mapOf(ImmutableMap<ChannelGroup, ChannelMap> maps, ChannelGroup group) {
        ChannelMap map = maps.get(group);
        return map == null ? ChannelMap.identity(group.size()) : map;
    }
}
