package io.github.net2net.plan;

import io.github.net2net.spi.NormChange;
import io.github.net2net.spi.Scaling;
import io.github.net2net.tensor.Tensor;
import io.github.net2net.transform.AxisGrowth;
import org.jspecify.annotations.Nullable;

/**
 * A matrix of weights before a layer normalization: new outputs start as the mean of the others.
 *
 * @param outputs the growth of the axis of outputs
 */
record Averaged(ParamEdit.Widened widened, AxisGrowth outputs) implements ParamEdit.OfWidening {
    @Override
    public Tensor apply(Tensor before, Context context) {
        Tensor wider = widened.apply(before, (Tensor) null);
        int axis = outputs.axis();
        double[] means = new double[wider.shape().size(1 - axis)];
        for (int i = 0; i < means.length; i++) {
            for (int j = 0; j < outputs.map().size(); j++) {
                means[i] += axis == 0 ? wider.at(j, i) : wider.at(i, j);
            }
            means[i] /= outputs.map().teacherSize();
        }
        return wider.plusSlices(axis, (j, i) -> outputs.map().isFresh(j) ? means[i] : 0);
    }

    @Override
    public Scaling scaling(Scaling before) {
        return widened.scaling(before);
    }

    /** Norms over the new outputs are others. */
    @Override
    public NormChange norms(NormChange before) {
        return widened.norms(before).withNoise();
    }

    /** The mean replaces initial values. */
    @Override
    public boolean needsInitial() {
        return false;
    }

    @Override
    public @Nullable String computesFrom() {
        return "the mean of the outputs of a layer normalization";
    }
}
