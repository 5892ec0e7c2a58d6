package io.github.net2net.dl4j.layer;

import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;

/** Borders of images cut off; cropping [top, bottom, left, right]. */
record CroppingKind() implements LayerKind {
    @Override
    public void read(LayerScope scope) {
        Cropping2D layer = scope.layer(Cropping2D.class);
        Form.Images images = ImageForms.arriving(scope, "cropping", layer.getDataFormat());
        if (images != null) {
            int[] cropping = layer.getCropping();
            scope.addResizing(
                    "cropping",
                    new Form.Images(
                            images.format(),
                            ZeroPaddingKind.grown(images.height(), -cropping[0] - cropping[1]),
                            ZeroPaddingKind.grown(images.width(), -cropping[2] - cropping[3])));
        }
    }
}
