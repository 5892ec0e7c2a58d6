package io.github.net2net.dl4j.layer;

import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.jspecify.annotations.Nullable;

/** Pixels repeated; size [height, width]. */
record UpsamplingKind() implements LayerKind {
    @Override
    public void read(LayerScope scope) {
        Upsampling2D layer = scope.layer(Upsampling2D.class);
        Form.Images images = ImageForms.arriving(scope, "up-sampling", layer.getFormat());
        if (images != null) {
            scope.addResizing(
                    "up-sampling",
                    new Form.Images(
                            images.format(),
                            times(images.height(), layer.getSize()[0]),
                            times(images.width(), layer.getSize()[1])));
        }
    }

    private static @Nullable Integer times(@Nullable Integer size, int factor) {
        return size == null ? null : Integer.valueOf(size * factor);
    }
}
