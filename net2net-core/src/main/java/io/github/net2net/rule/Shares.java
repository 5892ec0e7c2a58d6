package io.github.net2net.rule;

import static com.google.common.base.Preconditions.checkArgument;

import io.github.net2net.channel.ChannelMap;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntToDoubleFunction;

/**
 * How the weights that read a channel are divided among its copies: factors a with Σ a = 1 over each set of copies. All
 * of them are exact.
 */
public sealed interface Shares {

    /** One factor for each student channel; 0 for a fresh one. */
    double[] shares(ChannelMap map, Random random);

    /** For plans: "divide by copies". */
    String text();

    /** Each copy the same share, 1 / number of copies: arXiv 1511.05641, equation 2, and the default. */
    static Shares equal() {
        return new Equal();
    }

    /**
     * Each copy the same share, but taken from both sides: the weights that produce a channel and those that read it are
     * both multiplied by the root of the share. Gradients then scale as their parameters do, so that under gradient
     * descent with or without momentum, and with L2, the student follows the teacher's trajectory at the unchanged
     * learning rate, whatever the numbers of copies.
     *
     * <p>The channels' values are scaled, so every function between must be positively homogeneous, f(a·x) = a·f(x):
     * ReLU, leaky ReLU, pooling, dropout, sums. Others are refused, as is a batch norm over channels with different
     * numbers of copies.
     */
    static Shares balanced() {
        return new Balanced();
    }

    /** Everything to the original; its copies are read with weight zero at first. */
    static Shares original() {
        return new Original();
    }

    /**
     * Uneven shares: a ∝ 1 + u with u uniform in (−spread, spread), as in lossless model expansion (LEMON, 2024).
     *
     * @param spread above 0 and below 1
     */
    static Shares uneven(double spread) {
        return new Uneven(spread);
    }

    /** See {@link #equal()}. */
    record Equal() implements Shares {
        @Override
        public double[] shares(ChannelMap map, Random random) {
            return weighted(map, j -> 1);
        }

        @Override
        public String text() {
            return "divide by copies";
        }
    }

    /** See {@link #balanced()}. */
    record Balanced() implements Shares {
        @Override
        public double[] shares(ChannelMap map, Random random) {
            return weighted(map, j -> 1);
        }

        @Override
        public String text() {
            return "root of share";
        }
    }

    /** See {@link #original()}. */
    record Original() implements Shares {
        @Override
        public double[] shares(ChannelMap map, Random random) {
            boolean[] seen = new boolean[map.teacherSize()];
            return weighted(map, j -> {
                boolean first = !seen[map.source(j)];
                seen[map.source(j)] = true;
                return first ? 1 : 0;
            });
        }

        @Override
        public String text() {
            return "copies weigh zero";
        }
    }

    /** See {@link #uneven(double)}. */
    record Uneven(double spread) implements Shares {
        public Uneven {
            checkArgument(spread > 0 && spread < 1, "a spread of %s; give one above 0 and below 1", spread);
        }

        @Override
        public double[] shares(ChannelMap map, Random random) {
            return weighted(map, j -> 1 + spread * (2 * random.nextDouble() - 1));
        }

        @Override
        public String text() {
            return "divide unevenly";
        }
    }

    private static double[] weighted(ChannelMap map, IntToDoubleFunction weightOf) {
        double[] shares = new double[map.size()];
        double[] sums = new double[map.teacherSize()];
        for (int j = 0; j < shares.length; j++) {
            if (!map.isFresh(j)) {
                shares[j] = weightOf.applyAsDouble(j);
                sums[map.source(j)] += shares[j];
            }
        }
        Arrays.setAll(shares, j -> map.isFresh(j) ? 0 : shares[j] / sums[map.source(j)]);
        return shares;
    }
}
