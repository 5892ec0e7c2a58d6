package io.github.net2net.tensor;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which slices of a tensor make up the result, along any number of axes at once.
 *
 * <p>Along an axis with an entry, slice {@code j} of the result is slice {@code source[j]} of the input times
 * {@code factors[j]}; a source of {@link #FRESH} stands for a slice that the input does not have. An axis without an
 * entry stays as it is. The result's element is the input's element times the factors of all axes:
 *
 * <pre>
 *   result[j0, j1, ...] = input[s0(j0), s1(j1), ...] * f0(j0) * f1(j1) * ...
 * </pre>
 */
public final class Gather {
    /** The source of a slice that the input does not have. */
    public static final int FRESH = -1;

    private final Map<Integer, Axis> axes;

    private record Axis(int[] source, double @Nullable [] factors) {}

    private Gather(Map<Integer, Axis> axes) {
        this.axes = axes;
    }

    /** Every axis as it is. */
    public static Gather nothing() {
        return new Gather(Map.of());
    }

    /** Along {@code axis}, the slices {@code source}, unscaled. The array is copied. */
    public Gather along(int axis, int[] source) {
        return with(axis, new Axis(source.clone(), null));
    }

    /**
     * Along {@code axis}, the slices {@code source}, each times its factor. The arrays are copied.
     *
     * @throws IllegalArgumentException if the arrays' lengths differ
     */
    public Gather along(int axis, int[] source, double[] factors) {
        checkArgument(source.length == factors.length, "%s slices but %s factors", source.length, factors.length);
        return with(axis, new Axis(source.clone(), factors.clone()));
    }

    private Gather with(int axis, Axis entry) {
        checkArgument(!axes.containsKey(axis), "axis %s is gathered twice", axis);
        Map<Integer, Axis> more = new HashMap<>(axes);
        more.put(axis, entry);
        return new Gather(more);
    }

    /** Whether {@code axis} has an entry. */
    public boolean touches(int axis) {
        return axes.containsKey(axis);
    }

    /**
     * The source of each of the result's slices along {@code axis}; {@code 0, 1, …} without an entry. Not a copy.
     *
     * @param size the input's size along the axis
     */
    public int[] source(int axis, int size) {
        Axis entry = axes.get(axis);
        if (entry != null) {
            return entry.source;
        }
        int[] same = new int[size];
        Arrays.setAll(same, i -> i);
        return same;
    }

    /** The factors along {@code axis}, null where there are none. Not a copy. */
    public double @Nullable [] factors(int axis) {
        Axis entry = axes.get(axis);
        return entry == null ? null : entry.factors;
    }

    /**
     * The shape of the result for an input of the given shape.
     *
     * @throws IllegalArgumentException if an axis does not exist, or a source lies outside the input
     */
    public Shape resultShape(Shape input) {
        Shape result = input;
        for (Map.Entry<Integer, Axis> entry : axes.entrySet()) {
            int axis = entry.getKey();
            checkArgument(axis >= 0 && axis < input.rank(), "no axis %s in shape %s", axis, input);
            for (int source : entry.getValue().source) {
                checkArgument(
                        source >= FRESH && source < input.size(axis),
                        "source %s lies outside %s of shape %s",
                        source,
                        input.name(axis),
                        input);
            }
            result = result.with(axis, entry.getValue().source.length);
        }
        return result;
    }

    /** Whether any slice is {@link #FRESH}. */
    public boolean hasFresh() {
        return axes.values().stream()
                .anyMatch(axis -> Arrays.stream(axis.source).anyMatch(s -> s == FRESH));
    }
}
