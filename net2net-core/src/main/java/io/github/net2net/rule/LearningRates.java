package io.github.net2net.rule;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * What becomes of learning rates.
 *
 * @param follows whether rates, and what goes with them, are set for each parameter so that the student follows the
 *     teacher's trajectory
 * @param factor by which all rates are multiplied as well
 * @param warmUpIterations over how many iterations after the growth rates rise from near zero; 0 for none
 */
public record LearningRates(boolean follows, double factor, int warmUpIterations) {
    public LearningRates {
        checkArgument(
                factor > 0 && Double.isFinite(factor),
                "a learning rate times %s; give a finite factor above 0",
                factor);
        checkArgument(warmUpIterations >= 0, "a warm-up of %s iterations; give 0 or more", warmUpIterations);
    }

    /** Every layer's rate as it is: the default. */
    public static LearningRates keep() {
        return times(1);
    }

    /** A tenth of every layer's rate: arXiv 1511.05641, section 3.4. */
    public static LearningRates tenth() {
        return times(0.1);
    }

    /** Every layer's rate times a factor. */
    public static LearningRates times(double factor) {
        return new LearningRates(false, factor, 0);
    }

    /**
     * Rates, and the ε and L1 and L2 coefficients that go with them, such that every step of the student is the one
     * that the teacher would have taken, as long as copies are equal. Exact where all channels of a layer have the same
     * number of copies; else the plan reports how far a single rate is from what single weights would need.
     */
    public static LearningRates followTrajectory() {
        return new LearningRates(true, 1, 0);
    }

    /** The same, with rates rising linearly over the first {@code iterations} after the growth. */
    public LearningRates warmUp(int iterations) {
        return new LearningRates(follows, factor, iterations);
    }

    /** Whether nothing changes. */
    public boolean keeps() {
        return !follows && factor == 1 && warmUpIterations == 0;
    }

    @Override
    public String toString() {
        String base = follows ? "follow the teacher's trajectory" : "keep";
        String times = factor == 1 ? "" : " x " + factor;
        return base + times + (warmUpIterations == 0 ? "" : ", warm-up over " + warmUpIterations + " iterations");
    }
}
