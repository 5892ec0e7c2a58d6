package io.github.net2net.plan;

import com.google.common.collect.ImmutableList;
import io.github.net2net.channel.ChannelGroup;
import io.github.net2net.channel.ChannelLayout;
import io.github.net2net.channel.ChannelMap;
import io.github.net2net.graph.AxisRole;
import io.github.net2net.graph.Node;
import io.github.net2net.graph.Param;
import io.github.net2net.infer.Channels;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** How groups are merged, carried to the axes of parameters. */
final class Merging {
    private final Channels channels;
    private final Map<ChannelGroup, MergedGroup> groups;
    private final Map<ChannelLayout, ImmutableList<ChannelMap>> known = new HashMap<>();

    Merging(Channels channels, Map<ChannelGroup, MergedGroup> groups) {
        this.channels = channels;
        this.groups = groups;
    }

    /** The members of the sets of a layout's entries; null if none are merged. */
    @Nullable
    ImmutableList<ChannelMap> members(ChannelLayout layout) {
        if (layout.groups().stream().noneMatch(groups::containsKey)) {
            return null;
        }
        return known.computeIfAbsent(layout, this::fold);
    }

    private ImmutableList<ChannelMap> fold(ChannelLayout layout) {
        Map<ChannelGroup, ImmutableList<ChannelMap>> members = new HashMap<>();
        int most = 1;
        for (ChannelGroup group : layout.groups()) {
            MergedGroup merged = groups.get(group);
            ImmutableList<ChannelMap> own =
                    merged == null ? ImmutableList.of(ChannelMap.identity(group.size())) : merged.members();
            members.put(group, own);
            most = Math.max(most, own.size());
        }
        ImmutableList.Builder<ChannelMap> maps = ImmutableList.builder();
        for (int position = 0; position < most; position++) {
            int at = position;
            maps.add(layout.map(group -> at(members.get(group), at)));
        }
        return maps.build();
    }

    private static ChannelMap at(@Nullable ImmutableList<ChannelMap> members, int position) {
        if (members == null) {
            throw new IllegalStateException("a group without members");
        } else if (position < members.size()) {
            return members.get(position);
        }
        int[] none = new int[members.get(0).size()];
        Arrays.fill(none, ChannelMap.FRESH);
        return ChannelMap.of(members.get(0).teacherSize(), none);
    }

    /** The edit of a parameter, of the axes that {@code which} selects; null if nothing of them is merged. */
    @Nullable
    Merged edit(Node node, Param param, Predicate<AxisRole> which) {
        ImmutableList.Builder<Merged.Axis> axes = ImmutableList.builder();
        for (int axis = 0; axis < param.roles().size(); axis++) {
            AxisRole role = param.roles().get(axis);
            String owner = role.channelsOf(node);
            ImmutableList<ChannelMap> members =
                    owner == null || !which.test(role) ? null : members(channels.layout(owner));
            if (members != null) {
                axes.add(new Merged.Axis(
                        axis,
                        role.reads(),
                        members.stream().map(map -> map.tile(role.blocks())).collect(ImmutableList.toImmutableList())));
            }
        }
        Merged merged = new Merged(axes.build());
        return merged.axes().isEmpty() ? null : merged;
    }
}
