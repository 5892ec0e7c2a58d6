package io.github.net2net.plan;

import com.google.common.base.MoreObjects;
import io.github.net2net.spi.LearningRateRule;
import io.github.net2net.spi.WeightConstraints;
import io.github.net2net.transform.DonorRule;
import io.github.net2net.transform.ShareRule;
import io.github.net2net.transform.SymmetryRule;
import org.jspecify.annotations.Nullable;

/**
 * What holds for all steps of a recipe, wherever it was stated. Options that were not stated have their defaults.
 *
 * @param statedDonors null if not stated, as all of these
 * @param statedShares how weights are divided among copies
 * @param statedSymmetry how copies are kept apart
 * @param statedSeed the seed of everything random
 * @param statedBaseline how the plan is executed
 * @param statedTraining how training continues
 */
public record Options(
        @Nullable DonorRule statedDonors,
        @Nullable ShareRule statedShares,
        @Nullable SymmetryRule statedSymmetry,
        @Nullable Long statedSeed,
        @Nullable Boolean statedBaseline,
        TrainingOptions statedTraining) {
    /** Nothing stated. */
    public static final Options DEFAULT =
            new Options(null, null, null, null, null, new TrainingOptions(null, null, null));

    /**
     * How training continues.
     *
     * @param carriesState whether the optimizer's state is carried over, null if not stated
     * @param rate what becomes of learning rates, null if not stated
     * @param constraints what becomes of constraints on weights, null if not stated
     */
    public record TrainingOptions(
            @Nullable Boolean carriesState,
            @Nullable LearningRateRule rate,
            @Nullable WeightConstraints constraints) {

        TrainingOptions overriddenBy(TrainingOptions other) {
            return new TrainingOptions(
                    first(other.carriesState, carriesState),
                    first(other.rate, rate),
                    first(other.constraints, constraints));
        }
    }

    /** These options where the others state nothing. */
    public Options overriddenBy(Options other) {
        return new Options(
                first(other.statedDonors, statedDonors),
                first(other.statedShares, statedShares),
                first(other.statedSymmetry, statedSymmetry),
                first(other.statedSeed, statedSeed),
                first(other.statedBaseline, statedBaseline),
                statedTraining.overriddenBy(other.statedTraining));
    }

    private static <T> @Nullable T first(@Nullable T preferred, @Nullable T otherwise) {
        return preferred == null ? otherwise : preferred;
    }

    /** Only the given donors stated. */
    public static Options ofDonors(DonorRule rule) {
        return new Options(rule, null, null, null, null, DEFAULT.statedTraining);
    }

    /** Only the given shares stated. */
    public static Options ofShares(ShareRule rule) {
        return new Options(null, rule, null, null, null, DEFAULT.statedTraining);
    }

    /** Only the given symmetry breaking stated. */
    public static Options ofSymmetry(SymmetryRule rule) {
        return new Options(null, null, rule, null, null, DEFAULT.statedTraining);
    }

    /** Only the given seed stated. */
    public static Options ofSeed(long seed) {
        return new Options(null, null, null, seed, null, DEFAULT.statedTraining);
    }

    /** Only stated whether the plan is executed as the random-pad baseline. */
    public static Options ofBaseline(boolean randomPad) {
        return new Options(null, null, null, null, randomPad, DEFAULT.statedTraining);
    }

    /** Only the given learning rates stated. */
    public static Options ofRate(LearningRateRule rule) {
        return new Options(null, null, null, null, null, new TrainingOptions(null, rule, null));
    }

    /** Only stated whether the optimizer's state is carried over. */
    public static Options ofCarriedState(boolean carries) {
        return new Options(null, null, null, null, null, new TrainingOptions(carries, null, null));
    }

    /** Only stated what becomes of constraints on weights. */
    public static Options ofConstraints(WeightConstraints rule) {
        return new Options(null, null, null, null, null, new TrainingOptions(null, null, rule));
    }

    public DonorRule donors() {
        return statedDonors == null ? new DonorRule.RandomDonors() : statedDonors;
    }

    public ShareRule shares() {
        return statedShares == null ? new ShareRule.EqualShares() : statedShares;
    }

    public SymmetryRule symmetry() {
        return statedSymmetry == null ? new SymmetryRule.ZeroSumNoise(0.5) : statedSymmetry;
    }

    public long seed() {
        return statedSeed == null ? 0 : statedSeed;
    }

    /** Whether new values come from the layers' initializers: a baseline, not function-preserving. */
    public boolean randomPad() {
        return statedBaseline != null && statedBaseline;
    }

    /** Whether the optimizer's state is carried over. */
    public boolean carriesState() {
        return statedTraining.carriesState == null || statedTraining.carriesState;
    }

    public LearningRateRule rate() {
        return statedTraining.rate == null ? new LearningRateRule(false, 1, 0) : statedTraining.rate;
    }

    /** What becomes of constraints on weights. A baseline promises nothing that they could break. */
    public WeightConstraints constraints() {
        WeightConstraints stated = statedTraining.constraints;
        return randomPad() ? WeightConstraints.KEEP : stated == null ? WeightConstraints.EXACT : stated;
    }

    /** Whether both sides of a copy are scaled alike. */
    public boolean balanced() {
        return shares() instanceof ShareRule.BalancedShares;
    }

    /** Those that were stated. */
    @Override
    public String toString() {
        return MoreObjects.toStringHelper("Options")
                .omitNullValues()
                .add("donors", statedDonors)
                .add("shares", statedShares)
                .add("symmetry", statedSymmetry)
                .add("seed", statedSeed)
                .add("randomPad", statedBaseline)
                .add("carriesState", statedTraining.carriesState)
                .add("rate", statedTraining.rate)
                .add("constraints", statedTraining.constraints)
                .toString();
    }
}
