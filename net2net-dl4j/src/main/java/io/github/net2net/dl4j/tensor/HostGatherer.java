package io.github.net2net.dl4j.tensor;

import io.github.net2net.tensor.Gather;
import io.github.net2net.tensor.Shape;
import java.lang.ref.Reference;
import java.util.Arrays;
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
    public INDArray gather(INDArray array, Gather gather, Shape target, @Nullable INDArray background) {
        char order = NewArrays.order(array);
        INDArray source = isGapless(array) ? array : array.dup(order);
        INDArray result = result(source, gather, target, background);
        int[] axes = memoryOrder(target.rank(), order);
        int outer = axes[0];
        Shape shape = shapeOf(source);
        Inner inner = inner(gather, shape, axes);
        int[] outerSource = gather.source(outer, shape);
        double[] outerFactors = gather.factors(outer);
        Slices slices =
                Slices.between(source, result, Math.toIntExact(shape.length() / shape.size(outer)), inner.index.length);
        try {
            for (int j = 0; j < outerSource.length; j++) {
                if (outerSource[j] != Gather.FRESH) {
                    slices.move(outerSource[j], j, inner, outerFactors == null ? 1 : outerFactors[j]);
                }
            }
        } finally {
            // Slices hold addresses only: the copy of an array with gaps must not be collected while they move.
            Reference.reachabilityFence(source);
        }
        return result;
    }

    private static INDArray result(INDArray source, Gather gather, Shape target, @Nullable INDArray background) {
        if (background != null) {
            return background.dup(NewArrays.order(source));
        }
        return gather.hasFresh()
                ? NewArrays.zeros(source.dataType(), NewArrays.order(source), target)
                : NewArrays.uninitialized(source.dataType(), NewArrays.order(source), target);
    }

    static boolean isGapless(INDArray array) {
        long expected = 1;
        int[] axes = memoryOrder(array.rank(), NewArrays.order(array));
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

    private static Shape shapeOf(INDArray array) {
        return Shape.of(Arrays.stream(array.shape()).mapToInt(Math::toIntExact).toArray());
    }

    /**
     * What happens within a slice.
     *
     * @param index for each place of the result's slice the place in the source's, or {@link Gather#FRESH}
     * @param factors for each place, null if all are 1
     * @param straight whether the slice is copied as it is
     * @param fresh whether some place keeps what is there
     */
    record Inner(int[] index, double @Nullable [] factors, boolean straight, boolean fresh) {}

    private static Inner inner(Gather gather, Shape source, int[] axes) {
        int[] index = {0};
        double[] factors = {1};
        boolean touched = false;
        boolean scaled = false;
        for (int i = 1; i < axes.length; i++) {
            int[] along = gather.source(axes[i], source);
            double[] scale = gather.factors(axes[i]);
            index = crossed(index, along, source.size(axes[i]));
            factors = crossed(factors, scale, along.length);
            scaled |= scale != null;
            touched |= gather.touches(axes[i]);
        }
        boolean fresh = Arrays.stream(index).anyMatch(place -> place == Gather.FRESH);
        return new Inner(index, scaled ? factors : null, !touched, fresh);
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
