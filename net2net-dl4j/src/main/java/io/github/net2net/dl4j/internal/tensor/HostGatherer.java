package io.github.net2net.dl4j.internal.tensor;

import com.google.common.math.IntMath;
import io.github.net2net.tensor.Gather;
import io.github.net2net.tensor.SliceAddend;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.Pointer;
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
    /** Elements that are measured at once; they fit into the processor's cache. */
    private static final int BLOCK = 1 << 13;

    /** Blocks that one thread works on in turn. */
    private static final int PART = 1 << 8;

    /** Whether arrays of this type are in the host's memory, and we move them. */
    static boolean reaches(DataType type) {
        return Nd4j.getExecutioner().type() == ExecutionerType.NATIVE_CPU
                && (type == DataType.FLOAT || type == DataType.DOUBLE);
    }

    @Override
    public void gather(INDArray array, Gather gather, @Nullable Consumer<INDArray> background, INDArray target) {
        char order = NewArrays.order(array);
        INDArray source = isGapless(array, order) && !startTogether(array, target) ? array : array.dup(order);
        boolean direct = isGapless(target, order) && !target.isEmpty() && target.dataType() == array.dataType();
        INDArray result = direct ? target : Nd4j.createUninitializedDetached(array.dataType(), order, target.shape());
        if (background != null) {
            background.accept(result);
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
        int sourceLength = Math.toIntExact(source.length() / outerSize);
        int targetLength = inner.index.length * inner.length;
        inParts(outerSource.length, targetLength, (from, to) -> {
            Line before = Line.of(source, sourceLength);
            Line after = Line.of(result, targetLength);
            for (int j = from; j < to; j++) {
                double factor = outerFactors == null ? 1 : outerFactors[j];
                long place = (long) j * targetLength;
                if (outerSource[j] != Gather.FRESH && inner.straight && factor == 1) {
                    copy(source, (long) outerSource[j] * sourceLength, result, place, targetLength);
                } else if (outerSource[j] != Gather.FRESH) {
                    before.read((long) outerSource[j] * sourceLength, sourceLength);
                    if (inner.fresh) {
                        after.read(place, targetLength);
                    }
                    after.gather(before, inner, factor);
                    after.write(place);
                }
            }
        });
    }

    private static void copy(INDArray source, long from, INDArray target, long to, long length) {
        int width = source.dataType().width();
        Pointer.memcpy(at(target, to * width), at(source, from * width), length * width);
    }

    private static Pointer at(INDArray array, long bytes) {
        Pointer memory = array.data().addressPointer();
        return new Pointer(memory) {
            {
                address = memory.address() + bytes;
            }
        };
    }

    /** Work on some of the lines. */
    private interface Part {
        void work(int from, int to);
    }

    /** Works on lines on all processors, some at a time. */
    private static void inParts(int lines, int length, Part part) {
        int some = 1 + BLOCK * PART / Math.max(1, length);
        IntStream.range(0, (lines + some - 1) / some)
                .parallel()
                .forEach(k -> part.work(k * some, Math.min(lines, (k + 1) * some)));
    }

    private static boolean startTogether(INDArray one, INDArray other) {
        return one.data().addressPointer().address()
                == other.data().addressPointer().address();
    }

    @Override
    public void addSlices(INDArray target, int axis, double scale, SliceAddend addend) {
        char order = NewArrays.order(target);
        INDArray result = isGapless(target, order) ? target : target.dup(order);
        int[] axes = memoryOrder(target.rank(), order);
        int lines = Math.toIntExact(target.size(axes[0]));
        int length = Math.toIntExact(target.length() / lines);
        LineAddends addends = LineAddends.of(target.shape(), axes, axis, addend);
        try {
            inParts(lines, length, (from, to) -> {
                Line line = Line.of(result, length);
                for (int k = from; k < to; k++) {
                    line.read((long) k * length, length);
                    addends.addTo(line, k, scale);
                    line.write((long) k * length);
                }
            });
        } finally {
            Reference.reachabilityFence(result);
        }
        if (result != target) {
            target.assign(result);
        }
    }

    /** Works on a part of an array. */
    private interface Measure<T> {
        T of(Line line, int length);
    }

    /** What is measured on each {@link #BLOCK} elements of an array, in their order, on all processors. */
    private static <T> List<T> measured(INDArray array, Measure<T> measure) {
        char order = NewArrays.order(array);
        INDArray all = isGapless(array, order) ? array : array.dup(order);
        int blocks = Math.toIntExact((all.length() + BLOCK - 1) / BLOCK);
        try {
            return IntStream.range(0, (blocks + PART - 1) / PART)
                    .parallel()
                    .boxed()
                    .flatMap(part -> {
                        Line line = Line.of(all, BLOCK);
                        return IntStream.range(part * PART, Math.min(blocks, (part + 1) * PART))
                                .mapToObj(block -> {
                                    long place = (long) block * BLOCK;
                                    int length = (int) Math.min(BLOCK, all.length() - place);
                                    line.read(place, length);
                                    return measure.of(line, length);
                                });
                    })
                    .toList();
        } finally {
            Reference.reachabilityFence(all);
        }
    }

    @Override
    public boolean isFinite(INDArray array) {
        return measured(array, (line, length) -> line.isFinite(length)).stream().allMatch(finite -> finite);
    }

    /** The moments of parts are merged (Chan and others 1979). */
    @Override
    public Moments moments(INDArray array) {
        double unit = array.dataType() == DataType.FLOAT ? 1 : OpGatherer.unit(array, OpGatherer.SAFE_DOUBLE);
        List<double[]> parts = measured(array, (line, length) -> moments(line, length, 1 / unit));
        return merged(parts, array.length(), unit);
    }

    /** Mean and sum of squared differences from it. One of the elements is subtracted first, so that little cancels. */
    private static double[] moments(Line line, int length, double factor) {
        double shift = line.get(0) * factor;
        double sum = 0;
        double squares = 0;
        int paired = length - length % 4;
        for (int i = 0; i < paired; i += 4) {
            double a = line.get(i) * factor - shift;
            double b = line.get(i + 1) * factor - shift;
            double c = line.get(i + 2) * factor - shift;
            double d = line.get(i + 3) * factor - shift;
            sum += (a + b) + (c + d);
            squares += (a * a + b * b) + (c * c + d * d);
        }
        for (int i = paired; i < length; i++) {
            double value = line.get(i) * factor - shift;
            sum += value;
            squares += value * value;
        }
        double mean = sum / length;
        return new double[] {shift + mean, squares - length * mean * mean};
    }

    private static Moments merged(List<double[]> parts, long length, double unit) {
        double mean = 0;
        double squares = 0;
        for (int k = 0; k < parts.size(); k++) {
            double before = (double) k * BLOCK;
            double own = Math.min(BLOCK, length - before);
            double apart = parts.get(k)[0] - mean;
            mean += apart * own / (before + own);
            squares += parts.get(k)[1] + apart * apart * before * own / (before + own);
        }
        return new Moments(mean * unit, Math.sqrt(Math.max(0, squares / length)) * unit);
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
    record Inner(int[] index, double @Nullable [] factors, int length, boolean straight, boolean fresh) {

        /** As blocks that are so many of these. */
        Inner joined(int count) {
            int[] starts =
                    IntStream.range(0, index.length / count).map(i -> i * count).toArray();
            return new Inner(
                    IntStream.of(starts).map(i -> index[i] / count).toArray(),
                    factors == null
                            ? null
                            : IntStream.of(starts).mapToDouble(i -> factors[i]).toArray(),
                    length * count,
                    straight,
                    fresh);
        }
    }

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
        Inner blocks = new Inner(index, scaled ? factors : null, length, innermost == 0, fresh);
        return fresh || index.length == 0 ? blocks : blocks.joined(together(index, factors));
    }

    /** How many blocks can always be moved together: before a dense layer, all positions of a channel. */
    private static int together(int[] index, double[] factors) {
        int together = 0;
        int start = 0;
        for (int i = 1; i <= index.length; i++) {
            if (i == index.length || index[i] != index[i - 1] + 1 || factors[i] != factors[i - 1]) {
                together = IntMath.gcd(IntMath.gcd(together, i - start), index[start]);
                start = i;
            }
        }
        return together;
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
