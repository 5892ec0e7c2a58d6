package io.github.net2net.dl4j.internal.tensor;

import io.github.net2net.tensor.Gather;
import java.util.Arrays;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.factory.ops.NDBase;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Moves slices by ND4J operations, wherever the arrays live. Fresh slices are masked out and filled afterwards. */
final class OpGatherer implements Gatherer {
    @Override
    public void gather(INDArray array, Gather gather, @Nullable INDArray background, INDArray target) {
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
                result = result.add(background.mul(mask.rsub(1)));
            }
        }
        target.assign(result);
    }

    @Override
    public void addSlices(INDArray target, int axis, IntFunction<double @Nullable []> addends) {
        INDArrayIndex[] where = new INDArrayIndex[target.rank()];
        Arrays.fill(where, NDArrayIndex.all());
        for (int j = 0; j < target.size(axis); j++) {
            double[] addend = addends.apply(j);
            if (addend != null) {
                where[axis] = NDArrayIndex.interval(j, j + 1);
                INDArray slice = target.get(where);
                slice.addi(NewArrays.of(target.dataType(), addend, slice.shape()));
            }
        }
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
