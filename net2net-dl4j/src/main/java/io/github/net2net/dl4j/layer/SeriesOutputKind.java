package io.github.net2net.dl4j.layer;

import io.github.net2net.graph.AxisRole;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.Param;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;

/** A dense layer and loss at every step of a series: W [in, out], b [1, out]. */
record SeriesOutputKind() implements LayerKind {

    @Override
    public void read(LayerScope scope) {
        RnnOutputLayer layer = scope.layer(RnnOutputLayer.class);
        if (!(scope.form() instanceof Form.Series || scope.form() instanceof Form.Unknown)) {
            scope.addOpaque("output layer", "is an output layer for series but is not known to get any");
            return;
        }
        List<Param> params = new ArrayList<>();
        params.add(scope.param("W", new String[] {"in", "out"}, AxisRole.IN, AxisRole.OUT));
        params.addAll(scope.bias());
        scope.add(
                scope.main("output layer")
                        .behavior(new ChannelBehavior.Producer(Math.toIntExact(layer.getNOut())))
                        .params(params),
                new Form.Series(layer.getRnnDataFormat() == null ? RNNFormat.NCW : layer.getRnnDataFormat()));
        scope.addActivation(layer.getActivationFn());
    }

    @Override
    public void resize(Layer layer, Sizes sizes) {
        FeedForwardLayer output = (FeedForwardLayer) layer;
        output.setNIn(sizes.in());
        output.setNOut(sizes.out());
    }
}
