package io.github.net2net.reference;

import io.github.net2net.graph.Node;
import io.github.net2net.tensor.Tensor;
import java.util.List;
import java.util.function.Function;

/** What a node computes. */
public interface Op {

    double[][] apply(Call call);

    /**
     * One evaluation of a node.
     *
     * @param node the node
     * @param params its parameters by name
     * @param inputs feature maps, [positions][channels]
     * @param training whether batch norm takes the statistics of what arrives
     */
    record Call(Node node, Function<String, Tensor> params, List<double[][]> inputs, boolean training) {
        double[][] input() {
            return inputs.get(0);
        }

        Tensor param(String name) {
            return params.apply(name);
        }

        double[][] map(ValueFunction function) {
            double[][] in = input();
            double[][] out = new double[in.length][in[0].length];
            for (int p = 0; p < in.length; p++) {
                for (int c = 0; c < in[p].length; c++) {
                    out[p][c] = function.apply(c, in[p][c]);
                }
            }
            return out;
        }
    }

    /** A function of a channel's value. */
    interface ValueFunction {
        double apply(int channel, double value);
    }
}
