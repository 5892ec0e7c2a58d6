package io.github.net2net.dl4j.layer;

import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.FlattenOrder;
import io.github.net2net.graph.MaskUse;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.jspecify.annotations.Nullable;

/**
 * Reshapes whose shape is [-1, channels, positions…], with channels first in the input too: each example is flattened
 * with its channels outermost, and divided into channels again.
 */
final class Reshapes {
    private static final int MOST_AXES = 4;
    private static final String GIVE_SIZE =
            "Give an input type with all sizes for each input, in Net2Net.from(network, inputTypes).";

    private Reshapes() {}

    static void describe(ReshapeVertex vertex, LayerScope scope) {
        String mixed = whyMixed(vertex);
        String reason = mixed == null ? whyOpaque(vertex, scope) : mixed;
        if (reason != null) {
            boolean sizeMatters = mixed == null && isSizeUnknown(scope.format());
            scope.addOpaque("ReshapeVertex", reason, sizeMatters ? GIVE_SIZE : null);
            return;
        }
        int[] shape = vertex.getNewShape();
        int positions = product(Arrays.copyOfRange(shape, 2, shape.length));
        int before = product(
                scope.format().extents().stream().mapToInt(Integer::intValue).toArray());
        if (before == positions) {
            scope.add(
                    scope.node("reshape")
                            .behavior(new ChannelBehavior.PerChannel())
                            .maskUse(MaskUse.DISTORTS),
                    format(shape));
            return;
        }
        if (positions > 1 && before > 1) {
            scope.add(
                    scope.part("flat", "reshape")
                            .behavior(new ChannelBehavior.Expand(FlattenOrder.CHANNEL_MAJOR, before))
                            .maskUse(MaskUse.DISTORTS),
                    ActivationFormat.features());
        }
        ChannelBehavior behavior = positions == 1
                ? new ChannelBehavior.Expand(FlattenOrder.CHANNEL_MAJOR, before)
                : new ChannelBehavior.Collapse(FlattenOrder.CHANNEL_MAJOR, positions);
        scope.add(scope.node("reshape").behavior(behavior).maskUse(MaskUse.DISTORTS), format(shape));
    }

    /** Why the vertex' settings do not say which entries belong to one channel; null if they do. */
    private static @Nullable String whyMixed(ReshapeVertex vertex) {
        int[] shape = vertex.getNewShape();
        boolean sized = Arrays.stream(shape).skip(1).allMatch(size -> size > 0);
        if (shape.length < 2 || shape.length > MOST_AXES || shape[0] != -1 || !sized) {
            return "reshapes to " + Arrays.toString(shape)
                    + ", and only with -1 for examples and fixed other sizes does the shape tell the channels";
        }
        return vertex.getReshapeOrder() == 'c'
                ? null
                : "reshapes in order '" + vertex.getReshapeOrder() + "', which mixes examples and channels";
    }

    /** Why channels are mixed with what arrives; null if they are not. */
    private static @Nullable String whyOpaque(ReshapeVertex vertex, LayerScope scope) {
        int[] shape = vertex.getNewShape();
        ActivationFormat input = scope.format();
        if (input.isKnown() && input.channelsLast()) {
            return "reshapes " + input + ", whose channels are on the last axis";
        } else if (isSizeUnknown(input)) {
            return "reshapes " + input + " whose size is not known";
        }
        int entries = scope.channels()
                * product(input.extents().stream().mapToInt(Integer::intValue).toArray());
        return entries == product(Arrays.copyOfRange(shape, 1, shape.length))
                ? null
                : "reshapes to " + Arrays.toString(shape) + ", which moves entries from one example to another";
    }

    private static boolean isSizeUnknown(ActivationFormat input) {
        return !input.isKnown() || (!input.channelsLast() && input.extents().contains(null));
    }

    private static int product(int[] sizes) {
        return Arrays.stream(sizes).reduce(1, Math::multiplyExact);
    }

    private static ActivationFormat format(int[] shape) {
        return switch (shape.length) {
            case 2 -> ActivationFormat.features();
            case 3 -> ActivationFormat.series(RNNFormat.NCW, shape[2]);
            default -> ActivationFormat.images(CNN2DFormat.NCHW, shape[2], shape[3]);
        };
    }

    /** The array is replaced: DL4J's copy of a configuration shares it with the original. */
    static void resize(ReshapeVertex vertex, StudentSizes sizes) {
        if (!(sizes.node().behavior() instanceof ChannelBehavior.Opaque)) {
            int[] shape = vertex.getNewShape().clone();
            shape[1] = sizes.out();
            vertex.setNewShape(shape);
        }
    }
}
