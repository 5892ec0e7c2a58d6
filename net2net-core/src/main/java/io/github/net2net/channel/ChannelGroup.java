package io.github.net2net.channel;

import com.google.errorprone.annotations.Immutable;

/**
 * Channels that must always change together, wherever in the network they appear.
 *
 * @param id a number that is unique within one network, printed as {@code g3}
 * @param size the number of channels
 */
@Immutable
public record ChannelGroup(int id, int size) {
    @Override
    public String toString() {
        return "g" + id;
    }
}
