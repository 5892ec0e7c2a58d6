package io.github.net2net.dl4j.layer;

import org.deeplearning4j.nn.conf.layers.ActivationLayer;

/** An activation function as a layer of its own. */
record ActivationKind() implements LayerKind {
    @Override
    public void read(LayerScope scope) {
        scope.addActivation(scope.layer(ActivationLayer.class).getActivationFn());
    }
}
