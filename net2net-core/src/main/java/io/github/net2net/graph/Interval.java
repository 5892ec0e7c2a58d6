package io.github.net2net.graph;

/**
 * All numbers from one to another, both included.
 *
 * @param least the smallest, perhaps minus infinity
 * @param most the largest, perhaps infinity; less than {@code least} if there are none
 */
public record Interval(double least, double most) {
    /** All numbers. */
    public static final Interval ALL = new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    /** No number. */
    public static final Interval NONE = new Interval(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);

    /** Zero and all numbers above it. */
    public static final Interval NON_NEGATIVE = new Interval(0, Double.POSITIVE_INFINITY);

    /** Zero. */
    public static final Interval ZERO = new Interval(0, 0);

    /** Whether every number of the other is one of these. */
    public boolean contains(Interval other) {
        return other.least > other.most || (least <= other.least && other.most <= most);
    }

    /** The numbers of both, and those between them. */
    public Interval hull(Interval other) {
        return new Interval(Math.min(least, other.least), Math.max(most, other.most));
    }

    /** Every sum of any number of these. */
    public Interval sums() {
        return new Interval(
                least < 0 ? Double.NEGATIVE_INFINITY : Math.min(least, 0),
                most > 0 ? Double.POSITIVE_INFINITY : Math.max(most, 0));
    }
}
