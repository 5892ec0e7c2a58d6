package io.github.net2net.dl4j.layer;

import io.github.net2net.graph.AxisRole;
import io.github.net2net.graph.Kernel;
import io.github.net2net.graph.MaskUse;
import io.github.net2net.graph.Param;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.jspecify.annotations.Nullable;

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
        MixingConvolution.addTransposed(
                scope,
                scope.main("deconvolution")
                        .maskUse(MaskUse.DISTORTS)
                        .positions(images.positions())
                        .notRepeatable("is a deconvolution, whose copy would enlarge the image again"),
                weights,
                output(Kernels.of(layer, images.height(), images.width()), images.format()));
    }

    private static Form output(Kernel window, CNN2DFormat format) {
        return new Form.Images(
                format,
                extent(window.dimensions().get(0)),
                extent(window.dimensions().get(1)));
    }

    /** The output's extent, null if the input's is unknown. */
    private static @Nullable Integer extent(Kernel.Dimension window) {
        Integer input = window.input();
        if (input == null) {
            return null;
        }
        return window.padding() == Kernel.Padding.EXPLICIT
                ? Integer.valueOf(window.stride() * (input - 1) + window.extent() - 2 * window.pad())
                : Integer.valueOf(window.stride() * input);
    }
}
