package io.github.net2net.dl4j.layer;

import io.github.net2net.graph.AxisRole;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.Param;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;

/** PReLU: slopes W of the shape of one example; shared axes have size 1. */
record PReLUKind() implements LayerKind {

    @Override
    public void read(LayerScope scope) {
        int channelAxis = scope.form().channelAxis() - 1;
        long[] shape = scope.layer(PReLULayer.class).getInputShape();
        if (scope.form() instanceof Form.Unknown) {
            scope.addOpaque("PReLU", "is a PReLU whose input has an unknown form");
            return;
        }
        AxisRole[] roles = new AxisRole[shape.length];
        Arrays.fill(roles, AxisRole.FIXED);
        if (shape[channelAxis] == scope.inputChannels() && !isShared(scope.layer(PReLULayer.class), channelAxis)) {
            roles[channelAxis] = AxisRole.PER_INPUT;
        }
        String[] names = new String[shape.length];
        Arrays.setAll(names, axis -> axis == channelAxis ? "channels" : "axis " + axis);
        Param slopes = scope.param("W", names, roles);
        scope.add(scope.main("PReLU").behavior(new ChannelBehavior.PerChannel()).params(slopes), scope.form());
    }

    /** DL4J counts axes with the examples' axis as 0. */
    private static boolean isShared(PReLULayer layer, int axis) {
        long[] shared = layer.getSharedAxes();
        return shared != null && Arrays.stream(shared).anyMatch(other -> other == axis + 1);
    }

    /**
     * Only the axis of channels changes. The array is replaced, not written to: DL4J's copy of a configuration shares
     * it with the original.
     */
    @Override
    public void resize(Layer layer, Sizes sizes) {
        PReLULayer prelu = (PReLULayer) layer;
        Param slopes = sizes.node().param("W");
        int channels = slopes.roles().indexOf(AxisRole.PER_INPUT);
        long[] shape = prelu.getInputShape().clone();
        if (channels >= 0) {
            shape[channels] = slopes.shape().size(channels);
        }
        prelu.setInputShape(shape);
    }
}
