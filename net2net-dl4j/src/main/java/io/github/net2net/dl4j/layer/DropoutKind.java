package io.github.net2net.dl4j.layer;

import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;

/** Dropout as a layer of its own. */
record DropoutKind() implements LayerKind {
    @Override
    public void read(LayerScope scope) {
        scope.addKeeping("dropout", scope.form());
    }

    @Override
    public void resize(Layer layer, Sizes sizes) {
        DropoutLayer dropout = (DropoutLayer) layer;
        dropout.setNIn(sizes.in());
        dropout.setNOut(sizes.out());
    }
}
