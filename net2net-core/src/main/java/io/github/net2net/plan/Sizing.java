package io.github.net2net.plan;

import io.github.net2net.channel.ChannelGroup;
import io.github.net2net.channel.ChannelLayout;
import io.github.net2net.graph.AxisRole;
import io.github.net2net.graph.Node;
import io.github.net2net.graph.Param;
import java.util.Map;

/**
 * How large the arrays become when some groups of channels grow. In doubles: numbers that no array can hold don't
 * overflow.
 *
 * @param sizes the new sizes of the groups that grow
 */
record Sizing(PlanState state, Map<ChannelGroup, Integer> sizes) {

    /** The number of elements of all parameters. */
    double parameters() {
        double total = 0;
        for (Node node : state.graph().nodes()) {
            for (Param param : node.params()) {
                double elements = 1;
                for (int axis = 0; axis < param.roles().size(); axis++) {
                    elements *= entries(node, param, axis);
                }
                total += elements;
            }
        }
        return total;
    }

    /** The number of entries of all axes that grow. */
    double grownEntries() {
        double total = 0;
        for (Node node : state.graph().nodes()) {
            for (Param param : node.params()) {
                for (int axis = 0; axis < param.roles().size(); axis++) {
                    double entries = entries(node, param, axis);
                    total += entries > param.shape().size(axis) ? entries : 0;
                }
            }
        }
        return total;
    }

    private double entries(Node node, Param param, int axis) {
        AxisRole role = param.roles().get(axis);
        String channels = role.channelsOf(node);
        if (sizes.isEmpty() || channels == null) {
            return param.shape().size(axis);
        }
        return entries(state.channels().layout(channels)) * role.blocks();
    }

    private double entries(ChannelLayout layout) {
        double[] total = {0};
        layout.visit((group, count) -> {
            Integer size = sizes.get(group);
            total[0] += (size == null ? group.size() : size) * (double) count;
        });
        return total[0];
    }
}
