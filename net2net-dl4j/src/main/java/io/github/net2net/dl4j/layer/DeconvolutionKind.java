package io.github.net2net.dl4j.layer;

import io.github.net2net.graph.AxisRole;
import io.github.net2net.graph.MaskUse;
import io.github.net2net.graph.Param;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;

/** 2D deconvolution: W [in, out, height, width], b [1, out]. Its kernel does not grow. */
record DeconvolutionKind() implements MixingConvolution {

    @Override
    public void read(LayerScope scope) {
        Deconvolution2D layer = scope.layer(Deconvolution2D.class);
        Form.Images images = ImageForms.arriving(scope, "deconvolution", layer.getCnn2dDataFormat());
        if (images == null) {
            return;
        }
        Param weights = scope.param(
                "W",
                new String[] {"in", "out", "height", "width"},
                AxisRole.IN,
                AxisRole.OUT,
                AxisRole.FIXED,
                AxisRole.FIXED);
        MixingConvolution.add(
                scope,
                scope.main("deconvolution")
                        .maskUse(MaskUse.REJECTS)
                        .notRepeatable("is a deconvolution, whose copy would enlarge the image again"),
                weights,
                new Form.Images(images.format(), null, null));
    }
}
