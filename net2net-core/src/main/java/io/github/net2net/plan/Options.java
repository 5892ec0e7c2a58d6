package io.github.net2net.plan;

import io.github.net2net.spi.LearningRateRule;
import io.github.net2net.transform.DonorRule;
import io.github.net2net.transform.ShareRule;
import io.github.net2net.transform.SymmetryRule;

/**
 * What holds for all steps of a recipe.
 *
 * @param randomPad whether new values come from the layers' initialisers: a baseline, not function-preserving
 * @param training how training goes on
 */
public record Options(
        DonorRule donors,
        ShareRule shares,
        SymmetryRule symmetry,
        long seed,
        boolean randomPad,
        TrainingOptions training) {
    public static final Options DEFAULT = new Options(
            new DonorRule.RandomDonors(),
            new ShareRule.EqualShares(),
            new SymmetryRule.ZeroSumNoise(0.5),
            0,
            false,
            new TrainingOptions(true, new LearningRateRule(false, 1, 0)));

    /**
     * How training goes on.
     *
     * @param carriesState whether the optimiser's memory is carried over
     * @param rate what becomes of learning rates
     */
    public record TrainingOptions(boolean carriesState, LearningRateRule rate) {}

    public Options withDonors(DonorRule rule) {
        return new Options(rule, shares, symmetry, seed, randomPad, training);
    }

    public Options withShares(ShareRule rule) {
        return new Options(donors, rule, symmetry, seed, randomPad, training);
    }

    public Options withSymmetry(SymmetryRule rule) {
        return new Options(donors, shares, rule, seed, randomPad, training);
    }

    public Options withSeed(long newSeed) {
        return new Options(donors, shares, symmetry, newSeed, randomPad, training);
    }

    public Options withRate(LearningRateRule rule) {
        return new Options(donors, shares, symmetry, seed, randomPad, new TrainingOptions(training.carriesState, rule));
    }

    public Options withoutOptimiserState() {
        return new Options(donors, shares, symmetry, seed, randomPad, new TrainingOptions(false, training.rate));
    }

    public Options asRandomPad() {
        return new Options(donors, shares, symmetry, seed, true, training);
    }

    /** Whether both sides of a copy are scaled alike. */
    public boolean balanced() {
        return shares instanceof ShareRule.BalancedShares && !randomPad;
    }
}
