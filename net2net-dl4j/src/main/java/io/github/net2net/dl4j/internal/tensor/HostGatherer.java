package io.github.net2net.dl4j.internal.tensor;

import io.github.net2net.tensor.Gather;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ExecutionerType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Moves slices through host memory, one slice of the outermost axis at a time.
 *
 * <pre>
 *   memory order      [ outer | rest ......... ]
 *   result slice j    rest'[p] = rest[ index[p] ] * factor[p] * outerFactor[j]     of source slice s(j)
 * </pre>
 *
 * The index of the rest is the same for every j, so it is worked out once; each slice is then read, permuted in an
 * array, and written. The result has the memory order of the input, so that copying it into a network's parameters is
 * a straight copy.
 */
final class HostGatherer implements Gatherer {

    /** Whether the array's memory is the host's, gapless, and of a type we move. */
    static boolean reaches(INDArray array) {
        boolean host = Nd4j.getExecutioner().type() == ExecutionerType.NATIVE_CPU;
        boolean type = array.dataType() == DataType.FLOAT || array.dataType() == DataType.DOUBLE;
        return host && type && !array.isEmpty() && array.rank() > 0;
    }

    @Override
    public void gather(INDArray array, Gather gather, @Nullable INDArray background, INDArray target) {
        char order = NewArrays.order(array);
        INDArray source = isGapless(array, order) ? array : array.dup(order);
        boolean direct = isGapless(target, order) && reaches(target) && target.dataType() == array.dataType();
        INDArray result = direct ? target : Nd4j.createUninitializedDetached(array.dataType(), order, target.shape());
        if (background != null) {
            result.assign(background);
        } else if (gather.hasFresh()) {
            result.assign(0);
        }
        try {
            move(source, gather, order, result);
        } finally {
            // Slices hold addresses only: copies of arrays with gaps must not be collected while they move.
            Reference.reachabilityFence(source);
            Reference.reachabilityFence(result);
        }
        if (!direct) {
            target.assign(result);
        }
    }

    private static void move(INDArray source, Gather gather, char order, INDArray result) {
        int[] axes = memoryOrder(source.rank(), order);
        int outer = axes[0];
        int outerSize = Math.toIntExact(source.size(outer));
        Inner inner = inner(gather, source, axes);
        int[] outerSource = gather.source(outer, outerSize);
        double[] outerFactors = gather.factors(outer);
        Slices slices = Slices.between(
                source, result, Math.toIntExact(source.length() / outerSize), inner.index.length * inner.length);
        for (int j = 0; j < outerSource.length; j++) {
            if (outerSource[j] != Gather.FRESH) {
                slices.move(outerSource[j], j, inner, outerFactors == null ? 1 : outerFactors[j]);
            }
        }
    }

    @Override
    public void addSlices(INDArray target, int axis, IntFunction<double @Nullable []> addends) {
        long[] places = placesOfFirstSlice(target, axis);
        Memory memory = Memory.of(target);
        try {
            for (int j = 0; j < target.size(axis); j++) {
                double[] addend = addends.apply(j);
                for (int p = 0; addend != null && p < places.length; p++) {
                    memory.add(places[p] + (long) j * target.stride(axis), addend[p]);
                }
            }
        } finally {
            Reference.reachabilityFence(target);
        }
    }

    /** Where in memory the elements of slice 0 stand, in row-major order of the other axes. */
    private static long[] placesOfFirstSlice(INDArray array, int axis) {
        long[] places = {0};
        for (int other = 0; other < array.rank(); other++) {
            if (other != axis) {
                long[] before = places;
                int size = Math.toIntExact(array.size(other));
                long stride = array.stride(other);
                places = new long[before.length * size];
                Arrays.setAll(places, i -> before[i / size] + i % size * stride);
            }
        }
        return places;
    }

    /** Whether the array's elements stand in its memory one after the other, in the given order of axes. */
    static boolean isGapless(INDArray array, char order) {
        long expected = 1;
        int[] axes = memoryOrder(array.rank(), order);
        for (int i = axes.length - 1; i >= 0; i--) {
            if (array.size(axes[i]) != 1 && array.stride(axes[i]) != expected) {
                return false;
            }
            expected *= array.size(axes[i]);
        }
        return true;
    }

    /** The axes from the outermost in memory to the innermost. */
    private static int[] memoryOrder(int rank, char order) {
        return IntStream.range(0, rank)
                .map(i -> order == 'c' ? i : rank - 1 - i)
                .toArray();
    }

    /**
     * What happens within a slice, which is made of blocks that move as they are.
     *
     * @param index for each block of the result's slice its number in the source's, or {@link Gather#FRESH}
     * @param factors for each block, null if all are 1
     * @param length elements in a block
     * @param straight whether the slice is copied as it is
     * @param fresh whether some block keeps what is there
     */
    record Inner(int[] index, double @Nullable [] factors, int length, boolean straight, boolean fresh) {}

    private static Inner inner(Gather gather, INDArray source, int[] axes) {
        int[] index = {0};
        double[] factors = {1};
        int length = 1;
        boolean scaled = false;
        int innermost = axes.length - 1;
        while (innermost > 0 && !gather.touches(axes[innermost])) {
            length *= Math.toIntExact(source.size(axes[innermost--]));
        }
        for (int i = 1; i <= innermost; i++) {
            int size = Math.toIntExact(source.size(axes[i]));
            int[] along = gather.source(axes[i], size);
            double[] scale = gather.factors(axes[i]);
            index = crossed(index, along, size);
            factors = crossed(factors, scale, along.length);
            scaled |= scale != null;
        }
        boolean fresh = Arrays.stream(index).anyMatch(place -> place == Gather.FRESH);
        return new Inner(index, scaled ? factors : null, length, innermost == 0, fresh);
    }

    private static int[] crossed(int[] outer, int[] along, int size) {
        int[] crossed = new int[outer.length * along.length];
        Arrays.setAll(crossed, i -> {
            int before = outer[i / along.length];
            int own = along[i % along.length];
            return before == Gather.FRESH || own == Gather.FRESH ? Gather.FRESH : before * size + own;
        });
        return crossed;
    }

    private static double[] crossed(double[] outer, double @Nullable [] along, int size) {
        double[] crossed = new double[outer.length * size];
        Arrays.setAll(crossed, i -> outer[i / size] * (along == null ? 1 : along[i % size]));
        return crossed;
    }
}
