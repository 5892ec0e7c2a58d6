package io.github.net2net.spi;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How the elements of a student's parameter, and the loss' gradients with respect to them, compare with the teacher's:
 * an element is p times the one it copies, its gradient g times, and p and g are products of one factor for each axis.
 */
public final class Scaling {
    /** p = g = 1. */
    public static final Scaling NONE = new Scaling(ImmutableList.of());

    private final ImmutableList<Axis> axes;

    private record Axis(double @Nullable [] values, double @Nullable [] gradients) {

        double[] power(double value, double gradient) {
            double[] result = new double[values != null ? values.length : gradients == null ? 0 : gradients.length];
            Arrays.setAll(
                    result,
                    j -> (values == null ? 1 : Math.pow(values[j], value))
                            * (gradients == null ? 1 : Math.pow(gradients[j], gradient)));
            return Arrays.stream(result)
                    .filter(factor -> factor > 0 && Double.isFinite(factor))
                    .toArray();
        }
    }

    private Scaling(ImmutableList<Axis> axes) {
        this.axes = axes;
    }

    /**
     * This scaling with another axis, or another growth of the same.
     *
     * @param values a factor for each entry, null for ones; zeros, as fresh channels have, are left out of account
     * @param gradients likewise
     */
    public Scaling and(double @Nullable [] values, double @Nullable [] gradients) {
        return new Scaling(ImmutableList.<Axis>builder()
                .addAll(axes)
                .add(new Axis(values, gradients))
                .build());
    }

    /** The values of p^value · g^gradient over all elements. */
    public Spread power(double value, double gradient) {
        Spread spread = new Spread(1, 1, 1);
        for (Axis axis : axes) {
            spread = spread.times(Spread.of(axis.power(value, gradient)));
        }
        return spread;
    }

    /**
     * The least and the largest of some positive numbers, and their geometric mean.
     *
     * @param least the smallest
     * @param most the largest
     * @param mean the geometric mean
     */
    public record Spread(double least, double most, double mean) {
        private static final double SAME = 1e-9;

        private static Spread of(double[] factors) {
            return factors.length == 0
                    ? new Spread(1, 1, 1)
                    : new Spread(
                            Arrays.stream(factors).min().getAsDouble(),
                            Arrays.stream(factors).max().getAsDouble(),
                            Math.exp(Arrays.stream(factors)
                                    .map(Math::log)
                                    .average()
                                    .getAsDouble()));
        }

        private Spread times(Spread other) {
            return new Spread(least * other.least, most * other.most, mean * other.mean);
        }

        /** These numbers and others. */
        public Spread and(Spread other) {
            return new Spread(Math.min(least, other.least), Math.max(most, other.most), Math.sqrt(mean * other.mean));
        }

        /** Whether all are the same number. */
        public boolean isUniform() {
            return most - least <= SAME * most;
        }
    }
}
