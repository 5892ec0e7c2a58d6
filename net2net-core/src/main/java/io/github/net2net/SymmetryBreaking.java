package io.github.net2net;

import io.github.net2net.transform.SymmetryRule;

/**
 * Words for how copies of a channel are kept from staying equal for ever. The default is {@code zeroSumNoise(0.5)},
 * which is exact.
 */
public final class SymmetryBreaking {
    private SymmetryBreaking() {}

    /** Nothing: under plain gradient descent equal copies with equal shares stay equal. Exact. */
    public static SymmetryRule none() {
        return new SymmetryRule.Unbroken();
    }

    /**
     * Noise on the weights that read the copies, summing to zero over each set of copies. Exact.
     *
     * @param relative its standard deviation, relative to that of the weight tensor; 0.5 is the default
     */
    public static SymmetryRule zeroSumNoise(double relative) {
        return new SymmetryRule.ZeroSumNoise(relative);
    }

    /**
     * Uneven shares of the weights that read the copies. Exact.
     *
     * @param spread above 0 and below 1: shares are proportional to 1 ± spread
     */
    public static SymmetryRule unevenShares(double spread) {
        return new SymmetryRule.UnevenSplit(spread);
    }

    /**
     * Noise on the copies' incoming weights, the paper's suggestion. Not exact; the plan says "approximate".
     *
     * @param relative its standard deviation, relative to that of the weight tensor
     */
    public static SymmetryRule incomingNoise(double relative) {
        return new SymmetryRule.IncomingNoise(relative);
    }

    /**
     * A dropout layer on the widened channels, the paper's other suggestion. Exact in inference only.
     *
     * @param rate the probability with which a value is dropped
     */
    public static SymmetryRule dropout(double rate) {
        return new SymmetryRule.DropoutOnCopies(rate);
    }
}
