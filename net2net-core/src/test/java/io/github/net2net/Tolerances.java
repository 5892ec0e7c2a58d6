package io.github.net2net;

/** What counts as equal, in one place. Deviations are max|d| / max(1, max|teacher|). */
public final class Tolerances {
    /** Rounding of double arithmetic, some layers deep. */
    public static final double DOUBLE = 1e-10;

    /** The most that rounding may do where a teacher amplifies its own errors. */
    public static final double MOST_ROUNDING = 1e-6;

    /** Central differences of a function's values in place of its gradient. */
    public static final double DIFFERENCES = 1e-6;

    /** What a planted fault must exceed, so that no rounding error passes for one. */
    public static final double FAULT = 1e-3;

    private Tolerances() {}
}
