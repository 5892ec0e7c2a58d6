package io.github.net2net.dl4j.layer;

import org.deeplearning4j.nn.conf.layers.LossLayer;

/** A loss without weights: the activation of what arrives. */
record LossKind() implements LayerKind {
    @Override
    public void read(LayerScope scope) {
        scope.addActivation(scope.layer(LossLayer.class).getActivationFn());
    }
}
