package io.github.net2net.dl4j.internal.tensor;

import static com.google.common.base.Preconditions.checkArgument;

import io.github.net2net.tensor.Gather;
import io.github.net2net.tensor.Shape;
import io.github.net2net.tensor.Tensor;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.reduce.longer.MatchCondition;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.indexing.conditions.Conditions;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * An {@link INDArray} as a tensor. The array may be a view of a network's parameters; it is never written to.
 *
 * <p>A gather is not carried out before its result is needed, so that {@link #writeTo} can move slices from teacher to
 * student without an array in between. Until then the gathered array must not change.
 */
public final class Nd4jTensor implements Tensor {
    /** Sums of squares of elements below these bounds, and above their inverses, neither overflow nor vanish. */
    private static final double SAFE_FLOAT = 1e12;

    private static final double SAFE_DOUBLE = 1e100;

    private final Shape shape;
    private final Gatherer gatherer;
    private @Nullable INDArray array;
    private @Nullable Pending pending;

    /** A gather to be carried out. */
    private record Pending(
            INDArray source, Gather gather, @Nullable INDArray background) {}

    private Nd4jTensor(Shape shape, Gatherer gatherer, @Nullable INDArray array, @Nullable Pending pending) {
        this.shape = shape;
        this.gatherer = gatherer;
        this.array = array;
        this.pending = pending;
    }

    /** The array itself, not a copy. Slices move through the array's memory on the CPU, else by ND4J operations. */
    public static Nd4jTensor of(INDArray array) {
        return of(array, HostGatherer.reaches(array) ? new HostGatherer() : new OpGatherer());
    }

    /** As {@link #of(INDArray)}, always by ND4J operations. */
    static Nd4jTensor byOperations(INDArray array) {
        return of(array, new OpGatherer());
    }

    private static Nd4jTensor of(INDArray array, Gatherer gatherer) {
        int[] sizes = Arrays.stream(array.shape()).mapToInt(Math::toIntExact).toArray();
        return new Nd4jTensor(Shape.of(sizes), gatherer, array, null);
    }

    /** The array itself, not a copy. */
    public INDArray array() {
        INDArray known = array;
        if (known == null) {
            Pending gather = Objects.requireNonNull(pending);
            known = NewArrays.uninitialized(gather.source.dataType(), NewArrays.order(gather.source), shape);
            gatherer.gather(gather.source, gather.gather, gather.background, known);
            array = known;
            pending = null;
        }
        return known;
    }

    /** Writes this tensor over {@code target}, which has its shape. */
    public void writeTo(INDArray target) {
        Pending gather = pending;
        if (gather == null) {
            target.assign(array());
        } else {
            gatherer.gather(gather.source, gather.gather, gather.background, target);
        }
    }

    /** The array that another tensor of ND4J's holds. */
    static INDArray arrayOf(Tensor tensor) {
        checkArgument(tensor instanceof Nd4jTensor, "not an ND4J tensor: %s", tensor);
        return ((Nd4jTensor) tensor).array();
    }

    @Override
    public Shape shape() {
        return shape;
    }

    @Override
    public double at(int... index) {
        return array().getDouble(index);
    }

    @Override
    public double[] slice(int axis, int j) {
        // Not by INDArray.slice, which returns empty arrays for some views of a network's parameters.
        Tensor slice = gather(Gather.nothing().along(axis, new int[] {j}));
        return arrayOf(slice).dup('c').data().asDouble();
    }

    @Override
    public Tensor gather(Gather gather, @Nullable Tensor background) {
        Shape target = gather.resultShape(shape);
        checkArgument(
                background == null || background.shape().equals(target), "the background is not of shape %s", target);
        INDArray behind = background == null ? null : arrayOf(background);
        return new Nd4jTensor(target, gatherer, null, new Pending(array(), gather, behind));
    }

    @Override
    public Tensor embed(Shape target, int[] offset, @Nullable Tensor background) {
        INDArray result = background == null
                ? NewArrays.zeros(array().dataType(), NewArrays.order(array()), target)
                : arrayOf(background).dup(NewArrays.order(array()));
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
        result.get(where).assign(array());
        return of(result, gatherer);
    }

    @Override
    public Tensor plus(Tensor addend) {
        checkSameShape(addend);
        return of(array().dup(NewArrays.order(array())).addi(arrayOf(addend)), gatherer);
    }

    @Override
    public Tensor plusSlices(int axis, IntFunction<double @Nullable []> addends) {
        INDArray result = array().dup(NewArrays.order(array()));
        gatherer.addSlices(result, axis, addends);
        return of(result, gatherer);
    }

    @Override
    public double maxAbsDifference(Tensor other) {
        checkSameShape(other);
        INDArray difference = array().sub(arrayOf(other));
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
    public double mean() {
        return statistic(all -> all.meanNumber().doubleValue());
    }

    @Override
    public double standardDeviation() {
        return statistic(all -> all.stdNumber(false).doubleValue());
    }

    /**
     * A statistic that scales as the elements do. Sums and squares of very large or very small elements would overflow or
     * vanish, so those are divided by the largest one first.
     */
    private double statistic(ToDoubleFunction<INDArray> statistic) {
        INDArray all = array();
        if (all.length() == 0) {
            return 0;
        }
        double largest = all.amaxNumber().doubleValue();
        double bound = all.dataType() == DataType.DOUBLE ? SAFE_DOUBLE : SAFE_FLOAT;
        boolean safe = largest > 1 / bound && largest < bound;
        return safe || largest == 0 || !Double.isFinite(largest)
                ? statistic.applyAsDouble(all)
                : statistic.applyAsDouble(all.div(largest)) * largest;
    }

    @Override
    public boolean hasNonFinite() {
        // One pass that is nearly always enough: a sum is finite only if every element is.
        return !Double.isFinite(array().sumNumber().doubleValue())
                && count(array(), Conditions.isNan()) + count(array(), Conditions.isInfinite()) > 0;
    }

    private static long count(INDArray array, org.nd4j.linalg.indexing.conditions.Condition condition) {
        return Nd4j.getExecutioner().exec(new MatchCondition(array, condition)).getLong(0);
    }

    @Override
    public String toString() {
        return shape.toString();
    }
}
