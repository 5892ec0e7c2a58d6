package io.github.net2net.plan;

import com.google.common.collect.ImmutableList;
import io.github.net2net.channel.ChannelMap;
import io.github.net2net.spi.NormChange;
import io.github.net2net.spi.Scaling;
import io.github.net2net.spi.StateSlot;
import io.github.net2net.tensor.Gather;
import io.github.net2net.tensor.Tensor;
import io.github.net2net.transform.AxisGrowth;
import io.github.net2net.transform.Net2Wider;
import java.util.Arrays;
import java.util.List;

/** Channels of a parameter are merged: one of each set of equal ones is kept, and what reads them is summed. */
record Merged(ImmutableList<Axis> axes) implements ParamEdit {

    /**
     * One axis.
     *
     * @param members the first map has the channels that are kept, the others the second, third, … of each set, fresh for
     *     sets that have no more
     */
    record Axis(int axis, boolean reads, ImmutableList<ChannelMap> members) {

        Tensor apply(Tensor before) {
            Tensor result = gathered(before, members.get(0));
            for (ChannelMap more : reads ? members.subList(1, members.size()) : List.<ChannelMap>of()) {
                result = result.plus(gathered(before, more));
            }
            return result;
        }

        private Tensor gathered(Tensor before, ChannelMap map) {
            return before.gather(Gather.nothing().along(axis, map.sources()));
        }

        /** Where what is kept comes from; its gradient is that of the whole set. */
        AxisGrowth kept() {
            double[] sizes = new double[members.get(0).size()];
            for (ChannelMap map : members) {
                Arrays.setAll(sizes, j -> map.isFresh(j) ? sizes[j] : sizes[j] + 1);
            }
            return new AxisGrowth(axis, members.get(0), reads, null, reads ? null : sizes);
        }
    }

    @Override
    public Tensor apply(Tensor before, Context context) {
        return apply(before);
    }

    /** The parameter with its channels merged. */
    Tensor apply(Tensor before) {
        Tensor result = before;
        for (Axis axis : axes) {
            result = axis.apply(result);
        }
        return result;
    }

    @Override
    public Tensor applyToState(Tensor before, StateSlot slot, StateContext context) {
        return Net2Wider.state(
                context.tensors(), before, axes.stream().map(Axis::kept).toList(), slot);
    }

    @Override
    public Scaling scaling(Scaling before) {
        Scaling scaling = before;
        for (Axis axis : axes) {
            scaling = scaling.and(null, axis.kept().gradients());
        }
        return scaling;
    }

    /** Norms of sums are others. */
    @Override
    public NormChange norms(NormChange before) {
        return before.withNoise();
    }

    @Override
    public ParamEdit padded() {
        return this;
    }
}
