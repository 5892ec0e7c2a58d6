package io.github.net2net.dl4j.layer;

import io.github.net2net.graph.AxisRole;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.Param;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution3D;
import org.deeplearning4j.nn.conf.layers.Layer;

/** 3D deconvolution: W [depth, height, width, out, in], b [1, out]. Its kernel does not grow. */
record Deconvolution3DKind() implements LayerKind {

    @Override
    public void read(LayerScope scope) {
        Deconvolution3D layer = scope.layer(Deconvolution3D.class);
        if (scope.form() instanceof Form.Volumes volumes && volumes.format() != layer.getDataFormat()) {
            scope.addOpaque(
                    "3D deconvolution",
                    "is configured for " + layer.getDataFormat() + " volumes but gets " + volumes.format());
            return;
        }
        List<Param> params = new ArrayList<>();
        params.add(scope.param(
                "W",
                new String[] {"depth", "height", "width", "out", "in"},
                AxisRole.FIXED,
                AxisRole.FIXED,
                AxisRole.FIXED,
                AxisRole.OUT,
                AxisRole.IN));
        params.addAll(scope.bias());
        scope.add(
                scope.main("3D deconvolution")
                        .behavior(new ChannelBehavior.Mixes(Math.toIntExact(layer.getNOut())))
                        .params(params)
                        .notRepeatable("is a deconvolution, whose copy would enlarge the volume again"),
                new Form.Volumes(layer.getDataFormat()));
        scope.addActivation(layer.getActivationFn());
    }

    @Override
    public void resize(Layer layer, Sizes sizes) {
        Kernels.resize((ConvolutionLayer) layer, sizes);
    }
}
