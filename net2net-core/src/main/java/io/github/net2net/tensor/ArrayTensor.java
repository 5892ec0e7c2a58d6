package io.github.net2net.tensor;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The reference implementation: a {@code double[]} in row-major order. Written to be obviously right, not fast. */
public final class ArrayTensor implements Tensor {
    private static final int SAFE_EXPONENT = 300;

    private final Shape shape;
    private final double[] values;

    private ArrayTensor(Shape shape, double[] values) {
        this.shape = shape;
        this.values = values;
    }

    /**
     * A tensor with the given elements, in row-major order. The array is copied.
     *
     * @throws IllegalArgumentException if their number is not the shape's
     */
    public static ArrayTensor of(Shape shape, double... values) {
        checkArgument(
                shape.length() == values.length, "%s values for shape %s of %s", values.length, shape, shape.length());
        return new ArrayTensor(shape, values.clone());
    }

    /** A tensor of zeros. */
    public static ArrayTensor zeros(Shape shape) {
        return new ArrayTensor(shape, new double[Math.toIntExact(shape.length())]);
    }

    /** The factory of these tensors. */
    public static TensorFactory factory() {
        return Factory.INSTANCE;
    }

    private enum Factory implements TensorFactory {
        INSTANCE;

        @Override
        public Tensor filled(Shape shape, double value) {
            ArrayTensor filled = ArrayTensor.zeros(shape);
            Arrays.fill(filled.values, value);
            return filled;
        }

        @Override
        public Tensor of(Shape shape, double... values) {
            return ArrayTensor.of(shape, values);
        }
    }

    /** The elements in row-major order, as a copy. */
    public double[] values() {
        return values.clone();
    }

    @Override
    public Shape shape() {
        return shape;
    }

    @Override
    public double at(int... index) {
        return values[offset(index)];
    }

    private int offset(int[] index) {
        int offset = 0;
        for (int axis = 0; axis < shape.rank(); axis++) {
            offset = offset * shape.size(axis) + index[axis];
        }
        return offset;
    }

    /** Calls for every index of a shape, in row-major order; the array passed is reused. */
    private static void forEachIndex(Shape shape, IndexVisitor visitor) {
        int[] index = new int[shape.rank()];
        for (int position = 0; position < shape.length(); position++) {
            visitor.visit(position, index);
            for (int axis = shape.rank() - 1; axis >= 0 && ++index[axis] == shape.size(axis); axis--) {
                index[axis] = 0;
            }
        }
    }

    private interface IndexVisitor {
        void visit(int position, int[] index);
    }

    @Override
    public Tensor gather(Gather gather, @Nullable Tensor background) {
        Shape target = gather.resultShape(shape);
        checkBackground(target, background);
        ArrayTensor result = zeros(target);
        int[][] sources = new int[shape.rank()][];
        Arrays.setAll(sources, axis -> gather.source(axis, shape.size(axis)));
        int[] from = new int[shape.rank()];
        forEachIndex(target, (position, index) -> {
            double factor = 1;
            boolean fresh = false;
            for (int axis = 0; axis < index.length; axis++) {
                from[axis] = sources[axis][index[axis]];
                fresh |= from[axis] == Gather.FRESH;
                double[] factors = gather.factors(axis);
                factor *= factors == null ? 1 : factors[index[axis]];
            }
            if (fresh) {
                result.values[position] = background == null ? 0 : background.at(index);
            } else {
                result.values[position] = values[offset(from)] * factor;
            }
        });
        return result;
    }

    private static void checkBackground(Shape target, @Nullable Tensor background) {
        checkArgument(
                background == null || background.shape().equals(target), "the background is not of shape %s", target);
    }

    @Override
    public Tensor embed(Shape target, int[] offset, @Nullable Tensor background) {
        checkBackground(target, background);
        for (int axis = 0; axis < shape.rank(); axis++) {
            checkArgument(
                    offset[axis] >= 0 && offset[axis] + shape.size(axis) <= target.size(axis),
                    "shape %s at offset %s does not fit into %s",
                    shape,
                    Arrays.toString(offset),
                    target);
        }
        ArrayTensor result = zeros(target);
        if (background != null) {
            forEachIndex(target, (position, index) -> result.values[position] = background.at(index));
        }
        int[] to = new int[shape.rank()];
        forEachIndex(shape, (position, index) -> {
            Arrays.setAll(to, axis -> index[axis] + offset[axis]);
            result.values[result.offset(to)] = values[position];
        });
        return result;
    }

    @Override
    public Tensor plus(Tensor addend) {
        checkSameShape(addend);
        ArrayTensor result = of(shape, values);
        forEachIndex(shape, (position, index) -> result.values[position] += addend.at(index));
        return result;
    }

    @Override
    public double[] slice(int axis, int j) {
        double[] slice = new double[values.length / shape.size(axis)];
        int[] next = {0};
        forEachIndex(shape, (position, index) -> {
            if (index[axis] == j) {
                slice[next[0]++] = values[position];
            }
        });
        return slice;
    }

    @Override
    public Tensor plusSlices(int axis, SliceAddend addend) {
        ArrayTensor result = of(shape, values);
        int[] next = new int[shape.size(axis)];
        forEachIndex(
                shape, (position, index) -> result.values[position] += addend.at(index[axis], next[index[axis]]++));
        return result;
    }

    @Override
    public double maxAbsDifference(Tensor other) {
        checkSameShape(other);
        double[] largest = {0};
        forEachIndex(
                shape,
                (position, index) -> largest[0] = Math.max(largest[0], Math.abs(values[position] - other.at(index))));
        return largest[0];
    }

    private void checkSameShape(Tensor other) {
        checkArgument(shape.equals(other.shape()), "shapes differ: %s and %s", shape, other.shape());
    }

    @Override
    public double mean() {
        double unit = unit();
        return Arrays.stream(values).map(value -> value / unit).average().orElse(0) * unit;
    }

    @Override
    public double standardDeviation() {
        double unit = unit();
        double mean = Arrays.stream(values).map(value -> value / unit).average().orElse(0);
        return unit
                * Math.sqrt(Arrays.stream(values)
                        .map(value -> (value / unit - mean) * (value / unit - mean))
                        .average()
                        .orElse(0));
    }

    /** 1, or a power of two near the largest element where sums of squares would overflow or vanish. */
    private double unit() {
        double largest = Arrays.stream(values).map(Math::abs).max().orElse(0);
        int exponent = Math.getExponent(largest);
        return largest == 0 || !Double.isFinite(largest) || Math.abs(exponent) < SAFE_EXPONENT
                ? 1
                : Math.scalb(1.0, exponent);
    }

    @Override
    public boolean hasNonFinite() {
        return !Arrays.stream(values).allMatch(Double::isFinite);
    }

    @Override
    public String toString() {
        return shape + (values.length <= 64 ? " " + Arrays.toString(values) : "");
    }
}
