package io.github.net2net.dl4j.layer;

import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.MaskUse;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;

/** Pooling over all positions of each channel, if it does pool over positions. */
record GlobalPoolingKind() implements LayerKind {
    private static final String WORD = "global pooling";
    private static final int[][] DEFAULT_AXES = {{2}, {2, 3}, {2, 3, 4}};

    @Override
    public void read(LayerScope scope) {
        GlobalPoolingLayer layer = scope.layer(GlobalPoolingLayer.class);
        Form form = scope.form();
        int[] positions = form.positionAxes();
        if (positions.length == 0) {
            scope.addOpaque(WORD, "is a global pooling whose input is not known to have positions to pool over");
            return;
        }
        int[] axes = layer.getPoolingDimensions() == null
                ? DEFAULT_AXES[positions.length - 1]
                : layer.getPoolingDimensions();
        if (!Arrays.equals(axes, positions)) {
            scope.addOpaque(
                    WORD,
                    "pools over the axes " + Arrays.toString(axes) + " of " + form.memory() + ", of which "
                            + Arrays.toString(positions) + " are positions");
        } else if (layer.isCollapseDimensions()) {
            pool(scope, new Form.FeedForward());
        } else if (form.channelAxis() != 1) {
            scope.addOpaque(
                    WORD,
                    "keeps the dimensions of pooled " + form.memory() + ", but in the places that they have with"
                            + " channels first");
        } else {
            pool(scope, form instanceof Form.Images images ? new Form.Images(images.format(), 1, 1) : form);
        }
    }

    private static void pool(LayerScope scope, Form form) {
        scope.add(scope.main(WORD).behavior(new ChannelBehavior.PerChannel()).maskUse(MaskUse.ENDS), form);
    }
}
