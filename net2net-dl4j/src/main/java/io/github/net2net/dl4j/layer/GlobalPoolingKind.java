package io.github.net2net.dl4j.layer;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;

/** Pooling over all positions of each channel, if it does pool over positions. */
record GlobalPoolingKind() implements LayerKind {
    private static final int[] DEFAULT_AXES = {2, 3};

    @Override
    public void read(LayerScope scope) {
        GlobalPoolingLayer layer = scope.layer(GlobalPoolingLayer.class);
        String kind = "global pooling";
        if (!(scope.form() instanceof Form.Images images)) {
            scope.addOpaque(kind, "is a global pooling whose input is not known to be images");
            return;
        }
        int[] axes = layer.getPoolingDimensions() == null ? DEFAULT_AXES : layer.getPoolingDimensions();
        if (!Arrays.equals(axes, images.spatialAxes())) {
            scope.addOpaque(
                    kind,
                    "pools over the axes " + Arrays.toString(axes) + " of " + images.format()
                            + " images, which are not height and width");
        } else if (layer.isCollapseDimensions()) {
            scope.addKeeping(kind, new Form.FeedForward());
        } else if (images.format() == CNN2DFormat.NHWC) {
            scope.addOpaque(
                    kind, "keeps pooled NHWC images' dimensions, but in the places that they have in NCHW ones");
        } else {
            scope.addKeeping(kind, new Form.Images(images.format(), 1, 1));
        }
    }
}
