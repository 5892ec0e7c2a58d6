package io.github.net2net.plan;

import com.google.common.base.MoreObjects;
import io.github.net2net.rule.Baseline;
import io.github.net2net.rule.Donors;
import io.github.net2net.rule.LearningRates;
import io.github.net2net.rule.Shares;
import io.github.net2net.rule.SymmetryBreaking;
import io.github.net2net.rule.WeightConstraints;
import org.jspecify.annotations.Nullable;

/**
 * The options that a recipe specifies for all of its steps. Each is null if not specified; {@link Settings} has their
 * defaults.
 *
 * @param seed the seed of everything random
 * @param donors which channels are copied
 * @param shares how weights are divided among copies
 * @param breakSymmetry how copies are kept apart
 * @param learningRate what becomes of learning rates
 * @param weightConstraints what becomes of constraints on weights
 * @param resetOptimizer whether the optimizer starts without the teacher's state
 * @param baseline how the plan is executed
 */
public record Options(
        @Nullable Long seed,
        @Nullable Donors donors,
        @Nullable Shares shares,
        @Nullable SymmetryBreaking breakSymmetry,
        @Nullable LearningRates learningRate,
        @Nullable WeightConstraints weightConstraints,
        @Nullable Boolean resetOptimizer,
        @Nullable Baseline baseline) {
    /** Nothing specified. */
    public static final Options NONE = new Options(null, null, null, null, null, null, null, null);

    /** These options where the others specify nothing. */
    public Options overriddenBy(Options other) {
        return new Options(
                first(other.seed, seed),
                first(other.donors, donors),
                first(other.shares, shares),
                first(other.breakSymmetry, breakSymmetry),
                first(other.learningRate, learningRate),
                first(other.weightConstraints, weightConstraints),
                first(other.resetOptimizer, resetOptimizer),
                first(other.baseline, baseline));
    }

    private static <T> @Nullable T first(@Nullable T preferred, @Nullable T otherwise) {
        return preferred == null ? otherwise : preferred;
    }

    /** Only the seed. */
    public static Options ofSeed(long seed) {
        return new Options(seed, null, null, null, null, null, null, null);
    }

    /** Only how channels are copied; null for what is not specified. */
    public static Options ofCopying(@Nullable Donors donors, @Nullable Shares shares) {
        return new Options(null, donors, shares, null, null, null, null, null);
    }

    /** Only how copies are kept apart. */
    public static Options ofSymmetry(SymmetryBreaking rule) {
        return new Options(null, null, null, rule, null, null, null, null);
    }

    /** Only what becomes of learning rates. */
    public static Options ofRates(LearningRates rule) {
        return new Options(null, null, null, null, rule, null, null, null);
    }

    /** Only what becomes of constraints on weights. */
    public static Options ofConstraints(WeightConstraints rule) {
        return new Options(null, null, null, null, null, rule, null, null);
    }

    /** Only that the optimizer starts without the teacher's state. */
    public static Options ofResetOptimizer() {
        return new Options(null, null, null, null, null, null, true, null);
    }

    /** Only how the plan is executed. */
    public static Options ofBaseline(Baseline baseline) {
        return new Options(null, null, null, null, null, null, null, baseline);
    }

    /** What is specified. */
    @Override
    public String toString() {
        return MoreObjects.toStringHelper("Options")
                .omitNullValues()
                .add("seed", seed)
                .add("donors", donors)
                .add("shares", shares)
                .add("breakSymmetry", breakSymmetry)
                .add("learningRate", learningRate)
                .add("weightConstraints", weightConstraints)
                .add("resetOptimizer", resetOptimizer)
                .add("baseline", baseline)
                .toString();
    }
}
