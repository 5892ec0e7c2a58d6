package io.github.net2net.dl4j.layer;

import io.github.net2net.graph.AxisRole;
import io.github.net2net.graph.ChannelBehavior;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;

/** Each feature times a weight of its own plus a bias: W [1, n], b [1, n]. */
record ScalingKind() implements LayerKind {

    @Override
    public void read(LayerScope scope) {
        if (!(scope.form() instanceof Form.FeedForward || scope.form() instanceof Form.Unknown)) {
            scope.addOpaque("element-wise multiplication", "multiplies something else than [example, feature]");
            return;
        }
        scope.add(
                scope.main("element-wise multiplication")
                        .behavior(new ChannelBehavior.PerChannel())
                        .params(
                                scope.perChannel("W", "channels", AxisRole.PER_INPUT),
                                scope.perChannel("b", "channels", AxisRole.PER_INPUT)),
                Form.FeedForward.of(scope.form()));
        scope.addActivation(scope.layer(ElementWiseMultiplicationLayer.class).getActivationFn());
    }

    @Override
    public void resize(Layer layer, Sizes sizes) {
        FeedForwardLayer scaling = (FeedForwardLayer) layer;
        scaling.setNIn(sizes.in());
        scaling.setNOut(sizes.out());
    }
}
