package io.github.net2net.graph;

import com.google.errorprone.annotations.Immutable;

/** What one axis of a parameter stands for. */
@Immutable
public sealed interface AxisRole {

    /** Does not change when channels do. */
    record Fixed() implements AxisRole {}

    /**
     * One entry per output channel of the node, in {@code blocks} blocks one after the other (four for the gates of an
     * LSTM, else one). Gathered, never divided.
     */
    record Out(int blocks) implements AxisRole {}

    /** One entry per channel of the given input, which is summed over: gathered and divided among copies. */
    record In(int port) implements AxisRole {}

    /** One entry per channel of the given input, which is not summed over (batch norm, depthwise): gathered. */
    record PerInput(int port) implements AxisRole {}

    /** One entry per output channel of the node, which is summed over, as in recurrent weights. */
    record Recurrent() implements AxisRole {}

    /** The kernel's extent in one spatial dimension. */
    record Spatial(int dimension) implements AxisRole {}

    AxisRole FIXED = new Fixed();
    AxisRole OUT = new Out(1);
    AxisRole IN = new In(0);
    AxisRole PER_INPUT = new PerInput(0);
    AxisRole RECURRENT = new Recurrent();

    /** The kernel's extent in the given dimension, 0 for the outermost. */
    static AxisRole spatial(int dimension) {
        return new Spatial(dimension);
    }
}
