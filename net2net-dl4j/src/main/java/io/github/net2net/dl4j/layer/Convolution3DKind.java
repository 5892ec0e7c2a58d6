package io.github.net2net.dl4j.layer;

import io.github.net2net.graph.AxisRole;
import io.github.net2net.graph.Param;
import org.deeplearning4j.nn.conf.layers.Convolution3D;

/** 3D convolution: W [out, in, depth, height, width], b [1, out]. */
record Convolution3DKind() implements MixingConvolution {

    @Override
    public void read(LayerScope scope) {
        Convolution3D layer = scope.layer(Convolution3D.class);
        if (scope.form() instanceof Form.Volumes volumes && volumes.format() != layer.getDataFormat()) {
            scope.addOpaque(
                    "3D convolution",
                    "is configured for " + layer.getDataFormat() + " volumes but gets " + volumes.format());
            return;
        }
        Param weights = scope.param(
                "W",
                new String[] {"out", "in", "depth", "height", "width"},
                AxisRole.OUT,
                AxisRole.IN,
                AxisRole.spatial(0),
                AxisRole.spatial(1),
                AxisRole.spatial(2));
        MixingConvolution.add(
                scope,
                scope.main("3D convolution").kernel(Kernels.of(layer, new Integer[] {null, null, null})),
                weights,
                new Form.Volumes(layer.getDataFormat()));
    }
}
