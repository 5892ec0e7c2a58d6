package io.github.net2net.plan;

import io.github.net2net.channel.ChannelMap;
import io.github.net2net.spi.NormChange;
import io.github.net2net.spi.StateSlot;
import io.github.net2net.tensor.Gather;
import io.github.net2net.tensor.Tensor;
import java.util.Arrays;

/**
 * The parameters of new output channels, after a widening has added them: weights of zero, and a bias below all others, so
 * that the new logits are low and the same for all inputs.
 *
 * @param axis of output channels
 * @param map the old channels in their places; the new ones are fresh
 * @param low whether it is the bias
 */
record NewClasses(int axis, ChannelMap map, boolean low) implements ParamEdit {
    /** How far new biases are below the lowest old one: odds of e⁻¹⁰, 0.005%. */
    static final double BELOW = 10;

    @Override
    public Tensor apply(Tensor before, Context context) {
        Tensor zeros = before.gather(Gather.nothing().along(axis, map.sources()));
        if (!low) {
            return zeros;
        }
        double lowest = lowest(before) - BELOW;
        return zeros.plusSlices(axis, (j, i) -> map.isFresh(j) ? lowest : 0);
    }

    private double lowest(Tensor before) {
        double lowest = Double.POSITIVE_INFINITY;
        int[] index = new int[before.shape().rank()];
        for (int j = 0; j < map.size(); j++) {
            index[axis] = j;
            lowest = map.isFresh(j) ? lowest : Math.min(lowest, before.at(index));
        }
        return lowest;
    }

    @Override
    public Tensor applyToState(Tensor before, StateSlot slot, StateContext context) {
        return before;
    }

    @Override
    public NormChange norms(NormChange before) {
        double[] factors = new double[map.size()];
        Arrays.setAll(factors, j -> map.isFresh(j) ? 0 : 1);
        return before.along(axis, map, factors);
    }

    /** The baseline keeps the initializer's values. */
    @Override
    public ParamEdit padded() {
        return new NewClasses(axis, ChannelMap.identity(map.size()), false);
    }
}
