package io.github.net2net.dl4j.layer;

import io.github.net2net.graph.AxisRole;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.Kernel;
import io.github.net2net.graph.Kernel.Dimension;
import io.github.net2net.graph.Kernel.Padding;
import io.github.net2net.graph.Param;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.jspecify.annotations.Nullable;

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
        if (scope.has("b")) {
            params.add(scope.perChannel("b", "out", AxisRole.OUT));
        }
        Kernel kernel = Kernel.of(dimension(layer, 0, images.height()), dimension(layer, 1, images.width()));
        scope.add(
                scope.main("convolution")
                        .behavior(new ChannelBehavior.Mixes(Math.toIntExact(layer.getNOut())))
                        .params(params)
                        .kernel(kernel),
                new Form.Images(
                        images.format(),
                        Windows.output(kernel.dimensions().get(0), images.height()),
                        Windows.output(kernel.dimensions().get(1), images.width())));
        scope.addActivation(layer.getActivationFn());
    }

    private static Dimension dimension(ConvolutionLayer layer, int i, @Nullable Integer input) {
        return new Dimension(
                layer.getKernelSize()[i],
                layer.getStride()[i],
                layer.getDilation()[i],
                padding(layer.getConvolutionMode()),
                layer.getPadding()[i],
                input);
    }

    static Padding padding(ConvolutionMode mode) {
        return switch (mode) {
            case Same -> Padding.SAME;
            case Causal -> Padding.CAUSAL;
            case Strict, Truncate -> Padding.EXPLICIT;
        };
    }

    @Override
    public void resize(Layer layer, Sizes sizes) {
        ConvolutionLayer convolution = (ConvolutionLayer) layer;
        convolution.setNIn(sizes.in());
        convolution.setNOut(sizes.out());
        List<Dimension> dimensions =
                Objects.requireNonNull(sizes.node().kernel()).dimensions();
        convolution.setKernelSize(dimensions.stream().mapToInt(Dimension::size).toArray());
        convolution.setStride(dimensions.stream().mapToInt(Dimension::stride).toArray());
        convolution.setDilation(
                dimensions.stream().mapToInt(Dimension::dilation).toArray());
        convolution.setPadding(dimensions.stream().mapToInt(Dimension::pad).toArray());
    }
}
