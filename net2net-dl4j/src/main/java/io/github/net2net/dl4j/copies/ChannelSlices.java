package io.github.net2net.dl4j.copies;

import com.google.common.primitives.ImmutableIntArray;
import io.github.net2net.graph.ChannelCopies;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The elements of one parameter, or of its gradient, by the channel that they belong to.
 *
 * @param values all elements in row-major order
 * @param length the size of the axis that has channels
 * @param inner the number of elements for each index of that axis and those before it
 * @param places for each channel its indices along the axis
 */
record ChannelSlices(double[] values, int length, int inner, List<ImmutableIntArray> places) {

    static ChannelSlices of(INDArray array, ChannelCopies.Slices slices, int channels) {
        List<ImmutableIntArray.Builder> places = new ArrayList<>();
        IntStream.range(0, channels).forEach(channel -> places.add(ImmutableIntArray.builder()));
        ImmutableIntArray channelOf = slices.channelOf();
        for (int i = 0; i < channelOf.length(); i++) {
            if (channelOf.get(i) >= 0) {
                places.get(channelOf.get(i)).add(i);
            }
        }
        int inner = 1;
        for (int axis = slices.axis() + 1; axis < array.rank(); axis++) {
            inner *= Math.toIntExact(array.size(axis));
        }
        return new ChannelSlices(
                array.dup('c').data().asDouble(),
                Math.toIntExact(array.size(slices.axis())),
                inner,
                places.stream().map(ImmutableIntArray.Builder::build).toList());
    }

    /** The squared Euclidean distance of two channels' elements. */
    double squaredDistance(int one, int other) {
        double sum = 0;
        ImmutableIntArray first = places.get(one);
        ImmutableIntArray second = places.get(other);
        for (int outer = 0; outer < values.length; outer += length * inner) {
            for (int i = 0; i < first.length(); i++) {
                int a = outer + first.get(i) * inner;
                int b = outer + second.get(i) * inner;
                for (int j = 0; j < inner; j++) {
                    double difference = values[a + j] - values[b + j];
                    sum += difference * difference;
                }
            }
        }
        return sum;
    }

    /** The squared Euclidean norm of a channel's elements. */
    double squaredNorm(int channel) {
        double sum = 0;
        ImmutableIntArray own = places.get(channel);
        for (int outer = 0; outer < values.length; outer += length * inner) {
            for (int i = 0; i < own.length(); i++) {
                int start = outer + own.get(i) * inner;
                for (int j = start; j < start + inner; j++) {
                    sum += values[j] * values[j];
                }
            }
        }
        return sum;
    }
}
