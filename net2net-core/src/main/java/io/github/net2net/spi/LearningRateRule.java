package io.github.net2net.spi;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * What becomes of learning rates.
 *
 * @param follows whether rates, and what goes with them, are set for each parameter so that the student follows the
 *     teacher's trajectory
 * @param factor by which all rates are multiplied besides
 * @param warmUpIterations over how many iterations after the growth rates rise from near zero; 0 for none
 */
public record LearningRateRule(boolean follows, double factor, int warmUpIterations) {
    public LearningRateRule {
        checkArgument(
                factor > 0 && Double.isFinite(factor),
                "a learning rate times %s; give a finite factor above 0",
                factor);
        checkArgument(warmUpIterations >= 0, "a warm-up of %s iterations; give 0 or more", warmUpIterations);
    }

    /** This rule, with rates rising linearly over the first {@code iterations} after the growth. */
    public LearningRateRule warmUp(int iterations) {
        return new LearningRateRule(follows, factor, iterations);
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
