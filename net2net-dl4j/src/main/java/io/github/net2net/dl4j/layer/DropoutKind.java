package io.github.net2net.dl4j.layer;

import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.MaskUse;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;

/** Dropout as a layer of its own. */
record DropoutKind() implements LayerKind {
    @Override
    public void read(LayerScope scope) {
        // DL4J multiplies a mask with columns, which only features have.
        MaskUse masks = scope.form() instanceof Form.FeedForward ? MaskUse.ZEROES : MaskUse.REJECTS;
        scope.add(
                scope.main("dropout").behavior(new ChannelBehavior.PerChannel()).maskUse(masks), scope.form());
    }

    @Override
    public void resize(Layer layer, Sizes sizes) {
        DropoutLayer dropout = (DropoutLayer) layer;
        dropout.setNIn(sizes.in());
        dropout.setNOut(sizes.out());
    }
}
