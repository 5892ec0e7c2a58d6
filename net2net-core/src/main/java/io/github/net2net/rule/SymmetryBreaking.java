package io.github.net2net.rule;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.OptionalDouble;

/**
 * How copies of a channel are kept from staying equal forever. The default is {@code zeroSumNoise(0.5)}, which is exact.
 */
public sealed interface SymmetryBreaking {

    /** Whether the student computes the teacher's function in inference. */
    boolean exact();

    /** Whether it does so in training mode too. */
    boolean exactInTraining();

    /**
     * The standard deviation of the noise on a weight tensor, relative to that of the tensor; empty for no noise.
     *
     * @param reads whether these are the weights that read the copies, else those that produce them
     */
    default OptionalDouble noise(boolean reads) {
        return OptionalDouble.empty();
    }

    private static String ofWeights(double relative) {
        return ", " + relative + " of the weights' standard deviation";
    }

    /** The shares of the weights that read the copies; those that the recipe specifies if this does not specify any. */
    default Shares shares(Shares specified) {
        return specified;
    }

    /** The rate of a dropout layer on the widened channels; empty for none. */
    default OptionalDouble dropoutRate() {
        return OptionalDouble.empty();
    }

    /** Nothing: under plain gradient descent equal copies with equal shares stay equal. Exact. */
    static SymmetryBreaking none() {
        return new None();
    }

    /**
     * Noise on the weights that read the copies, summing to zero over each set of copies. Exact.
     *
     * @param relative its standard deviation, relative to that of the whole weight tensor; 0.5 is the default
     */
    static SymmetryBreaking zeroSumNoise(double relative) {
        return new ZeroSumNoise(relative);
    }

    /**
     * Uneven shares of the weights that read the copies. Exact.
     *
     * @param spread above 0 and below 1: shares are proportional to 1 ± spread
     */
    static SymmetryBreaking unevenShares(double spread) {
        return new UnevenShares(spread);
    }

    /**
     * Noise on the copies' incoming weights, the paper's suggestion. Not exact; the plan says "approximate".
     *
     * @param relative its standard deviation, relative to that of the whole weight tensor
     */
    static SymmetryBreaking incomingNoise(double relative) {
        return new IncomingNoise(relative);
    }

    /**
     * A dropout layer on the widened channels, the paper's other suggestion. Exact in inference only.
     *
     * @param rate the probability with which a value is dropped
     */
    static SymmetryBreaking dropout(double rate) {
        return new Dropout(rate);
    }

    /** See {@link #none()}. */
    record None() implements SymmetryBreaking {
        @Override
        public boolean exact() {
            return true;
        }

        @Override
        public boolean exactInTraining() {
            return true;
        }

        @Override
        public String toString() {
            return "none";
        }
    }

    /** See {@link #zeroSumNoise(double)}. */
    record ZeroSumNoise(double relative) implements SymmetryBreaking {
        public ZeroSumNoise {
            checkNoise(relative, "0.5");
        }

        @Override
        public boolean exact() {
            return true;
        }

        @Override
        public boolean exactInTraining() {
            return true;
        }

        @Override
        public OptionalDouble noise(boolean reads) {
            return reads ? OptionalDouble.of(relative) : OptionalDouble.empty();
        }

        @Override
        public String toString() {
            return "zero-sum noise" + ofWeights(relative);
        }
    }

    /** See {@link #unevenShares(double)}. */
    record UnevenShares(double spread) implements SymmetryBreaking {
        public UnevenShares {
            checkArgument(spread > 0 && spread < 1, "a spread of %s; give one above 0 and below 1", spread);
        }

        @Override
        public boolean exact() {
            return true;
        }

        @Override
        public boolean exactInTraining() {
            return true;
        }

        @Override
        public Shares shares(Shares specified) {
            return Shares.uneven(spread);
        }

        @Override
        public String toString() {
            return "uneven shares " + spread;
        }
    }

    /** See {@link #incomingNoise(double)}. */
    record IncomingNoise(double relative) implements SymmetryBreaking {
        public IncomingNoise {
            checkNoise(relative, "0.01");
        }

        @Override
        public boolean exact() {
            return false;
        }

        @Override
        public boolean exactInTraining() {
            return false;
        }

        @Override
        public OptionalDouble noise(boolean reads) {
            return reads ? OptionalDouble.empty() : OptionalDouble.of(relative);
        }

        @Override
        public String toString() {
            return "incoming noise" + ofWeights(relative) + " (approximate)";
        }
    }

    /** See {@link #dropout(double)}. */
    record Dropout(double rate) implements SymmetryBreaking {
        public Dropout {
            checkArgument(rate > 0 && rate < 1, "a dropout rate of %s; give one above 0 and below 1", rate);
        }

        @Override
        public boolean exact() {
            return true;
        }

        @Override
        public boolean exactInTraining() {
            return false;
        }

        @Override
        public OptionalDouble dropoutRate() {
            return OptionalDouble.of(rate);
        }

        @Override
        public String toString() {
            return "dropout " + rate;
        }
    }

    private static void checkNoise(double relative, String example) {
        checkArgument(
                relative > 0 && relative < 10,
                "relative noise of %s; give one above 0 and below 10, such as %s",
                relative,
                example);
    }
}
