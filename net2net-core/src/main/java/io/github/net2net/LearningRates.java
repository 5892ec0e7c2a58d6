package io.github.net2net;

import io.github.net2net.spi.LearningRateRule;

/**
 * Words for what becomes of learning rates. Each can be followed by {@code warmUp(iterations)}: rates then rise
 * linearly to what the word says over the first iterations after the growth.
 */
public final class LearningRates {
    private LearningRates() {}

    /** Every layer's rate as it is: the default. */
    public static LearningRateRule keep() {
        return times(1);
    }

    /** A tenth of every layer's rate: arXiv 1511.05641, section 3.4. */
    public static LearningRateRule tenth() {
        return times(0.1);
    }

    /** Every layer's rate times a factor. */
    public static LearningRateRule times(double factor) {
        return new LearningRateRule(false, factor, 0);
    }

    /**
     * Rates, and the ε and L1 and L2 coefficients that go with them, such that every step of the student is the one
     * that the teacher would have taken, as long as copies are equal. Exact where all channels of a layer have as many
     * copies; else the plan tells how far a single rate is from what single weights would need.
     */
    public static LearningRateRule followTrajectory() {
        return new LearningRateRule(true, 1, 0);
    }
}
