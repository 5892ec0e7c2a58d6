package io.github.net2net.transform;

import io.github.net2net.channel.ChannelMap;
import io.github.net2net.spi.StateSlot;
import io.github.net2net.tensor.Gather;
import io.github.net2net.tensor.Tensor;
import io.github.net2net.tensor.TensorFactory;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Net2WiderNet on single tensors: arXiv 1511.05641, section 2.2.
 *
 * <pre>{@code
 * ChannelMap map = Donors.random().choose(64, 96, new Random(1));
 * double[] shares = Shares.equal().shares(map, new Random(2));
 * Tensor wider = Net2Wider.producer(kernel, 0, map);            // out axis: W'[j] = W[g(j)]
 * Tensor next = Net2Wider.consumer(nextKernel, 1, map, shares); // in axis:  V'[j] = a(j) V[g(j)]
 * }</pre>
 *
 * The bias, and everything else that is per channel, is a producer; the consumer's bias does not change.
 */
public final class Net2Wider {
    private Net2Wider() {}

    /** {@code tensor} with the slices of the axis of output channels copied by {@code map}. */
    public static Tensor producer(Tensor tensor, int outAxis, ChannelMap map) {
        return widen(tensor, List.of(AxisGrowth.producing(outAxis, map)), null);
    }

    /**
     * {@code tensor} with the slices of the axis that reads the channels copied by {@code map}, each times its
     * share. Fresh channels are read with weight zero.
     *
     * @param shares one factor for each student channel; over each set of copies they sum to 1
     */
    public static Tensor consumer(Tensor tensor, int inAxis, ChannelMap map, double[] shares) {
        return widen(tensor, List.of(AxisGrowth.consuming(inAxis, map, shares)), null);
    }

    /**
     * {@code tensor} grown along several axes at once.
     *
     * @param background values for what fresh channels have of their own, of the result's shape; zero if null
     */
    public static Tensor widen(Tensor tensor, List<AxisGrowth> axes, @Nullable Tensor background) {
        boolean freshReaders =
                axes.stream().anyMatch(axis -> axis.reads() && axis.map().hasFresh());
        if (background == null || !freshReaders) {
            return tensor.gather(gather(axes), background);
        }
        List<AxisGrowth> readers = axes.stream().filter(AxisGrowth::reads).toList();
        List<AxisGrowth> others = axes.stream().filter(axis -> !axis.reads()).toList();
        Tensor read = tensor.gather(gather(readers));
        return others.isEmpty() ? read : read.gather(gather(others), background);
    }

    /** {@code tensor} grown along several axes, with everything that is not the teacher's from {@code background}. */
    public static Tensor pad(Tensor tensor, List<AxisGrowth> axes, Tensor background) {
        Gather gather = Gather.nothing();
        for (AxisGrowth axis : axes) {
            gather = gather.along(axis.axis(), axis.map().sources());
        }
        return tensor.gather(gather, background);
    }

    /**
     * What an optimizer remembers of a tensor that grows along {@code axes}. New slices have no gradients yet: they
     * start at the state's initial value, or at the mean where a size of zero would make steps too large.
     */
    public static Tensor state(TensorFactory factory, Tensor state, List<AxisGrowth> axes, StateSlot slot) {
        Gather gather = Gather.nothing();
        for (AxisGrowth axis : axes) {
            gather = gather.along(axis.axis(), axis.map().sources(), stateFactors(axis, slot.scale()));
        }
        if (!gather.hasFresh()) {
            return state.gather(gather);
        }
        double start = slot.scale().startsAtMean() ? state.mean() : slot.initial();
        return state.gather(gather, factory.filled(gather.resultShape(state.shape()), start));
    }

    private static double[] stateFactors(AxisGrowth axis, StateSlot.Scale scale) {
        double[] values = axis.values();
        double[] gradients = axis.gradients();
        double[] factors = new double[axis.map().size()];
        Arrays.setAll(factors, j -> {
            double gradient = gradients == null ? 1 : gradients[j];
            boolean unread = gradient == 0 && scale.startsAtMean();
            return scale.factor(values == null ? 1 : values[j], unread ? 1 : gradient);
        });
        return factors;
    }

    private static Gather gather(List<AxisGrowth> axes) {
        Gather gather = Gather.nothing();
        for (AxisGrowth axis : axes) {
            double[] values = axis.values();
            gather = values == null
                    ? gather.along(axis.axis(), axis.map().sources())
                    : gather.along(axis.axis(), axis.map().sources(), values);
        }
        return gather;
    }

    /**
     * A widened consumer with noise on its copied slices that sums to zero over each set of copies, so that the result
     * reads equal copies exactly as before. At position i of a slice, copy k of the n of channel c gets
     *
     * <pre>
     *   relative * (standard deviation of the tensor) * (z(k) - z((k + 1) mod n)) / √2
     * </pre>
     *
     * The numbers z(2m) and z(2m + 1) are the lower and the upper half of number i of the SplitMix64 stream for the seed, c and m,
     * as signed integers, times √12 / 2³²: uniform noise of variance 1. Each addend depends on the seed and its place only, and
     * not on the order in which elements are changed.
     *
     * @param axis the axis that reads the channels
     * @param map the axis' map
     * @param relative the noise's standard deviation relative to the tensor's
     */
    public static Tensor zeroSumNoise(Tensor tensor, int axis, ChannelMap map, double relative, long seed) {
        boolean copied = Arrays.stream(map.copies()).anyMatch(count -> count > 1);
        return copied ? tensor.plusNoise(axis, relative / Math.sqrt(2), new ZeroSumNoise(map, seed)) : tensor;
    }

    /**
     * A widened producer with noise on all but the first of each set of copies. Not exact. Slice j gets the numbers z(1) of
     * {@link #zeroSumNoise}, of the stream for the seed and j.
     *
     * @param axis the axis of output channels
     * @param map the axis' map
     * @param relative the noise's standard deviation relative to the tensor's
     */
    public static Tensor incomingNoise(Tensor tensor, int axis, ChannelMap map, double relative, long seed) {
        int[] rank = ZeroSumNoise.rankAmongCopies(map);
        long[] streams = new long[map.size()];
        Arrays.setAll(streams, j -> Seeds.derive(seed, j));
        return tensor.plusNoise(
                axis, relative, (j, i) -> rank[j] == 0 ? 0 : Seeds.noise(Seeds.bits(streams[j], i) >> Integer.SIZE));
    }

    /** A widened tensor with noise along one axis: zero-sum noise where it reads channels, else incoming noise. */
    public static Tensor noise(Tensor tensor, AxisGrowth axis, double relative, long seed) {
        return axis.reads()
                ? zeroSumNoise(tensor, axis.axis(), axis.map(), relative, seed)
                : incomingNoise(tensor, axis.axis(), axis.map(), relative, seed);
    }
}
