package io.github.net2net.reference;

import io.github.net2net.graph.BatchNormTraits;
import io.github.net2net.graph.BatchNormTraits.VarianceForm;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.FlattenOrder;
import io.github.net2net.reference.Op.Call;
import io.github.net2net.reference.Op.ValueFunction;
import io.github.net2net.tensor.Tensor;
import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;

/** Nodes that keep, arrange or couple channels. */
final class ChannelOps {
    private ChannelOps() {}

    static double[][] identity(Call call) {
        return call.map((channel, value) -> value);
    }

    static Op activation(String function) {
        ValueFunction f = switch (function) {
            case "identity" -> (channel, x) -> x;
            case "relu" -> (channel, x) -> Math.max(0, x);
            case "leaky relu" -> (channel, x) -> x > 0 ? x : 0.1 * x;
            case "tanh" -> (channel, x) -> Math.tanh(x);
            case "sigmoid" -> (channel, x) -> MixingOps.sigmoid(x);
            default -> throw new IllegalArgumentException(function);
        };
        return call -> call.map(f);
    }

    /** alpha: a slope for each channel. */
    static double[][] prelu(Call call) {
        Tensor alpha = call.param("alpha");
        return call.map((channel, x) -> x > 0 ? x : alpha.at(channel) * x);
    }

    static double[][] batchNorm(Call call) {
        BatchNormTraits traits = call.node().batchNorm();
        double[][] in = call.input();
        return call.map((channel, x) -> {
            double mean = call.param(traits.mean()).at(channel);
            double stored = call.param(traits.variance()).at(channel);
            double variance = traits.form() == VarianceForm.VARIANCE ? stored : Math.pow(10, 2 * stored);
            if (call.training()) {
                double[] values =
                        Arrays.stream(in).mapToDouble(row -> row[channel]).toArray();
                mean = mean(values);
                variance = variance(values);
            }
            double gamma = traits.lock() != null
                    ? traits.lock().gamma()
                    : call.param(traits.gamma()).at(channel);
            double beta = traits.lock() != null
                    ? traits.lock().beta()
                    : call.param(traits.beta()).at(channel);
            return gamma * (x - mean) / Math.sqrt(variance + traits.epsilon()) + beta;
        });
    }

    static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    static double variance(double[] values) {
        double mean = mean(values);
        return Arrays.stream(values).map(x -> (x - mean) * (x - mean)).average().orElseThrow();
    }

    /** A window of three positions; what lies outside is left out. */
    static Op pool(DoubleBinaryOperator combine) {
        return call -> {
            double[][] in = call.input();
            double[][] out = new double[in.length][in[0].length];
            for (int p = 0; p < in.length; p++) {
                for (int c = 0; c < out[p].length; c++) {
                    out[p][c] = in[p][c];
                    out[p][c] = p > 0 ? combine.applyAsDouble(out[p][c], in[p - 1][c]) : out[p][c];
                    out[p][c] = p + 1 < in.length ? combine.applyAsDouble(out[p][c], in[p + 1][c]) : out[p][c];
                }
            }
            return out;
        };
    }

    /** All positions to one. */
    static Op poolAll(DoubleBinaryOperator combine) {
        return call -> {
            double[][] in = call.input();
            double[] out = in[0].clone();
            for (int p = 1; p < in.length; p++) {
                for (int c = 0; c < out.length; c++) {
                    out[c] = combine.applyAsDouble(out[c], in[p][c]);
                }
            }
            return new double[][] {out};
        };
    }

    static Op join(DoubleBinaryOperator combine) {
        return call -> {
            double[][] out = identity(call);
            for (double[][] in : call.inputs().subList(1, call.inputs().size())) {
                for (int p = 0; p < out.length; p++) {
                    for (int c = 0; c < out[p].length; c++) {
                        out[p][c] = combine.applyAsDouble(out[p][c], in[p][c]);
                    }
                }
            }
            return out;
        };
    }

    static double[][] stack(Call call) {
        double[][] out = new double[call.input().length][];
        for (int p = 0; p < out.length; p++) {
            int position = p;
            out[p] = call.inputs().stream()
                    .flatMapToDouble(in -> Arrays.stream(in[position]))
                    .toArray();
        }
        return out;
    }

    static double[][] slice(Call call) {
        ChannelBehavior.Slices slice = (ChannelBehavior.Slices) call.node().behavior();
        return Arrays.stream(call.input())
                .map(row -> Arrays.copyOfRange(row, slice.from(), slice.to()))
                .toArray(double[][]::new);
    }

    static double[][] flatten(Call call) {
        ChannelBehavior.Expand spread = (ChannelBehavior.Expand) call.node().behavior();
        double[][] in = call.input();
        int positions = in.length;
        int channels = in[0].length;
        double[] out = new double[positions * channels];
        for (int p = 0; p < positions; p++) {
            for (int c = 0; c < channels; c++) {
                boolean channelMajor = spread.order() == FlattenOrder.CHANNEL_MAJOR;
                out[channelMajor ? c * positions + p : p * channels + c] = in[p][c];
            }
        }
        return new double[][] {out};
    }

    /** The inverse of {@link #flatten}. */
    static double[][] unflatten(Call call) {
        ChannelBehavior.Collapse collects =
                (ChannelBehavior.Collapse) call.node().behavior();
        double[] in = call.input()[0];
        int positions = collects.times();
        int channels = in.length / positions;
        double[][] out = new double[positions][channels];
        for (int p = 0; p < positions; p++) {
            for (int c = 0; c < channels; c++) {
                boolean channelMajor = collects.order() == FlattenOrder.CHANNEL_MAJOR;
                out[p][c] = in[channelMajor ? c * positions + p : p * channels + c];
            }
        }
        return out;
    }

    static double[][] softmax(Call call) {
        double[][] out = call.map((channel, x) -> Math.exp(x));
        for (double[] row : out) {
            double sum = Arrays.stream(row).sum();
            Arrays.setAll(row, c -> row[c] / sum);
        }
        return out;
    }

    /** Local response normalization over all channels. */
    static double[][] responseNorm(Call call) {
        double[][] out = identity(call);
        for (double[] row : out) {
            double sum = Arrays.stream(row).map(x -> x * x).sum();
            Arrays.setAll(row, c -> row[c] / Math.sqrt(1 + sum));
        }
        return out;
    }
}
