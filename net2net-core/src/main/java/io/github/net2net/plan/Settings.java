package io.github.net2net.plan;

import static com.google.common.base.MoreObjects.firstNonNull;

import io.github.net2net.GrowthException;
import io.github.net2net.rule.Baseline;
import io.github.net2net.rule.Donors;
import io.github.net2net.rule.LearningRates;
import io.github.net2net.rule.Shares;
import io.github.net2net.rule.SymmetryBreaking;
import io.github.net2net.rule.WeightConstraints;

/**
 * The options that hold for a step, with the defaults of those that are not specified.
 *
 * @param seed the seed of everything random
 * @param donors which channels are copied
 * @param shares how weights are divided among copies
 * @param symmetry how copies are kept apart
 * @param rates what becomes of learning rates
 * @param constraints what becomes of constraints on weights; a baseline promises nothing that they could break
 * @param carriesState whether the optimizer's state is carried over
 * @param baseline what is grown instead of the function-preserving student, which promises nothing
 */
public record Settings(
        long seed,
        Donors donors,
        Shares shares,
        SymmetryBreaking symmetry,
        LearningRates rates,
        WeightConstraints constraints,
        boolean carriesState,
        Baseline baseline) {

    /**
     * The settings of the options.
     *
     * @throws GrowthException if the options contradict each other
     */
    public static Settings of(Options options) {
        Baseline baseline = firstNonNull(options.baseline(), Baseline.NONE);
        boolean preserves = baseline == Baseline.NONE;
        Settings settings = new Settings(
                firstNonNull(options.seed(), 0L),
                firstNonNull(options.donors(), Donors.random()),
                firstNonNull(options.shares(), Shares.equal()),
                firstNonNull(options.breakSymmetry(), SymmetryBreaking.zeroSumNoise(0.5)),
                firstNonNull(options.learningRate(), LearningRates.keep()),
                preserves ? firstNonNull(options.weightConstraints(), WeightConstraints.EXACT) : WeightConstraints.KEEP,
                baseline != Baseline.FROM_SCRATCH && !firstNonNull(options.resetOptimizer(), false),
                baseline);
        settings.check();
        return settings;
    }

    private void check() {
        if (!dividing().equals(shares) && !shares.equals(Shares.equal())) {
            throw new GrowthException("cannot combine shares(..) with SymmetryBreaking.unevenShares(..): both specify"
                    + " how weights are divided among copies. Leave one of them out.");
        }
        if (balanced() && !donors.copies()) {
            throw new GrowthException("cannot combine Shares.balanced() with Donors.fresh(): there are no copies to"
                    + " balance. Leave one of them out.");
        }
    }

    /** The shares, as the breaking of symmetry may change them. */
    Shares dividing() {
        return symmetry.shares(shares);
    }

    /** Whether a baseline is grown. */
    public boolean isBaseline() {
        return baseline != Baseline.NONE;
    }

    /** Whether both sides of a copy are scaled alike. */
    public boolean balanced() {
        return shares instanceof Shares.Balanced;
    }
}
