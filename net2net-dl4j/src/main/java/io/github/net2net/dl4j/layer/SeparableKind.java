package io.github.net2net.dl4j.layer;

import io.github.net2net.graph.AxisRole;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.FlattenOrder;
import io.github.net2net.graph.Kernel;
import io.github.net2net.graph.Node;
import io.github.net2net.graph.Param;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;

/**
 * Separable 2D convolution, as two nodes: depthwise W [multiplier, in, height, width], then pointwise pW
 * [out, in · multiplier, 1, 1] with b [1, out].
 */
record SeparableKind() implements MixingConvolution {
    private static final String WORD = "separable convolution";

    @Override
    public void read(LayerScope scope) {
        SeparableConvolution2D layer = scope.layer(SeparableConvolution2D.class);
        Form.Images images = ImageForms.arriving(scope, WORD, layer.getCnn2dDataFormat());
        if (images == null) {
            return;
        } else if (scope.inputChannels() == 1) {
            scope.addOpaque(
                    WORD, "gets one channel, for which DL4J leaves the pointwise weights out, but not for more");
            return;
        }
        Kernel kernel = Kernels.of(layer, images.height(), images.width());
        Param depthwise = scope.param(
                "W",
                new String[] {"multiplier", "in", "height", "width"},
                AxisRole.FIXED,
                AxisRole.PER_INPUT,
                AxisRole.spatial(0),
                AxisRole.spatial(1));
        Node.Builder first = scope.main("depthwise part")
                .rename(NodeNames.depthwise(scope.name()))
                .behavior(new ChannelBehavior.Expand(
                        FlattenOrder.CHANNEL_MAJOR, depthwise.shape().size(0)))
                .params(depthwise)
                .kernel(kernel)
                .maskUse(Kernels.maskUse(kernel))
                .positions(Kernels.output(kernel, images).positions());
        scope.add(first, Kernels.output(kernel, images));
        Param weights = scope.param(
                "pW",
                new String[] {"out", "in", "one", "one"},
                AxisRole.OUT,
                AxisRole.IN,
                AxisRole.FIXED,
                AxisRole.FIXED);
        MixingConvolution.add(
                scope,
                scope.main(WORD).notRepeatable("is a separable convolution, which net2net does not insert"),
                weights,
                scope.form());
    }
}
