package io.github.net2net.spi;

import com.google.common.collect.ImmutableList;
import io.github.net2net.channel.ChannelMap;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How Euclidean norms of a student's parameter compare with the teacher's. A norm is taken over some axes, and there is
 * one for every index of the other axes.
 */
public final class NormChange {
    /** All norms are the teacher's. */
    public static final NormChange NONE = new NormChange(ImmutableList.of(), false);

    private static final double SAME = 1e-9;
    private final ImmutableList<Axis> axes;
    private final boolean noisy;

    private record Axis(int axis, ChannelMap map, double @Nullable [] factors) {
        double factor(int entry) {
            return factors == null ? 1 : factors[entry];
        }

        /** √Σf² over the copies of each teacher entry; empty if they differ or some entry is new and not zero. */
        OptionalDouble within() {
            double[] squares = new double[map.teacherSize()];
            for (int j = 0; j < map.size(); j++) {
                if (!map.isFresh(j)) {
                    squares[map.source(j)] += factor(j) * factor(j);
                } else if (factor(j) != 0) {
                    return OptionalDouble.empty();
                }
            }
            return single(Arrays.stream(squares).map(Math::sqrt).toArray());
        }

        /** f of the copies; empty if they differ. */
        OptionalDouble across() {
            double[] own = new double[map.size()];
            Arrays.setAll(own, j -> map.isFresh(j) ? 0 : factor(j));
            return single(Arrays.stream(own).filter(factor -> factor != 0).toArray());
        }

        boolean hasNew() {
            return IntStream.range(0, map.size()).anyMatch(j -> map.isFresh(j) && factor(j) != 0);
        }

        boolean hasZeros() {
            for (int j = 0; j < map.size(); j++) {
                if (factor(j) == 0) {
                    return true;
                }
            }
            return false;
        }

        private static OptionalDouble single(double[] values) {
            double most = Arrays.stream(values).max().orElse(1);
            double least = Arrays.stream(values).min().orElse(1);
            return most - least <= SAME * most ? OptionalDouble.of(most) : OptionalDouble.empty();
        }
    }

    private NormChange(ImmutableList<Axis> axes, boolean noisy) {
        this.axes = axes;
        this.noisy = noisy;
    }

    /**
     * This change after another one.
     *
     * @param map which of the axis' entries are copied where; a fresh one has values of its own unless its factor is 0
     * @param factors by which the entries are multiplied, null for ones
     */
    public NormChange along(int axis, ChannelMap map, double @Nullable [] factors) {
        return new NormChange(
                ImmutableList.<Axis>builder()
                        .addAll(axes)
                        .add(new Axis(axis, map, factors))
                        .build(),
                noisy);
    }

    /** This change with noise on the values. */
    public NormChange withNoise() {
        return new NormChange(axes, true);
    }

    /** Whether there is noise on the values. */
    public boolean isNoisy() {
        return noisy;
    }

    /**
     * The factor by which every norm over the given axes differs from that of the teacher's entries; empty if there is
     * no such factor. Norms of new entries alone are left out.
     */
    public OptionalDouble factor(Set<Integer> over) {
        double product = 1;
        for (Axis axis : axes) {
            OptionalDouble own = over.contains(axis.axis) ? axis.within() : axis.across();
            if (own.isEmpty()) {
                return own;
            }
            product *= own.getAsDouble();
        }
        return noisy ? OptionalDouble.empty() : OptionalDouble.of(product);
    }

    /** Whether there are new entries along the axis, with values of their own. */
    public boolean adds(int axis) {
        return axes.stream().anyMatch(own -> own.axis == axis && own.hasNew());
    }

    /** Whether some norms over the given axes are zero where the teacher has none. */
    public boolean addsZeros(Set<Integer> over) {
        return axes.stream().anyMatch(axis -> !over.contains(axis.axis) && axis.hasZeros());
    }
}
