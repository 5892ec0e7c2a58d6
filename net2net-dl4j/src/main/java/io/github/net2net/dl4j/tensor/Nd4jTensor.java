package io.github.net2net.dl4j.tensor;

import static com.google.common.base.Preconditions.checkArgument;

import io.github.net2net.tensor.Gather;
import io.github.net2net.tensor.Shape;
import io.github.net2net.tensor.Tensor;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.reduce.longer.MatchCondition;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.indexing.conditions.Conditions;
import org.nd4j.linalg.ops.transforms.Transforms;

/** An {@link INDArray} as a tensor. The array may be a view of a network's parameters; it is never written to. */
public final class Nd4jTensor implements Tensor {
    private final INDArray array;
    private final Shape shape;
    private final Gatherer gatherer;

    private Nd4jTensor(INDArray array, Gatherer gatherer) {
        this.array = array;
        this.gatherer = gatherer;
        long[] sizes = array.shape();
        int[] ints = new int[sizes.length];
        for (int axis = 0; axis < ints.length; axis++) {
            ints[axis] = Math.toIntExact(sizes[axis]);
        }
        this.shape = Shape.of(ints);
    }

    /** The array itself, not a copy. Slices move through the array's memory on the CPU, else by ND4J operations. */
    public static Nd4jTensor of(INDArray array) {
        return new Nd4jTensor(array, HostGatherer.reaches(array) ? new HostGatherer() : new OpGatherer());
    }

    /** As {@link #of(INDArray)}, always by ND4J operations. */
    static Nd4jTensor byOperations(INDArray array) {
        return new Nd4jTensor(array, new OpGatherer());
    }

    /** The array itself, not a copy. */
    public INDArray array() {
        return array;
    }

    /** The array that another tensor of ND4J's holds. */
    static INDArray arrayOf(Tensor tensor) {
        checkArgument(tensor instanceof Nd4jTensor, "not an ND4J tensor: %s", tensor);
        return ((Nd4jTensor) tensor).array;
    }

    @Override
    public Shape shape() {
        return shape;
    }

    @Override
    public double at(int... index) {
        return array.getDouble(index);
    }

    @Override
    public Tensor gather(Gather gather, @Nullable Tensor background) {
        Shape target = gather.resultShape(shape);
        checkArgument(
                background == null || background.shape().equals(target), "the background is not of shape %s", target);
        INDArray behind = background == null ? null : arrayOf(background);
        return new Nd4jTensor(gatherer.gather(array, gather, target, behind), gatherer);
    }

    @Override
    public Tensor embed(Shape target, int[] offset, @Nullable Tensor background) {
        INDArray result = background == null
                ? NewArrays.zeros(array.dataType(), NewArrays.order(array), target)
                : arrayOf(background).dup(NewArrays.order(array));
        INDArrayIndex[] where = new INDArrayIndex[shape.rank()];
        for (int axis = 0; axis < where.length; axis++) {
            checkArgument(
                    offset[axis] >= 0 && offset[axis] + shape.size(axis) <= target.size(axis),
                    "shape %s does not fit into %s at %s of axis %s",
                    shape,
                    target,
                    offset[axis],
                    axis);
            where[axis] = NDArrayIndex.interval(offset[axis], offset[axis] + shape.size(axis));
        }
        result.get(where).assign(array);
        return new Nd4jTensor(result, gatherer);
    }

    @Override
    public Tensor plus(Tensor addend) {
        checkSameShape(addend);
        return new Nd4jTensor(array.dup(NewArrays.order(array)).addi(arrayOf(addend)), gatherer);
    }

    @Override
    public Tensor plusSlices(int axis, IntFunction<double @Nullable []> addends) {
        INDArray result = array.dup(NewArrays.order(array));
        INDArrayIndex[] where = new INDArrayIndex[shape.rank()];
        java.util.Arrays.fill(where, NDArrayIndex.all());
        for (int j = 0; j < shape.size(axis); j++) {
            double[] addend = addends.apply(j);
            if (addend != null) {
                where[axis] = NDArrayIndex.interval(j, j + 1);
                INDArray slice = result.get(where);
                slice.addi(NewArrays.of(array.dataType(), addend, slice.shape()));
            }
        }
        return new Nd4jTensor(result, gatherer);
    }

    @Override
    public double maxAbsDifference(Tensor other) {
        checkSameShape(other);
        INDArray difference = array.sub(arrayOf(other));
        if (count(difference, Conditions.isNan()) > 0) {
            return Double.NaN;
        }
        return difference.isEmpty()
                ? 0
                : Transforms.abs(difference, false).maxNumber().doubleValue();
    }

    private void checkSameShape(Tensor other) {
        checkArgument(shape.equals(other.shape()), "shapes differ: %s and %s", shape, other.shape());
    }

    @Override
    public double standardDeviation() {
        return array.length() == 0 ? 0 : array.stdNumber(false).doubleValue();
    }

    @Override
    public boolean hasNonFinite() {
        return count(array, Conditions.isNan()) + count(array, Conditions.isInfinite()) > 0;
    }

    private static long count(INDArray array, org.nd4j.linalg.indexing.conditions.Condition condition) {
        return Nd4j.getExecutioner().exec(new MatchCondition(array, condition)).getLong(0);
    }

    @Override
    public String toString() {
        return shape + " " + array.dataType();
    }
}
