package io.github.net2net.graph;

/**
 * What is known of an element-wise activation function f.
 *
 * @param name as the framework prints it
 * @param idempotent f(f(x)) = f(x) for every x, so that an identity layer fits after it (identity, ReLU, hard tanh)
 * @param homogeneous f(a·x) = a·f(x) for every a &gt; 0 (identity, ReLU, leaky ReLU)
 * @param image numbers among which every f(x) is
 * @param fixed numbers for which f(x) = x, not necessarily all of them
 * @param oddSlope the c of f(x) − f(−x) = c·x for every x, 0 if there is none: 1 for ReLU, 1 + slope for leaky ReLU
 */
public record ActivationTraits(
        String name, boolean idempotent, boolean homogeneous, Interval image, Interval fixed, double oddSlope) {

    /** The identity. */
    public static final ActivationTraits IDENTITY =
            new ActivationTraits("identity", true, true, Interval.ALL, Interval.ALL, 2);

    /** max(0, x). */
    public static final ActivationTraits RELU =
            new ActivationTraits("relu", true, true, Interval.NON_NEGATIVE, Interval.NON_NEGATIVE, 1);

    /** A function of which no more is known. */
    public ActivationTraits(String name, boolean idempotent, boolean homogeneous) {
        this(name, idempotent, homogeneous, Interval.ALL, Interval.NONE, 0);
    }

    /** The same with another slope of f(x) − f(−x). */
    public ActivationTraits withOddSlope(double slope) {
        return new ActivationTraits(name, idempotent, homogeneous, image, fixed, slope);
    }

    /** The same with what is known of its values. */
    public ActivationTraits withValues(Interval newImage, Interval newFixed) {
        return new ActivationTraits(name, idempotent, homogeneous, newImage, newFixed, oddSlope);
    }
}
