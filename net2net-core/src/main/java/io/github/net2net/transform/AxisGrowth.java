package io.github.net2net.transform;

import io.github.net2net.channel.ChannelMap;
import org.jspecify.annotations.Nullable;

/**
 * How one axis of a tensor grows.
 *
 * @param axis the axis
 * @param map which of the axis' entries are copied where
 * @param reads whether the axis is summed over, so that it reads the channels
 * @param values a factor for each entry of the result, null for ones
 * @param gradients by which factor the loss' gradient with respect to each entry differs from the teacher's, null for
 *     ones
 */
public record AxisGrowth(
        int axis, ChannelMap map, boolean reads, double @Nullable [] values, double @Nullable [] gradients) {

    /** An axis that puts channels out: entries are copied. */
    public static AxisGrowth producing(int axis, ChannelMap map) {
        return new AxisGrowth(axis, map, false, null, null);
    }

    /** As {@link #producing(int, ChannelMap)}; a copy that is read with share a gets a times the gradient. */
    public static AxisGrowth producing(int axis, ChannelMap map, double[] shares) {
        return new AxisGrowth(axis, map, false, null, shares);
    }

    /** An axis that is summed over: entries are copied and divided. Their gradients are the teacher's. */
    public static AxisGrowth consuming(int axis, ChannelMap map, double[] shares) {
        return new AxisGrowth(axis, map, true, shares, null);
    }

    /**
     * An axis of balanced shares: the same factor √a on what puts a channel out and on what reads it, so that gradients
     * scale as their parameters do.
     */
    public static AxisGrowth balanced(int axis, ChannelMap map, boolean reads, double[] roots) {
        return new AxisGrowth(axis, map, reads, roots, roots);
    }

    /** This axis with the first copy of each entry, all others fresh, and nothing scaled. */
    public AxisGrowth withoutCopies() {
        return new AxisGrowth(axis, map.withoutCopies(), reads, null, null);
    }
}
