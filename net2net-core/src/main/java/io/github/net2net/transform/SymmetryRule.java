package io.github.net2net.transform;

import static com.google.common.base.Preconditions.checkArgument;

/** How copies of a channel are kept from staying equal for ever. */
public sealed interface SymmetryRule {

    /** Whether the student computes the teacher's function in inference. */
    default boolean exact() {
        return true;
    }

    /** Whether it does so in training mode too. */
    default boolean exactInTraining() {
        return exact();
    }

    /** Nothing is done. */
    record Unbroken() implements SymmetryRule {
        @Override
        public String toString() {
            return "none";
        }
    }

    /**
     * Noise on the weights that read the copies, which sums to zero over each set of copies.
     *
     * @param relative standard deviation, relative to that of the whole weight tensor
     */
    record ZeroSumNoise(double relative) implements SymmetryRule {
        public ZeroSumNoise {
            checkArgument(
                    relative > 0 && relative < 10,
                    "relative noise of %s; give one above 0 and below 10, such as 0.5",
                    relative);
        }

        @Override
        public String toString() {
            return "zero-sum noise " + relative;
        }
    }

    /**
     * Copies get uneven shares of the weights that read them.
     *
     * @param spread above 0 and below 1
     */
    record UnevenSplit(double spread) implements SymmetryRule {
        public UnevenSplit {
            checkArgument(spread > 0 && spread < 1, "a spread of %s; give one above 0 and below 1", spread);
        }

        @Override
        public String toString() {
            return "uneven shares " + spread;
        }
    }

    /**
     * Noise on the copies' incoming weights, as in the paper. Not exact.
     *
     * @param relative standard deviation, relative to that of the whole weight tensor
     */
    record IncomingNoise(double relative) implements SymmetryRule {
        public IncomingNoise {
            checkArgument(
                    relative > 0 && relative < 10,
                    "relative noise of %s; give one above 0 and below 10, such as 0.01",
                    relative);
        }

        @Override
        public boolean exact() {
            return false;
        }

        @Override
        public String toString() {
            return "incoming noise " + relative + " (approximate)";
        }
    }

    /**
     * A dropout layer on the widened channels, the paper's other suggestion. Exact in inference only.
     *
     * @param rate the probability with which a channel's value is dropped
     */
    record DropoutOnCopies(double rate) implements SymmetryRule {
        public DropoutOnCopies {
            checkArgument(rate > 0 && rate < 1, "a dropout rate of %s; give one above 0 and below 1", rate);
        }

        @Override
        public boolean exactInTraining() {
            return false;
        }

        @Override
        public String toString() {
            return "dropout " + rate;
        }
    }
}
