package io.github.net2net.channel;

import java.util.List;
import java.util.function.Function;

/** Builds an axis' channel map from its groups' maps. */
record MapAlgebra(Function<ChannelGroup, ChannelMap> mapOf) implements ChannelLayout.Algebra<ChannelMap> {
    @Override
    public ChannelMap whole(ChannelGroup group) {
        return mapOf.apply(group);
    }

    @Override
    public ChannelMap sequence(List<ChannelMap> parts) {
        return ChannelMap.concat(parts);
    }

    @Override
    public ChannelMap repeatEach(ChannelMap inner, int times) {
        return inner.repeatEach(times);
    }

    @Override
    public ChannelMap tile(ChannelMap inner, int times) {
        return inner.tile(times);
    }
}
