package io.github.net2net.graph;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;

/**
 * Student channels of which some were copied from the same teacher channel, and the weights in which copies can differ.
 *
 * @param layers the layers that put the channels out, in the graph's order; several where a sum ties theirs together
 * @param channels how many channels there are
 * @param sets the sets of copies: for each teacher channel copied more than once, the indices of its copies
 * @param slices where the weights lie that lead to a channel, or read it
 */
public record ChannelCopies(
        ImmutableList<String> layers,
        int channels,
        ImmutableList<ImmutableIntArray> sets,
        ImmutableList<Slices> slices) {

    /**
     * One axis of a parameter, each of whose slices belongs to one channel.
     *
     * @param param the parameter
     * @param axis the axis
     * @param channelOf for each index along the axis the channel it belongs to, -1 for channels of other layers
     */
    public record Slices(ParamKey param, int axis, ImmutableIntArray channelOf) {}
}
