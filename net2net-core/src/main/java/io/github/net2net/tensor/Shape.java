package io.github.net2net.tensor;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;

/**
 * The sizes of a tensor's axes, each with a name that messages use: {@code [out 64, in 32, height 3, width 3]}.
 *
 * <p>Names are for people only; two shapes are equal when their sizes are.
 */
public final class Shape {
    private final int[] sizes;
    private final List<String> names;

    private Shape(int[] sizes, List<String> names) {
        for (int size : sizes) {
            checkArgument(size >= 0, "a size is negative: %s", Arrays.toString(sizes));
        }
        this.sizes = sizes;
        this.names = names;
    }

    /**
     * A shape without axis names.
     *
     * @throws IllegalArgumentException if a size is negative
     */
    public static Shape of(int... sizes) {
        return new Shape(sizes.clone(), List.of());
    }

    /**
     * The same sizes, with one name for each axis.
     *
     * @throws IllegalArgumentException if the number of names is not the number of axes
     */
    public Shape named(String... axisNames) {
        checkArgument(axisNames.length == sizes.length, "%s names for %s axes", axisNames.length, sizes.length);
        return new Shape(sizes, List.of(axisNames));
    }

    public int rank() {
        return sizes.length;
    }

    public int size(int axis) {
        return sizes[axis];
    }

    /** The sizes, as a copy. */
    public int[] sizes() {
        return sizes.clone();
    }

    /** The axis' name, or {@code axis 2} where it has none. */
    public String name(int axis) {
        return names.isEmpty() ? "axis " + axis : names.get(axis);
    }

    /** The number of elements. */
    public long length() {
        long length = 1;
        for (int size : sizes) {
            length = Math.multiplyExact(length, size);
        }
        return length;
    }

    /** This shape with another size on one axis. */
    public Shape with(int axis, int size) {
        int[] changed = sizes.clone();
        changed[axis] = size;
        return new Shape(changed, names);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(sizes, shape.sizes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sizes);
    }

    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(", ", "[", "]");
        for (int axis = 0; axis < sizes.length; axis++) {
            text.add(names.isEmpty() ? String.valueOf(sizes[axis]) : names.get(axis) + " " + sizes[axis]);
        }
        return text.toString();
    }
}
