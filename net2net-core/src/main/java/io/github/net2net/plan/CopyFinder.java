package io.github.net2net.plan;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import io.github.net2net.channel.ChannelGroup;
import io.github.net2net.channel.ChannelLayout;
import io.github.net2net.channel.ChannelMap;
import io.github.net2net.graph.AxisRole;
import io.github.net2net.graph.ChannelCopies;
import io.github.net2net.graph.Node;
import io.github.net2net.graph.Param;
import io.github.net2net.graph.ParamKey;
import io.github.net2net.transform.AxisGrowth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Finds the channels that a plan's widenings copy from the same teacher channel. */
public final class CopyFinder {
    private static final int OTHER = -1;

    private final PlanState state;

    private CopyFinder(PlanState state) {
        this.state = state;
    }

    /** The copies, one element for each group of channels that holds any, in the graph's order. */
    public static ImmutableList<ChannelCopies> find(PlanState state) {
        return new CopyFinder(state).find();
    }

    private ImmutableList<ChannelCopies> find() {
        ImmutableList.Builder<ChannelCopies> found = ImmutableList.builder();
        for (ChannelGroup group : state.channels().groups()) {
            ImmutableList<ImmutableIntArray> sets = sets(group);
            if (!sets.isEmpty()) {
                ImmutableList<String> layers = state.channels().producers(group).asList();
                found.add(new ChannelCopies(layers, group.size(), sets, slices(group)));
            }
        }
        return found.build();
    }

    /** All producers of a group were widened alike, so the first one is enough. */
    private ImmutableList<ImmutableIntArray> sets(ChannelGroup group) {
        for (Node node : state.graph().nodes()) {
            ChannelLayout layout = state.channels().layout(node.name());
            ChannelMap map = node.produces() && layout.groups().contains(group) ? widening(node) : null;
            if (map != null) {
                return sets(map, channels(layout, group));
            }
        }
        return ImmutableList.of();
    }

    private static ImmutableList<ImmutableIntArray> sets(ChannelMap map, int[] channelOf) {
        Map<Integer, List<Integer>> copies = new TreeMap<>();
        for (int i = 0; i < map.size(); i++) {
            if (channelOf[i] != OTHER && !map.isFresh(i)) {
                copies.computeIfAbsent(map.source(i), source -> new ArrayList<>())
                        .add(channelOf[i]);
            }
        }
        return copies.values().stream()
                .filter(set -> set.size() > 1)
                .map(ImmutableIntArray::copyOf)
                .distinct() // where an axis holds the group several times over
                .collect(ImmutableList.toImmutableList());
    }

    /** From what the node's output channels were when it was read or inserted to what they are; null if they stayed. */
    private @Nullable ChannelMap widening(Node node) {
        for (Param param : node.params()) {
            for (int axis = 0; axis < param.roles().size(); axis++) {
                if (param.roles().get(axis) instanceof AxisRole.Out out) {
                    return widening(new ParamKey(node.name(), param.name()), axis, out.blocks());
                }
            }
        }
        return null;
    }

    private @Nullable ChannelMap widening(ParamKey key, int axis, int blocks) {
        ChannelMap all = null;
        for (ParamEdit edit : state.edits(key)) {
            if (edit instanceof ParamEdit.Widened widened) {
                for (AxisGrowth growth : widened.axes()) {
                    if (growth.axis() == axis) {
                        all = all == null ? growth.map() : all.then(growth.map());
                    }
                }
            }
        }
        return all == null ? null : firstBlock(all, blocks);
    }

    private static ChannelMap firstBlock(ChannelMap map, int blocks) {
        return ChannelMap.of(map.teacherSize() / blocks, Arrays.copyOf(map.sources(), map.size() / blocks));
    }

    private ImmutableList<ChannelCopies.Slices> slices(ChannelGroup group) {
        ImmutableList.Builder<ChannelCopies.Slices> slices = ImmutableList.builder();
        for (Node node : state.graph().nodes()) {
            for (Param param : node.params()) {
                for (int axis = 0; axis < param.roles().size(); axis++) {
                    ChannelLayout layout = layout(node, param.roles().get(axis));
                    if (layout != null && layout.groups().contains(group)) {
                        slices.add(new ChannelCopies.Slices(
                                new ParamKey(node.name(), param.name()),
                                axis,
                                ImmutableIntArray.copyOf(channels(layout, group))));
                    }
                }
            }
        }
        return slices.build();
    }

    /** What an axis of weights is made of; null if its entries are no weights between channels. */
    private @Nullable ChannelLayout layout(Node node, AxisRole role) {
        String owner = role.channelsOf(node);
        boolean weights = role.reads() || (role instanceof AxisRole.Out && node.produces());
        return owner == null || !weights
                ? null
                : ChannelLayout.tile(state.channels().layout(owner), role.blocks());
    }

    /** For each entry of the layout its channel in the group. */
    static int[] channels(ChannelLayout layout, ChannelGroup group) {
        double[] channels = layout.values(other -> IntStream.range(0, other.size())
                .mapToDouble(channel -> other.equals(group) ? channel : OTHER)
                .toArray());
        return Arrays.stream(channels).mapToInt(channel -> (int) channel).toArray();
    }
}
