package io.github.net2net.dl4j.layer;

import io.github.net2net.graph.AxisRole;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.Param;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.Layer;

/** 2D deconvolution: W [in, out, height, width], b [1, out]. Its kernel does not grow. */
record DeconvolutionKind() implements LayerKind {

    @Override
    public void read(LayerScope scope) {
        Deconvolution2D layer = scope.layer(Deconvolution2D.class);
        Form.Images images = ImageForms.arriving(scope, "deconvolution", layer.getCnn2dDataFormat());
        if (images == null) {
            return;
        }
        List<Param> params = new ArrayList<>();
        params.add(scope.param(
                "W",
                new String[] {"in", "out", "height", "width"},
                AxisRole.IN,
                AxisRole.OUT,
                AxisRole.FIXED,
                AxisRole.FIXED));
        params.addAll(scope.bias());
        scope.add(
                scope.main("deconvolution")
                        .behavior(new ChannelBehavior.Mixes(Math.toIntExact(layer.getNOut())))
                        .params(params)
                        .notRepeatable("is a deconvolution, whose copy would enlarge the image again"),
                new Form.Images(images.format(), null, null));
        scope.addActivation(layer.getActivationFn());
    }

    @Override
    public void resize(Layer layer, Sizes sizes) {
        Kernels.resize((ConvolutionLayer) layer, sizes);
    }
}
