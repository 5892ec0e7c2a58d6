package io.github.net2net.graph;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.errorprone.annotations.Immutable;
import io.github.net2net.channel.ChannelMap;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a node does to channels. The only thing about a layer that growing needs to know; no kind of layer is named.
 *
 * <p>Whatever depends on the behavior is an abstract method here, or a {@link Visitor}: the compiler lists what a new
 * behavior has to define.
 */
@Immutable
public sealed interface ChannelBehavior {

    /**
     * The number of channels that the node outputs.
     *
     * @param channelsOf the number of channels that each node it reads outputs
     * @throws IllegalArgumentException if these do not fit together
     */
    int channels(Node node, ToIntFunction<String> channelsOf);

    /** The result for this behavior. */
    <T> T accept(Visitor<T> visitor);

    /**
     * This behavior when channels grow.
     *
     * @param output the node's own channels, null if they stay
     * @param input those of the first node that it reads, null if they stay
     */
    default ChannelBehavior grown(@Nullable ChannelMap output, @Nullable ChannelMap input) {
        return this;
    }

    /** Details besides the number of channels: "channels 2 to 5"; empty for nothing. */
    default String detail() {
        return "";
    }

    /** One method for each behavior. */
    interface Visitor<T> {
        T source(Source source);

        T producer(Producer producer);

        T perChannel(PerChannel perChannel);

        T elementwise(Elementwise elementwise);

        T concat(Concat concat);

        T slices(Slices slices);

        T expand(Expand expand);

        T collapse(Collapse collapse);

        T opaque(Opaque opaque);
    }

    private static int ofFirst(Node node, ToIntFunction<String> channelsOf) {
        checkArgument(!node.inputs().isEmpty(), "node '%s' reads nothing", node.name());
        return channelsOf.applyAsInt(node.inputs().get(0));
    }

    /** Channels that come from outside the network; they can't change. */
    record Source(int channels) implements ChannelBehavior {
        public Source {
            checkArgument(channels > 0, "a source of %s channels", channels);
        }

        @Override
        public int channels(Node node, ToIntFunction<String> channelsOf) {
            return channels;
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.source(this);
        }
    }

    /** Consumes its input's channels and produces new ones: dense, convolution, embedding, recurrent layers. */
    record Producer(int channels) implements ChannelBehavior {
        public Producer {
            checkArgument(channels > 0, "a layer with %s output channels", channels);
        }

        @Override
        public int channels(Node node, ToIntFunction<String> channelsOf) {
            return channels;
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.producer(this);
        }

        @Override
        public ChannelBehavior grown(@Nullable ChannelMap output, @Nullable ChannelMap input) {
            return output == null ? this : new Producer(output.size());
        }
    }

    /** Channel i of the output depends on channel i of the input alone: activation, pooling, batch norm, dropout. */
    record PerChannel() implements ChannelBehavior {
        @Override
        public int channels(Node node, ToIntFunction<String> channelsOf) {
            return ofFirst(node, channelsOf);
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.perChannel(this);
        }
    }

    /** Several inputs with the same channels, combined element by element: sum, product, average, maximum. */
    record Elementwise() implements ChannelBehavior {
        @Override
        public int channels(Node node, ToIntFunction<String> channelsOf) {
            int first = ofFirst(node, channelsOf);
            for (String input : node.inputs()) {
                int channels = channelsOf.applyAsInt(input);
                checkArgument(
                        channels == first,
                        "'%s' combines %s channels of '%s' with %s of '%s'",
                        node.name(),
                        first,
                        node.inputs().get(0),
                        channels,
                        input);
            }
            return first;
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.elementwise(this);
        }
    }

    /** The inputs' channels one after the other: concatenation. */
    record Concat() implements ChannelBehavior {
        @Override
        public int channels(Node node, ToIntFunction<String> channelsOf) {
            return node.inputs().stream().mapToInt(channelsOf).sum();
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.concat(this);
        }
    }

    /** The input's channels {@code from} (inclusive) to {@code to} (exclusive). */
    record Slices(int from, int to) implements ChannelBehavior {
        public Slices {
            checkArgument(0 <= from && from < to, "a slice from %s to %s", from, to);
        }

        @Override
        public int channels(Node node, ToIntFunction<String> channelsOf) {
            int available = ofFirst(node, channelsOf);
            checkArgument(to <= available, "'%s' slices channels %s to %s of %s", node.name(), from, to, available);
            return to - from;
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.slices(this);
        }

        /** Copies stay inside their segment, so a border moves to where the first channel after it went. */
        @Override
        public ChannelBehavior grown(@Nullable ChannelMap output, @Nullable ChannelMap input) {
            return input == null ? this : new Slices(border(input, from), border(input, to));
        }

        private static int border(ChannelMap map, int channel) {
            int j = 0;
            while (j < map.size() && map.source(j) < channel) {
                j++;
            }
            return j;
        }

        @Override
        public String detail() {
            return "channels " + from + " to " + to;
        }
    }

    /** Each channel becomes {@code times} entries, in the given order: flatten, depthwise convolution. */
    record Expand(FlattenOrder order, int times) implements ChannelBehavior {
        public Expand {
            checkArgument(times > 0, "an expansion by %s", times);
        }

        @Override
        public int channels(Node node, ToIntFunction<String> channelsOf) {
            return ofFirst(node, channelsOf) * times;
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.expand(this);
        }

        @Override
        public String detail() {
            return times + " entries for each channel";
        }
    }

    /**
     * The inverse of {@link Expand}: {@code times} entries, in the given order, become one channel. The input's channels
     * can only change by whole blocks.
     */
    record Collapse(FlattenOrder order, int times) implements ChannelBehavior {
        public Collapse {
            checkArgument(times > 0, "a collapse of %s", times);
        }

        @Override
        public int channels(Node node, ToIntFunction<String> channelsOf) {
            int entries = ofFirst(node, channelsOf);
            checkArgument(
                    entries % times == 0, "'%s' makes a channel of each %s of %s entries", node.name(), times, entries);
            return entries / times;
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.collapse(this);
        }

        @Override
        public String detail() {
            return "a channel of each " + times + " entries";
        }
    }

    /**
     * Couples channels in a way that growing does not preserve. Its inputs are pinned.
     *
     * @param channels the number of output channels
     * @param reason why, as the end of a sentence: "normalizes across channels, so copies would change the result"
     * @param advice a sentence with what to do instead; null for "Widen a layer after it."
     * @param softmax whether it is a softmax: channels of minus infinity would not count
     */
    record Opaque(int channels, String reason, @Nullable String advice, boolean softmax) implements ChannelBehavior {
        public Opaque(int channels, String reason, @Nullable String advice) {
            this(channels, reason, advice, false);
        }

        public Opaque(int channels, String reason) {
            this(channels, reason, null);
        }

        @Override
        public int channels(Node node, ToIntFunction<String> channelsOf) {
            return channels;
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.opaque(this);
        }
    }
}
