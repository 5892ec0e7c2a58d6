package io.github.net2net.reference;

import io.github.net2net.graph.FlattenOrder;
import java.util.ArrayList;
import java.util.List;

/** Long networks, to measure how time grows with length. */
public final class Chains {
    private Chains() {}

    /** Blocks of a residual trunk, an inception-like concatenation and a slice, to about {@code nodes} nodes. */
    public static GraphNet ofNodes(int nodes) {
        NetSketch net = new NetSketch(1);
        String value = net.source("in", 2, 2);
        value = net.dense("stem", value, 4);
        int block = 0;
        for (int count = 2; count < nodes - 3; count += 9) {
            value = block(net, "b" + block++, value);
        }
        net.dense("out", net.flatten("flatten", value, FlattenOrder.CHANNEL_MAJOR), 2);
        return net.output("out").build();
    }

    private static String block(NetSketch net, String name, String trunk) {
        String first = net.activation(name + "a/act", net.dense(name + "a", trunk, 3), "relu");
        String second = net.batchNorm(name + "bn", net.convolution(name + "b", trunk, 3, NetSketch.same(1)));
        String both = net.concat(name + "both", first, second);
        String cut = net.slice(name + "cut", both, 1, 5);
        String sum = net.sum(name + "sum", trunk, net.dense(name + "c", cut, 4));
        return net.activation(name + "act", sum, "relu");
    }

    /** As {@link #ofNodes}, but only sums of neighbors, so that groups are bound to each other one by one. */
    public static GraphNet ofNeighbors(int nodes) {
        NetSketch net = new NetSketch(1);
        net.source("in", 2, 1);
        List<String> layers = new ArrayList<>();
        for (int i = 0; i < nodes / 2; i++) {
            layers.add(net.dense("dense" + i, "in", 2));
        }
        for (int i = layers.size() - 1; i > 0; i--) {
            net.output(net.dense("out" + i, net.sum("sum" + i, layers.get(i), layers.get(i - 1)), 1));
        }
        return net.build();
    }
}
