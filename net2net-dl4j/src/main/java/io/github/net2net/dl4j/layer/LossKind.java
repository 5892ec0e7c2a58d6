package io.github.net2net.dl4j.layer;

import org.deeplearning4j.nn.conf.layers.BaseLayer;

/** A loss without weights, of features, images, series or volumes: the activation of what arrives. */
record LossKind() implements LayerKind {
    @Override
    public void read(LayerScope scope) {
        scope.addActivation(scope.layer(BaseLayer.class).getActivationFn());
    }
}
