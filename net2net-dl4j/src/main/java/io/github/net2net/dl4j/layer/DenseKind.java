package io.github.net2net.dl4j.layer;

import io.github.net2net.graph.AxisRole;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.MaskUse;
import io.github.net2net.graph.Node;
import io.github.net2net.graph.Param;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;

/** Dense and output layers: W [in, out], b [1, out], with layer normalization also g [1, out]. */
record DenseKind(String word) implements LayerKind {

    @Override
    public void read(LayerScope scope) {
        FeedForwardLayer layer = scope.layer(FeedForwardLayer.class);
        if (!(scope.form() instanceof Form.FeedForward || scope.form() instanceof Form.Unknown)) {
            scope.addOpaque(word, "is a " + word + " whose input is not of the form [example, feature]");
            return;
        }
        Form features = Form.FeedForward.of(scope.form());
        List<Param> params = new ArrayList<>();
        params.add(scope.param("W", new String[] {"in", "out"}, AxisRole.IN, AxisRole.OUT));
        for (String vector : List.of("b", "g")) {
            if (scope.has(vector)) {
                params.add(scope.perChannel(vector, "out", AxisRole.OUT));
            }
        }
        Node.Builder node = scope.main(word)
                .behavior(new ChannelBehavior.Producer(Math.toIntExact(layer.getNOut())))
                .params(params)
                .maskUse(MaskUse.ZEROES)
                .positions(features.positions());
        if (layer instanceof DenseLayer dense && dense.isHasLayerNorm()) {
            node.fixedBecause("normalizes over its own outputs (layer normalization), so copies would change them")
                    .notRepeatable("normalizes over its own outputs (layer normalization), which is no identity");
        }
        scope.add(node, features);
        scope.addActivation(scope.layer(BaseLayer.class).getActivationFn());
    }

    @Override
    public void resize(Layer layer, Sizes sizes) {
        FeedForwardLayer dense = (FeedForwardLayer) layer;
        dense.setNIn(sizes.in());
        dense.setNOut(sizes.out());
    }
}
