package io.github.net2net.dl4j.layer;

import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.Node;
import io.github.net2net.graph.Param;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Layer;

/** What all convolutions that mix channels share. */
interface MixingConvolution extends LayerKind {

    /** Adds the node with its weights and bias, applied at each output position, and the layer's activation behind it. */
    static void add(LayerScope scope, Node.Builder node, Param weights, Form behind) {
        addTransposed(scope, node.positions(behind.positions()), weights, behind);
    }

    /** As {@link #add}, of a node that says itself at how many positions it applies its weights. */
    static void addTransposed(LayerScope scope, Node.Builder node, Param weights, Form behind) {
        ConvolutionLayer layer = scope.layer(ConvolutionLayer.class);
        List<Param> params = new ArrayList<>();
        params.add(weights);
        params.addAll(scope.bias());
        scope.add(
                node.behavior(new ChannelBehavior.Producer(Math.toIntExact(layer.getNOut())))
                        .params(params),
                behind);
        scope.addActivation(layer.getActivationFn());
    }

    @Override
    default void resize(Layer layer, Sizes sizes) {
        Kernels.resize((ConvolutionLayer) layer, sizes);
    }
}
