package io.github.net2net.plan;

import io.github.net2net.spi.NormChange;
import io.github.net2net.spi.Scaling;
import io.github.net2net.tensor.Tensor;
import java.util.Set;

/**
 * An attention gets more heads, or larger ones. Where the new ones are read they have weight zero.
 *
 * @param what they add, for messages: "new heads"
 */
record WidenedHeads(ParamEdit.Widened widened, String what) implements ParamEdit.OfWidening {
    @Override
    public Tensor apply(Tensor before, ParamEdit.Context context) {
        return widened.apply(before, context);
    }

    @Override
    public Scaling scaling(Scaling before) {
        return widened.scaling(before);
    }

    @Override
    public NormChange norms(NormChange before) {
        return widened.norms(before);
    }

    @Override
    public Set<String> grown() {
        return Set.of(what);
    }
}
