package io.github.net2net.dl4j.layer;

import io.github.net2net.graph.AxisRole;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.Kernel;
import io.github.net2net.graph.Param;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Layer;

/** 2D convolution: W [out, in, height, width] in both image formats, b [1, out]. */
record ConvolutionKind() implements LayerKind {

    @Override
    public void read(LayerScope scope) {
        ConvolutionLayer layer = scope.layer(ConvolutionLayer.class);
        Form.Images images = ImageForms.arriving(scope, "convolution", layer.getCnn2dDataFormat());
        if (images == null) {
            return;
        }
        List<Param> params = new ArrayList<>();
        params.add(scope.param(
                "W",
                new String[] {"out", "in", "height", "width"},
                AxisRole.OUT,
                AxisRole.IN,
                AxisRole.spatial(0),
                AxisRole.spatial(1)));
        params.addAll(scope.bias());
        Kernel kernel = Kernels.of(layer, images.height(), images.width());
        scope.add(
                scope.main("convolution")
                        .behavior(new ChannelBehavior.Mixes(Math.toIntExact(layer.getNOut())))
                        .params(params)
                        .kernel(kernel),
                Kernels.output(kernel, images));
        scope.addActivation(layer.getActivationFn());
    }

    @Override
    public void resize(Layer layer, Sizes sizes) {
        Kernels.resize((ConvolutionLayer) layer, sizes);
    }
}
