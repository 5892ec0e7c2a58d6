package io.github.net2net.dl4j.layer;

import io.github.net2net.graph.AxisRole;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.Param;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Layer;

/** 3D convolution: W [out, in, depth, height, width], b [1, out]. */
record Convolution3DKind() implements LayerKind {

    @Override
    public void read(LayerScope scope) {
        Convolution3D layer = scope.layer(Convolution3D.class);
        if (scope.form() instanceof Form.Volumes volumes && volumes.format() != layer.getDataFormat()) {
            scope.addOpaque(
                    "3D convolution",
                    "is configured for " + layer.getDataFormat() + " volumes but gets " + volumes.format());
            return;
        }
        List<Param> params = new ArrayList<>();
        params.add(scope.param(
                "W",
                new String[] {"out", "in", "depth", "height", "width"},
                AxisRole.OUT,
                AxisRole.IN,
                AxisRole.spatial(0),
                AxisRole.spatial(1),
                AxisRole.spatial(2)));
        params.addAll(scope.bias());
        scope.add(
                scope.main("3D convolution")
                        .behavior(new ChannelBehavior.Mixes(Math.toIntExact(layer.getNOut())))
                        .params(params)
                        .kernel(Kernels.of(layer, new Integer[] {null, null, null})),
                new Form.Volumes(layer.getDataFormat()));
        scope.addActivation(layer.getActivationFn());
    }

    @Override
    public void resize(Layer layer, Sizes sizes) {
        Kernels.resize((ConvolutionLayer) layer, sizes);
    }
}
