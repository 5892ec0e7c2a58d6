package io.github.net2net.reference;

import io.github.net2net.graph.AxisRole;
import io.github.net2net.graph.Kernel.Dimension;
import io.github.net2net.graph.Kernel.Padding;
import io.github.net2net.graph.Param;
import io.github.net2net.reference.Op.Call;
import io.github.net2net.tensor.Tensor;

/** Layers with weights between channels. */
final class MixingOps {
    private MixingOps() {}

    /** W [in, out] or [out, in], b [out]; at each position alike. */
    static double[][] dense(Call call) {
        Tensor weights = call.param("W");
        Tensor bias = call.param("b");
        int outAxis = call.node().param("W").roles().indexOf(AxisRole.OUT);
        double[][] in = call.input();
        double[][] out = new double[in.length][bias.shape().size(0)];
        for (int p = 0; p < in.length; p++) {
            for (int o = 0; o < out[p].length; o++) {
                out[p][o] = bias.at(o);
                for (int i = 0; i < in[p].length; i++) {
                    out[p][o] += in[p][i] * (outAxis == 1 ? weights.at(i, o) : weights.at(o, i));
                }
            }
        }
        return out;
    }

    /** W [out, in, taps], b [out]; positions are the one spatial dimension. */
    static double[][] convolution(Call call) {
        Tensor weights = call.param("W");
        Tensor bias = call.param("b");
        Dimension geometry = Windows.geometry(call);
        double[][] in = call.input();
        double[][] out =
                new double[Windows.outputs(geometry, in.length)][bias.shape().size(0)];
        for (int p = 0; p < out.length; p++) {
            for (int o = 0; o < out[p].length; o++) {
                out[p][o] = bias.at(o);
                for (int t = 0; t < geometry.size(); t++) {
                    int from = Windows.position(geometry, in.length, p, t);
                    for (int i = 0; from >= 0 && from < in.length && i < in[0].length; i++) {
                        out[p][o] += in[from][i] * weights.at(o, i, t);
                    }
                }
            }
        }
        return out;
    }

    /** K [in, multiplier, taps], b [out]; output channel c * multiplier + q. */
    static double[][] depthwise(Call call) {
        Tensor weights = call.param("K");
        Tensor bias = call.param("b");
        Dimension geometry = Windows.geometry(call);
        int multiplier = weights.shape().size(1);
        double[][] in = call.input();
        double[][] out =
                new double[Windows.outputs(geometry, in.length)][bias.shape().size(0)];
        for (int p = 0; p < out.length; p++) {
            for (int o = 0; o < out[p].length; o++) {
                out[p][o] = bias.at(o);
                for (int t = 0; t < geometry.size(); t++) {
                    int from = Windows.position(geometry, in.length, p, t);
                    if (from >= 0 && from < in.length) {
                        out[p][o] += in[from][o / multiplier] * weights.at(o / multiplier, o % multiplier, t);
                    }
                }
            }
        }
        return out;
    }

    /** W [in, 4 gates of out], RW [out, 4 gates of out], b [4 gates of out], P [out]; positions are time. */
    static double[][] lstm(Call call) {
        double[][] in = call.input();
        int n = call.param("P").shape().size(0);
        double[][] out = new double[in.length][];
        double[] hidden = new double[n];
        double[] cell = new double[n];
        for (int t = 0; t < in.length; t++) {
            double[] gates = gates(call, in[t], hidden);
            hidden = new double[n];
            for (int l = 0; l < n; l++) {
                double input = sigmoid(gates[l] + call.param("P").at(l) * cell[l]);
                cell[l] = sigmoid(gates[n + l]) * cell[l] + input * Math.tanh(gates[3 * n + l]);
                hidden[l] = sigmoid(gates[2 * n + l]) * Math.tanh(cell[l]);
            }
            out[t] = hidden;
        }
        return out;
    }

    private static double[] gates(Call call, double[] in, double[] hidden) {
        Tensor bias = call.param("b");
        double[] gates = new double[bias.shape().size(0)];
        for (int g = 0; g < gates.length; g++) {
            gates[g] = bias.at(g);
            for (int i = 0; i < in.length; i++) {
                gates[g] += in[i] * call.param("W").at(i, g);
            }
            for (int l = 0; l < hidden.length; l++) {
                gates[g] += hidden[l] * call.param("RW").at(l, g);
            }
        }
        return gates;
    }

    static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /** Where the taps of a window read. */
    static final class Windows {
        private Windows() {}

        static Dimension geometry(Call call) {
            Dimension known = call.node().kernel().dimensions().get(0);
            int taps = call.node().params().stream()
                    .filter(param -> param.roles().contains(AxisRole.spatial(0)))
                    .mapToInt(Windows::taps)
                    .findFirst()
                    .orElseThrow();
            if (taps != known.size()) {
                throw new IllegalStateException(call.node() + ": " + taps + " taps, but a kernel of " + known.size());
            }
            return known;
        }

        private static int taps(Param param) {
            return param.shape().size(param.roles().indexOf(AxisRole.spatial(0)));
        }

        static int outputs(Dimension geometry, int inputs) {
            return switch (geometry.padding()) {
                case SAME_TRANSPOSED -> throw new IllegalStateException("no transposed convolutions here");
                case SAME, CAUSAL -> (inputs + geometry.stride() - 1) / geometry.stride();
                case EXPLICIT -> (inputs + 2 * geometry.pad() - geometry.extent()) / geometry.stride() + 1;
            };
        }

        static int position(Dimension geometry, int inputs, int output, int tap) {
            return output * geometry.stride() + tap * geometry.dilation() - padBefore(geometry, inputs);
        }

        private static int padBefore(Dimension geometry, int inputs) {
            if (geometry.padding() == Padding.EXPLICIT) {
                return geometry.pad();
            } else if (geometry.padding() == Padding.CAUSAL) {
                return geometry.extent() - 1;
            }
            int needed = (outputs(geometry, inputs) - 1) * geometry.stride() + geometry.extent();
            return Math.max(0, needed - inputs) / 2;
        }
    }
}
