package io.github.net2net.dl4j.layer;

import io.github.net2net.graph.AxisRole;
import io.github.net2net.graph.Kernel;
import io.github.net2net.graph.Param;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;

/** 2D convolution: W [out, in, height, width] in both image formats, b [1, out]. */
record ConvolutionKind() implements MixingConvolution {

    @Override
    public void read(LayerScope scope) {
        ConvolutionLayer layer = scope.layer(ConvolutionLayer.class);
        Form.Images images = ImageForms.arriving(scope, "convolution", layer.getCnn2dDataFormat());
        if (images == null) {
            return;
        }
        Param weights = scope.param(
                "W",
                new String[] {"out", "in", "height", "width"},
                AxisRole.OUT,
                AxisRole.IN,
                AxisRole.spatial(0),
                AxisRole.spatial(1));
        Kernel kernel = Kernels.of(layer, images.height(), images.width());
        MixingConvolution.add(
                scope,
                scope.main("convolution").kernel(kernel).maskUse(Kernels.maskUse(kernel)),
                weights,
                Kernels.output(kernel, images));
    }
}
