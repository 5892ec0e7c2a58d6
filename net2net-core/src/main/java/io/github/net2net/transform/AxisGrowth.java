package io.github.net2net.transform;

import io.github.net2net.channel.ChannelMap;
import org.jspecify.annotations.Nullable;

/**
 * How one axis of a tensor grows.
 *
 * @param axis the axis
 * @param map which of the axis' entries are copied where
 * @param shares on a consumed axis a factor for each entry of the result, else null
 */
public record AxisGrowth(int axis, ChannelMap map, double @Nullable [] shares) {

    /** An axis that puts channels out: entries are copied. */
    public static AxisGrowth producing(int axis, ChannelMap map) {
        return new AxisGrowth(axis, map, null);
    }

    /** An axis that is summed over: entries are copied and divided. */
    public static AxisGrowth consuming(int axis, ChannelMap map, double[] shares) {
        return new AxisGrowth(axis, map, shares);
    }

    public boolean divides() {
        return shares != null;
    }
}
