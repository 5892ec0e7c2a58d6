package io.github.net2net.dl4j.layer;

import io.github.net2net.graph.AxisRole;
import io.github.net2net.graph.Param;
import org.deeplearning4j.nn.conf.layers.Deconvolution3D;

/** 3D deconvolution: W [depth, height, width, out, in], b [1, out]. Its kernel does not grow. */
record Deconvolution3DKind() implements MixingConvolution {

    @Override
    public void read(LayerScope scope) {
        Deconvolution3D layer = scope.layer(Deconvolution3D.class);
        if (scope.form() instanceof Form.Volumes volumes && volumes.format() != layer.getDataFormat()) {
            scope.addOpaque(
                    "3D deconvolution",
                    "is configured for " + layer.getDataFormat() + " volumes but gets " + volumes.format());
            return;
        }
        Param weights = scope.param(
                "W",
                new String[] {"depth", "height", "width", "out", "in"},
                AxisRole.FIXED,
                AxisRole.FIXED,
                AxisRole.FIXED,
                AxisRole.OUT,
                AxisRole.IN);
        MixingConvolution.addTransposed(
                scope,
                scope.main("3D deconvolution")
                        .notRepeatable("is a deconvolution, whose copy would enlarge the volume again"),
                weights,
                new Form.Volumes(layer.getDataFormat()));
    }
}
