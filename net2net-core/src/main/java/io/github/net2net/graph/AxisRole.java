package io.github.net2net.graph;

import com.google.errorprone.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** What one axis of a parameter stands for. */
@Immutable
public sealed interface AxisRole {

    /** The node whose output channels the axis has entries for; null if it does not change when channels do. */
    @Nullable
    String channelsOf(Node node);

    /** Whether the axis is summed over: its entries are gathered and divided among copies, else only gathered. */
    boolean reads();

    /** How many blocks of entries for all channels there are, one after the other. */
    int blocks();

    /** Has no entries for channels of nodes. */
    sealed interface OfNoChannels extends AxisRole {
        @Override
        default @Nullable String channelsOf(Node node) {
            return null;
        }

        @Override
        default int blocks() {
            return 1;
        }

        @Override
        default boolean reads() {
            return false;
        }
    }

    /** Does not change when channels do. */
    record Fixed() implements OfNoChannels {}

    /**
     * One entry per output channel of the node, in {@code blocks} blocks one after the other (four for the gates of an
     * LSTM, else one). Gathered, never divided.
     */
    record Out(int blocks) implements AxisRole {
        @Override
        public String channelsOf(Node node) {
            return node.name();
        }

        @Override
        public boolean reads() {
            return false;
        }
    }

    /** One entry per channel of the given input, which is summed over: gathered and divided among copies. */
    record In(int port) implements AxisRole {
        @Override
        public String channelsOf(Node node) {
            return node.inputs().get(port);
        }

        @Override
        public int blocks() {
            return 1;
        }

        @Override
        public boolean reads() {
            return true;
        }
    }

    /**
     * One entry per channel of the given input, which is not summed over (batch norm, depthwise), in {@code blocks} blocks
     * one after the other: gathered.
     */
    record PerInput(int port, int blocks) implements AxisRole {
        @Override
        public String channelsOf(Node node) {
            return node.inputs().get(port);
        }

        @Override
        public boolean reads() {
            return false;
        }
    }

    /** One entry per output channel of the node, which is summed over, as in recurrent weights. */
    record Recurrent() implements AxisRole {
        @Override
        public String channelsOf(Node node) {
            return node.name();
        }

        @Override
        public int blocks() {
            return 1;
        }

        @Override
        public boolean reads() {
            return true;
        }
    }

    /** One entry per index that the input may hold, as in an embedding: looked up, not summed over. */
    record Vocabulary() implements OfNoChannels {}

    /** The kernel's extent in one spatial dimension. */
    record Spatial(int dimension) implements OfNoChannels {}

    /** One entry per attention head. */
    record Heads() implements OfNoChannels {}

    /** One entry per channel inside an attention head. */
    record HeadSize() implements OfNoChannels {}

    /** One entry per channel inside each attention head, head after head, which is summed over. */
    record HeadOutputs() implements OfNoChannels {
        @Override
        public boolean reads() {
            return true;
        }
    }

    AxisRole FIXED = new Fixed();
    AxisRole OUT = new Out(1);
    AxisRole IN = new In(0);
    AxisRole PER_INPUT = new PerInput(0, 1);
    AxisRole RECURRENT = new Recurrent();
    AxisRole HEADS = new Heads();
    AxisRole HEAD_SIZE = new HeadSize();
    AxisRole HEAD_OUTPUTS = new HeadOutputs();
    AxisRole VOCABULARY = new Vocabulary();

    /** The kernel's extent in the given dimension, 0 for the outermost. */
    static AxisRole spatial(int dimension) {
        return new Spatial(dimension);
    }
}
