package io.github.net2net.dl4j.layer;

import io.github.net2net.graph.AxisRole;
import io.github.net2net.graph.Kernel;
import io.github.net2net.graph.MaskUse;
import io.github.net2net.graph.Param;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;

/** 1D convolution: W [steps, in, out] as it is read ({@link Weights}), b [1, out]. */
record Convolution1DKind() implements MixingConvolution {
    private static final String WORD = "1D convolution";

    @Override
    public void read(LayerScope scope) {
        Convolution1DLayer layer = scope.layer(Convolution1DLayer.class);
        if (scope.form() instanceof Form.Series series && series.format() != layer.getRnnDataFormat()) {
            scope.addOpaque(
                    WORD, "is configured for " + layer.getRnnDataFormat() + " series but gets " + series.format());
            return;
        }
        Param weights =
                scope.param("W", new String[] {"steps", "in", "out"}, AxisRole.spatial(0), AxisRole.IN, AxisRole.OUT);
        Kernel kernel = Kernels.of(layer, new Integer[] {null});
        // DL4J applies a mask of steps to axis 2 in both formats.
        MaskUse masks = layer.getRnnDataFormat() == RNNFormat.NCW ? Kernels.maskUse(kernel) : MaskUse.DISTORTS;
        MixingConvolution.add(
                scope,
                scope.main(WORD).kernel(kernel).maskUse(masks),
                weights,
                new Form.Series(layer.getRnnDataFormat()));
    }
}
