package io.github.net2net.dl4j.layer;

import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.jspecify.annotations.Nullable;

/** Zeros around images; padding [top, bottom, left, right]. */
record ZeroPaddingKind() implements LayerKind {
    @Override
    public void read(LayerScope scope) {
        ZeroPaddingLayer layer = scope.layer(ZeroPaddingLayer.class);
        Form.Images images = ImageForms.arriving(scope, "zero padding", layer.getDataFormat());
        if (images != null) {
            int[] padding = layer.getPadding();
            scope.addResizing(
                    "zero padding",
                    new Form.Images(
                            images.format(),
                            grown(images.height(), padding[0] + padding[1]),
                            grown(images.width(), padding[2] + padding[3])));
        }
    }

    static @Nullable Integer grown(@Nullable Integer size, int by) {
        return size == null ? null : Integer.valueOf(size + by);
    }
}
