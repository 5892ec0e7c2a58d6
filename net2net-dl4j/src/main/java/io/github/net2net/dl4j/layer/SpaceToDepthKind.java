package io.github.net2net.dl4j.layer;

import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.FlattenOrder;
import io.github.net2net.graph.MaskUse;
import org.deeplearning4j.nn.conf.layers.SpaceToDepthLayer;

/** Blocks of pixels become channels: output channel p·C + c for pixel p of the block and channel c. */
record SpaceToDepthKind() implements LayerKind {
    @Override
    public void read(LayerScope scope) {
        SpaceToDepthLayer layer = scope.layer(SpaceToDepthLayer.class);
        Form.Images images = ImageForms.arriving(scope, "space to depth", layer.getDataFormat());
        if (images != null) {
            int block = layer.getBlockSize();
            scope.add(
                    scope.main("space to depth")
                            .behavior(new ChannelBehavior.Expand(FlattenOrder.CHANNEL_MINOR, block * block))
                            .maskUse(MaskUse.DISTORTS),
                    new Form.Images(images.format(), null, null));
        }
    }
}
