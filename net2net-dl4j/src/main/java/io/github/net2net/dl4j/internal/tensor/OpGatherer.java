package io.github.net2net.dl4j.internal.tensor;

import io.github.net2net.tensor.Gather;
import io.github.net2net.tensor.SliceAddend;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.reduce.longer.MatchCondition;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.factory.ops.NDBase;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.indexing.conditions.Condition;
import org.nd4j.linalg.indexing.conditions.Conditions;

/** Moves slices by ND4J operations, wherever the arrays live. Fresh slices are masked out and filled afterwards. */
final class OpGatherer implements Gatherer {
    /** Sums of squares of elements below these bounds, and above their inverses, neither overflow nor vanish. */
    static final double SAFE_DOUBLE = 1e100;

    private static final double SAFE_FLOAT = 1e12;

    @Override
    public void gather(INDArray array, Gather gather, @Nullable Consumer<INDArray> background, INDArray target) {
        INDArray result = array.dup();
        INDArray kept = Nd4j.ones(DataType.DOUBLE, ones(array.rank()));
        for (int axis = 0; axis < array.rank(); axis++) {
            if (gather.touches(axis)) {
                int[] source = gather.source(axis, Math.toIntExact(array.size(axis)));
                int[] existing = Arrays.stream(source).map(s -> Math.max(s, 0)).toArray();
                result = new NDBase().gather(result, Nd4j.createFromArray(existing), axis);
                double[] factors = gather.factors(axis);
                if (factors != null) {
                    result = result.mul(along(axis, array.rank(), factors).castTo(array.dataType()));
                }
                double[] present = Arrays.stream(source)
                        .mapToDouble(s -> s == Gather.FRESH ? 0 : 1)
                        .toArray();
                kept = kept.mul(along(axis, array.rank(), present));
            }
        }
        if (gather.hasFresh()) {
            INDArray mask = kept.castTo(array.dataType());
            result = result.mul(mask);
            if (background != null) {
                background.accept(target);
                result = result.add(target.mul(mask.rsub(1)));
            }
        }
        target.assign(result);
    }

    @Override
    public void addSlices(INDArray target, int axis, double scale, SliceAddend addend) {
        // Not in the target, of which INDArray.get is empty if it is one of some views of a network's parameters.
        INDArray addends = Nd4j.zeros(target.dataType(), target.shape());
        INDArrayIndex[] where = new INDArrayIndex[target.rank()];
        Arrays.fill(where, NDArrayIndex.all());
        for (int j = 0; j < target.size(axis); j++) {
            if (addend.changes(j)) {
                int slice = j;
                where[axis] = NDArrayIndex.interval(j, j + 1);
                INDArray view = addends.get(where);
                double[] values = new double[Math.toIntExact(view.length())];
                Arrays.setAll(values, i -> scale * addend.at(slice, i));
                view.assign(NewArrays.of(target.dataType(), values, view.shape()));
            }
        }
        target.addi(addends);
    }

    /** Sums and squares of very large or very small elements would overflow or vanish, so those are divided first. */
    @Override
    public Moments moments(INDArray array) {
        double unit = unit(array, array.dataType() == DataType.DOUBLE ? SAFE_DOUBLE : SAFE_FLOAT);
        INDArray scaled = unit == 1 ? array : array.div(unit);
        return new Moments(
                scaled.meanNumber().doubleValue() * unit,
                scaled.stdNumber(false).doubleValue() * unit);
    }

    @Override
    public boolean isFinite(INDArray array) {
        // One pass that is nearly always enough: a sum is finite only if every element is.
        return Double.isFinite(array.sumNumber().doubleValue())
                || count(array, Conditions.isNan()) + count(array, Conditions.isInfinite()) == 0;
    }

    static long count(INDArray array, Condition condition) {
        return Nd4j.getExecutioner().exec(new MatchCondition(array, condition)).getLong(0);
    }

    /** 1, or a power of two near the largest element where sums of squares would overflow or vanish. */
    static double unit(INDArray array, double bound) {
        double largest = array.amaxNumber().doubleValue();
        boolean safe = largest > 1 / bound && largest < bound;
        return safe || largest == 0 || !Double.isFinite(largest)
                ? 1
                : Math.scalb(1.0, Math.max(Math.getExponent(largest), Double.MIN_EXPONENT));
    }

    private static long[] ones(int rank) {
        long[] shape = new long[rank];
        Arrays.fill(shape, 1);
        return shape;
    }

    /** The values on one axis, to be broadcast along all others. */
    private static INDArray along(int axis, int rank, double[] values) {
        long[] shape = ones(rank);
        shape[axis] = values.length;
        return Nd4j.createFromArray(values).reshape(shape);
    }
}
