package io.github.net2net.dl4j.internal.tensor;

import io.github.net2net.tensor.SliceAddend;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** What is added to the lines of an array, which are its slices along the outermost axis in memory. */
abstract class LineAddends {

    /** @param axes of the array, the outermost in memory first */
    static LineAddends of(long[] shape, int[] axes, int axis, SliceAddend addend) {
        int[] positions = alongLine(shape, axes, other -> positionStride(shape, axis, other));
        return axes[0] == axis ? new Whole(positions, addend) : new Within(shape, axes, axis, positions, addend);
    }

    /** Adds to line {@code k}; for several threads at once. */
    abstract void addTo(Line line, int k, double scale);

    /** The lines are the slices. */
    private static final class Whole extends LineAddends {
        private final int[] positions;
        private final SliceAddend addend;

        Whole(int[] positions, SliceAddend addend) {
            this.positions = positions;
            this.addend = addend;
        }

        @Override
        void addTo(Line line, int k, double scale) {
            if (addend.changes(k)) {
                for (int i = 0; i < positions.length; i++) {
                    line.add(i, scale * addend.at(k, positions[i]));
                }
            }
        }
    }

    /** Each line has elements of all slices. Of two opposite slices, addends are asked for one. */
    private static final class Within extends LineAddends {
        private final int[] places;
        private final int[] opposites;
        private final int[] ofPlace;
        private final int[] positions;
        private final int stride;
        private final SliceAddend addend;

        Within(long[] shape, int[] axes, int axis, int[] positions, SliceAddend addend) {
            int[] slices = alongLine(shape, axes, other -> other == axis ? 1 : 0);
            int step = Math.toIntExact(IntStream.of(axes)
                    .dropWhile(other -> other != axis)
                    .skip(1)
                    .mapToLong(other -> shape[other])
                    .reduce(1, (a, b) -> a * b));
            places = IntStream.range(0, slices.length)
                    .filter(i -> addend.changes(slices[i]))
                    .filter(i -> addend.opposite(slices[i]) < 0 || addend.opposite(slices[i]) > slices[i])
                    .toArray();
            opposites = IntStream.of(places)
                    .map(i -> addend.opposite(slices[i]) < 0 ? -1 : i + (addend.opposite(slices[i]) - slices[i]) * step)
                    .toArray();
            ofPlace = IntStream.of(places).map(i -> slices[i]).toArray();
            this.positions = IntStream.of(places).map(i -> positions[i]).toArray();
            this.addend = addend;
            stride = positionStride(shape, axis, axes[0]);
        }

        @Override
        void addTo(Line line, int k, double scale) {
            for (int i = 0; i < places.length; i++) {
                double added = scale * addend.at(ofPlace[i], positions[i] + k * stride);
                line.add(places[i], added);
                if (opposites[i] >= 0) {
                    line.add(opposites[i], -added);
                }
            }
        }
    }

    /** By how much the position in a slice grows along another axis, row-major; 0 for the slices' own axis. */
    private static int positionStride(long[] shape, int sliced, int axis) {
        if (axis == sliced) {
            return 0;
        }
        return Math.toIntExact(LongStream.range(axis + 1, shape.length)
                .filter(inner -> inner != sliced)
                .map(inner -> shape[(int) inner])
                .reduce(1, (a, b) -> a * b));
    }

    /** For each element of the first line in memory the sum of its indices times the strides of their axes. */
    private static int[] alongLine(long[] shape, int[] axes, IntUnaryOperator stride) {
        int[] along = {0};
        for (int i = 1; i < axes.length; i++) {
            int[] before = along;
            int size = Math.toIntExact(shape[axes[i]]);
            int step = stride.applyAsInt(axes[i]);
            along = new int[before.length * size];
            Arrays.setAll(along, k -> before[k / size] + k % size * step);
        }
        return along;
    }
}
