package io.github.net2net.dl4j.layer;

import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.Kernel;
import io.github.net2net.graph.Kernel.Dimension;
import java.util.Locale;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.jspecify.annotations.Nullable;

/** Pooling over windows of each channel. */
record PoolingKind() implements LayerKind {
    @Override
    public void read(LayerScope scope) {
        SubsamplingLayer layer = scope.layer(SubsamplingLayer.class);
        String kind = layer.getPoolingType().name().toLowerCase(Locale.ROOT) + " pooling";
        Form.Images images = ImageForms.arriving(scope, kind, layer.getCnn2dDataFormat());
        if (images != null) {
            Kernel window = Kernel.of(window(layer, 0, images.height()), window(layer, 1, images.width()));
            scope.add(
                    scope.main(kind).behavior(new ChannelBehavior.PerChannel()).maskUse(Kernels.maskUse(window)),
                    Kernels.output(window, images));
        }
    }

    private static Dimension window(SubsamplingLayer layer, int i, @Nullable Integer input) {
        return new Dimension(
                layer.getKernelSize()[i],
                layer.getStride()[i],
                layer.getDilation()[i],
                Kernels.padding(layer.getConvolutionMode()),
                layer.getPadding()[i],
                input);
    }
}
