package io.github.net2net.dl4j.layer;

import io.github.net2net.graph.AxisRole;
import io.github.net2net.graph.ChannelBehavior;
import java.util.Optional;

/** What net2net needs to know of {@link MixVertex}. */
public record MixVertexKind() implements LayerKind<MixVertex> {
    @Override
    public Class<MixVertex> type() {
        return MixVertex.class;
    }

    @Override
    public void describe(MixVertex vertex, LayerScope scope) {
        String[] axes = {"in", "out"};
        scope.add(
                scope.node("mix")
                        .behavior(new ChannelBehavior.Producer(Math.toIntExact(vertex.getNOut())))
                        .params(
                                scope.param("V", axes, new AxisRole.In(0), AxisRole.OUT),
                                scope.param("W", axes, new AxisRole.In(1), AxisRole.OUT)),
                ActivationFormat.features());
    }

    @Override
    public void resize(MixVertex vertex, StudentSizes sizes) {
        vertex.setNInX(sizes.in(0));
        vertex.setNInY(sizes.in(1));
        vertex.setNOut(sizes.out());
    }

    @Override
    public Optional<ExpectedInput> expects(MixVertex vertex, int input) {
        return ExpectedInput.of(input == 0 ? vertex.getNInX() : vertex.getNInY(), ActivationFormat.features());
    }
}
