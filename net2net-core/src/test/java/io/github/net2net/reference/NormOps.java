package io.github.net2net.reference;

import io.github.net2net.reference.Op.Call;
import java.util.Arrays;

/** Nodes that combine all channels of a position, and need equal numbers of copies. */
final class NormOps {
    private static final double EPSILON = 1e-3;
    private static final double ROUNDING = 1e-9;

    private NormOps() {}

    /** A dense layer whose outputs are normalized before the bias. */
    static double[][] normalizedDense(Call call) {
        double[][] in = call.input();
        double[][] out = new double[in.length][];
        for (int p = 0; p < in.length; p++) {
            double[] row = new double[call.param("b").shape().size(0)];
            for (int i = 0; i < in[p].length; i++) {
                for (int o = 0; o < row.length; o++) {
                    row[o] += in[p][i] * call.param("W").at(i, o);
                }
            }
            out[p] = isConstant(row) ? new double[row.length] : normalized(row, 0);
            double[] gained = out[p];
            Arrays.setAll(
                    gained,
                    o -> gained[o] * call.param("g").at(o) + call.param("b").at(o));
        }
        return out;
    }

    /** Up to rounding: without an ε, outputs that differ by rounding errors alone would become anything. */
    private static boolean isConstant(double[] row) {
        return Math.sqrt(ChannelOps.variance(row)) < ROUNDING;
    }

    static double[][] layerNorm(Call call) {
        return Arrays.stream(call.input()).map(row -> normalized(row, EPSILON)).toArray(double[][]::new);
    }

    private static double[] normalized(double[] row, double epsilon) {
        double mean = ChannelOps.mean(row);
        double deviation = Math.sqrt(ChannelOps.variance(row)) + epsilon;
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
}
