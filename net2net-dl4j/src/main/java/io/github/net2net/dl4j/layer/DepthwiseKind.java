package io.github.net2net.dl4j.layer;

import io.github.net2net.graph.AxisRole;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.FlattenOrder;
import io.github.net2net.graph.Kernel;
import io.github.net2net.graph.Param;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.Layer;

/** Depthwise 2D convolution: W [height, width, in, multiplier], b [1, in · multiplier], output channel in·m + k. */
record DepthwiseKind() implements LayerKind {

    @Override
    public void read(LayerScope scope) {
        DepthwiseConvolution2D layer = scope.layer(DepthwiseConvolution2D.class);
        Form.Images images = ImageForms.arriving(scope, "depthwise convolution", layer.getCnn2dDataFormat());
        if (images == null) {
            return;
        }
        List<Param> params = new ArrayList<>();
        params.add(scope.param(
                "W",
                new String[] {"height", "width", "in", "multiplier"},
                AxisRole.spatial(0),
                AxisRole.spatial(1),
                AxisRole.PER_INPUT,
                AxisRole.FIXED));
        params.addAll(scope.bias());
        Kernel kernel = Kernels.of(layer, images.height(), images.width());
        scope.add(
                scope.main("depthwise convolution")
                        .behavior(new ChannelBehavior.Expand(FlattenOrder.CHANNEL_MAJOR, layer.getDepthMultiplier()))
                        .params(params)
                        .kernel(kernel)
                        .maskUse(Kernels.maskUse(kernel))
                        .positions(Kernels.output(kernel, images).positions()),
                Kernels.output(kernel, images));
        scope.addActivation(layer.getActivationFn());
    }

    @Override
    public void resize(Layer layer, Sizes sizes) {
        Kernels.resize((ConvolutionLayer) layer, sizes);
    }
}
