package io.github.net2net.dl4j;

import org.nd4j.linalg.api.buffer.DataType;

/** The only place where tests say how close is equal. All are relative: max|d| / max(1, max|teacher|). */
public final class Tolerances {
    /** Teacher and student in double precision. */
    public static final double DOUBLE = 1e-10;

    /** Teacher and student in single precision. */
    public static final double FLOAT = 1e-5;

    /** Outputs after 25 steps of training side by side, in double precision. */
    public static final double TRAJECTORY = 1e-9;

    /** A difference above this is a difference, not rounding. */
    public static final double CLEARLY_DIFFERENT = 1e-3;

    /** Weights that have moved apart in a few steps of training, in double precision. */
    public static final double APART = 1e-6;

    /**
     * How many random students in a hundred may be further off than {@link #FLOAT} by rounding errors alone: batch norm
     * in training mode blows them up when a channel is nearly constant.
     */
    public static final double PERCENT_ROUNDED_FURTHER = 1;

    /** How much of its rounding errors a random teacher may output, as a multiple; layer norm divides by them where all is 0. */
    public static final double AMPLIFIED_ROUNDING = 1e4;

    /** How far single precision may take a network from what it computes in double precision; more is a wrong operation. */
    public static final double MOST_ROUNDING = 1e-2;

    private Tolerances() {}

    public static double of(DataType type) {
        return type == DataType.DOUBLE ? DOUBLE : FLOAT;
    }
}
