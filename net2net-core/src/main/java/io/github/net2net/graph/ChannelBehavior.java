package io.github.net2net.graph;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.errorprone.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** What a node does to channels. The only thing about a layer that growing needs to know; no kind of layer is named. */
@Immutable
public sealed interface ChannelBehavior {

    /** Channels that come from outside the network; they can't change. */
    record Source(int channels) implements ChannelBehavior {
        public Source {
            checkArgument(channels > 0, "a source of %s channels", channels);
        }
    }

    /** Consumes its input's channels and produces new ones: dense, convolution, embedding, recurrent layers. */
    record Mixes(int channels) implements ChannelBehavior {
        public Mixes {
            checkArgument(channels > 0, "a layer with %s output channels", channels);
        }
    }

    /** Channel i of the output depends on channel i of the input alone: activation, pooling, batch norm, dropout. */
    record Keeps() implements ChannelBehavior {}

    /** Several inputs with the same channels, combined element by element: sum, product, average, maximum. */
    record Joins() implements ChannelBehavior {}

    /** The inputs' channels one after the other: concatenation. */
    record Stacks() implements ChannelBehavior {}

    /** The input's channels {@code from} (inclusive) to {@code to} (exclusive). */
    record Slices(int from, int to) implements ChannelBehavior {
        public Slices {
            checkArgument(0 <= from && from < to, "a slice from %s to %s", from, to);
        }
    }

    /** Each channel becomes {@code times} entries, in the given order: flatten, depthwise convolution. */
    record Spreads(FlattenOrder order, int times) implements ChannelBehavior {
        public Spreads {
            checkArgument(times > 0, "a spread of %s", times);
        }
    }

    /**
     * The inverse of {@link Spreads}: {@code times} entries, standing in the given order, become one channel. The
     * input's channels can only change by whole blocks.
     */
    record Collects(FlattenOrder order, int times) implements ChannelBehavior {
        public Collects {
            checkArgument(times > 0, "a collection of %s", times);
        }
    }

    /**
     * Couples channels in a way that growing does not preserve. Its inputs are pinned.
     *
     * @param channels the number of output channels
     * @param reason why, as the end of a sentence: "normalizes across channels, so copies would change the result"
     * @param advice a sentence that says what to do instead; null for "Widen a layer behind it."
     */
    record Opaque(int channels, String reason, @Nullable String advice) implements ChannelBehavior {
        public Opaque(int channels, String reason) {
            this(channels, reason, null);
        }
    }
}
