package io.github.net2net;

import io.github.net2net.transform.ShareRule;

/** Words for how the weights that read a channel are divided among its copies. All of them are exact. */
public final class Shares {
    private Shares() {}

    /** Each copy the same share, 1 / number of copies: the paper's choice, and the default. */
    public static ShareRule equal() {
        return new ShareRule.EqualShares();
    }

    /**
     * Each copy the same share, but taken from both sides: what puts a channel out and what reads it are both
     * multiplied by the root of the share. Gradients then scale as their parameters do, so that under gradient descent
     * with or without momentum, and with L2, the student follows the teacher's trajectory at the unchanged learning
     * rate, whatever the numbers of copies.
     *
     * <p>Channels arrive scaled, so every function between must be positively homogeneous, f(a·x) = a·f(x): ReLU, leaky
     * ReLU, pooling, dropout, sums. Others are refused, as is a batch norm over channels with different numbers of
     * copies.
     */
    public static ShareRule balanced() {
        return new ShareRule.BalancedShares();
    }

    /** Everything to the original; its copies are read with weight zero at first. */
    public static ShareRule original() {
        return new ShareRule.OriginalShares();
    }
}
