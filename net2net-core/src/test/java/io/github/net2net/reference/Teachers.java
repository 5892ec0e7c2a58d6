package io.github.net2net.reference;

import io.github.net2net.graph.FlattenOrder;

/** Networks that several tests grow. */
public final class Teachers {
    /** The sources' positions. */
    public static final int POSITIONS = 6;

    private Teachers() {}

    /** in(3), then fc1(6), relu, fc2(5), relu, out(4): all dense. */
    public static GraphNet mlp() {
        NetSketch net = new NetSketch(1);
        net.source("in", 3, 1);
        net.activation("fc1/act", net.dense("fc1", "in", 6), "relu");
        net.activation("fc2/act", net.dense("fc2", "fc1/act", 5), "relu");
        net.dense("out", "fc2/act", 4);
        return net.output("out").build();
    }

    /**
     * conv1(8), conv2(8) with batch norm, and shortcut2(8) joined by add2; conv3(8) with batch norm; flattened into
     * fc(10); out(4).
     */
    public static GraphNet residual() {
        NetSketch net = new NetSketch(2);
        net.source("in", 3, POSITIONS);
        net.activation("relu1", net.convolution("conv1", "in", 8, NetSketch.same(3)), "relu");
        net.batchNorm("bn2", net.convolution("conv2", "relu1", 8, NetSketch.same(3)));
        net.convolution("shortcut2", "relu1", 8, NetSketch.same(1));
        net.activation("relu2", net.sum("add2", "bn2", "shortcut2"), "relu");
        net.batchNorm("bn3", net.convolution("conv3", "relu2", 8, NetSketch.same(3)));
        net.maxPool("pool3", net.activation("relu3", "bn3", "relu"));
        net.activation(
                "fc/act", net.dense("fc", net.flatten("flatten", "pool3", FlattenOrder.CHANNEL_MAJOR), 10), "relu");
        net.dense("out", "fc/act", 4);
        return net.output("out").build();
    }

    /** lstm(4) over the positions, then out(3). */
    public static GraphNet recurrent() {
        NetSketch net = new NetSketch(3);
        net.source("in", 3, POSITIONS);
        net.dense("out", net.lstm("lstm", "in", 4), 3);
        return net.output("out").build();
    }

    /** in1(5) and in2(3), attention(6) of the first over the second, then out(3). */
    public static GraphNet attention() {
        NetSketch net = new NetSketch(5);
        net.source("in", 3, POSITIONS);
        net.activation("in1/act", net.dense("in1", "in", 5), "tanh");
        net.dense("in2", "in", 3);
        net.dense("out", net.attention("attention", "in1/act", "in2", 6), 3);
        return net.output("out").build();
    }

    /** left(3) and right(4) stacked, and sliced apart again before heads read them. */
    public static GraphNet sliced() {
        NetSketch net = new NetSketch(4);
        net.source("in", 3, 1);
        net.dense("left", "in", 3);
        net.dense("right", "in", 4);
        net.concat("both", "left", "right");
        net.dense("outLeft", net.slice("first", "both", 0, 3), 2);
        net.dense("outRight", net.slice("second", "both", 3, 7), 2);
        return net.output("outLeft", "outRight").build();
    }
}
