package io.github.net2net.dl4j.layer;

import io.github.net2net.graph.AxisRole;
import io.github.net2net.graph.ChannelBehavior;
import java.util.Optional;

/** What net2net needs to know of {@link SineLayer}. */
public final class SineLayerKind implements LayerKind<SineLayer> {

    @Override
    public Class<SineLayer> type() {
        return SineLayer.class;
    }

    @Override
    public Optional<ExpectedInput> expects(SineLayer layer) {
        return ExpectedInput.of(layer.getNIn(), ActivationFormat.features());
    }

    @Override
    public void describe(SineLayer layer, LayerScope scope) {
        if (scope.accepts("sine layer", ActivationFormat.features())) {
            scope.add(
                    scope.node("sine layer")
                            .behavior(new ChannelBehavior.Producer(Math.toIntExact(layer.getNOut())))
                            .params(
                                    scope.param("W", new String[] {"in", "out"}, AxisRole.IN, AxisRole.OUT),
                                    scope.vector("b", "out", AxisRole.OUT))
                            .positions(1L),
                    ActivationFormat.features());
        }
    }

    @Override
    public void resize(SineLayer layer, StudentSizes sizes) {
        layer.setNIn(sizes.in());
        layer.setNOut(sizes.out());
    }
}
