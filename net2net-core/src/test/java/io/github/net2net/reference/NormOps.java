package io.github.net2net.reference;

import io.github.net2net.reference.Op.Call;
import java.util.Arrays;

/** Nodes that combine all channels of a position, and need equal numbers of copies. */
final class NormOps {
    private static final double EPSILON = 1e-3;

    private NormOps() {}

    /** A dense layer whose outputs are normalized before the bias. */
    static double[][] normalizedDense(Call call) {
        double[] bias = new double[call.param("b").shape().size(0)];
        Arrays.setAll(bias, call.param("b")::at);
        double[][] out = MixingOps.dense(call);
        for (double[] row : out) {
            Arrays.setAll(row, c -> row[c] - bias[c]);
            double[] normalized = normalized(row);
            Arrays.setAll(row, c -> normalized[c] + bias[c]);
        }
        return out;
    }

    static double[][] layerNorm(Call call) {
        return Arrays.stream(call.input()).map(NormOps::normalized).toArray(double[][]::new);
    }

    private static double[] normalized(double[] row) {
        double mean = ChannelOps.mean(row);
        double deviation = Math.sqrt(ChannelOps.variance(row)) + EPSILON;
        return Arrays.stream(row).map(x -> (x - mean) / deviation).toArray();
    }

    /** Each position divided by its norm, which is at least ε, times √k for k copies of each channel. */
    static double[][] l2Normalize(Call call) {
        double least = EPSILON * Math.sqrt(call.node().equalCopies().copies());
        return Arrays.stream(call.input())
                .map(row -> {
                    double norm = Math.max(norm(row), least);
                    return Arrays.stream(row).map(x -> x / norm).toArray();
                })
                .toArray(double[][]::new);
    }

    /** The norm of each position. */
    static double[][] norms(Call call) {
        return Arrays.stream(call.input()).map(row -> new double[] {norm(row)}).toArray(double[][]::new);
    }

    private static double norm(double[] row) {
        return Math.sqrt(Arrays.stream(row).map(x -> x * x).sum());
    }

    static Op scaling(double factor) {
        return call -> call.map((channel, x) -> factor * x);
    }

    /** What the inserted node computes that takes over no other's settings. */
    static Op inserted(Double factor) {
        return factor == null ? ChannelOps::identity : scaling(factor);
    }
}
