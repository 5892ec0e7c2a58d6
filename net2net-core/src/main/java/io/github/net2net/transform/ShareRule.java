package io.github.net2net.transform;

import static com.google.common.base.Preconditions.checkArgument;

import io.github.net2net.channel.ChannelMap;
import java.util.Arrays;
import java.util.Random;

/** How the weights that read a channel are divided among its copies: factors a with Σ a = 1 over each set of copies. */
public sealed interface ShareRule {

    /** One factor for each student channel; 0 for a fresh one. */
    double[] shares(ChannelMap map, Random random);

    /** a = 1 / number of copies: Net2Net, arXiv 1511.05641, equation 2. */
    record EqualShares() implements ShareRule {
        @Override
        public double[] shares(ChannelMap map, Random random) {
            return weighted(map, j -> 1);
        }
    }

    /**
     * a = 1 / number of copies, its root on both sides: on what puts a channel out, and on what reads it. Values in
     * between are √a times the teacher's.
     */
    record BalancedShares() implements ShareRule {
        @Override
        public double[] shares(ChannelMap map, Random random) {
            return new EqualShares().shares(map, random);
        }
    }

    /** The first copy keeps everything; the others are read with weight zero and learn from there. */
    record OriginalShares() implements ShareRule {
        @Override
        public double[] shares(ChannelMap map, Random random) {
            boolean[] seen = new boolean[map.teacherSize()];
            return weighted(map, j -> {
                boolean first = !seen[map.source(j)];
                seen[map.source(j)] = true;
                return first ? 1 : 0;
            });
        }
    }

    /**
     * Uneven shares: a ∝ 1 + u with u uniform in (−spread, spread), as in lossless model expansion (LEMON, 2024).
     *
     * @param spread above 0 and below 1
     */
    record UnevenShares(double spread) implements ShareRule {
        public UnevenShares {
            checkArgument(spread > 0 && spread < 1, "a spread of %s; give one above 0 and below 1", spread);
        }

        @Override
        public double[] shares(ChannelMap map, Random random) {
            return weighted(map, j -> 1 + spread * (2 * random.nextDouble() - 1));
        }
    }

    private static double[] weighted(ChannelMap map, WeightOf weightOf) {
        double[] shares = new double[map.size()];
        double[] sums = new double[map.teacherSize()];
        for (int j = 0; j < shares.length; j++) {
            if (!map.isFresh(j)) {
                shares[j] = weightOf.weight(j);
                sums[map.source(j)] += shares[j];
            }
        }
        Arrays.setAll(shares, j -> map.isFresh(j) ? 0 : shares[j] / sums[map.source(j)]);
        return shares;
    }

    /** A weight for a student channel. */
    interface WeightOf {
        double weight(int channel);
    }
}
