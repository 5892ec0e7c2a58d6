package io.github.net2net.dl4j.layer;

import com.google.common.collect.ImmutableList;
import io.github.net2net.dl4j.internal.model.NodeNames;
import io.github.net2net.dl4j.layer.Kernels.Window;
import io.github.net2net.graph.AxisRole;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.FlattenOrder;
import io.github.net2net.graph.Kernel;
import io.github.net2net.graph.MaskUse;
import io.github.net2net.graph.Node;
import io.github.net2net.graph.Param;
import java.util.List;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.Convolution1D;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution2D;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.Deconvolution3D;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Convolutions of all kinds; b is [1, out] throughout. */
final class Convolutions {
    static final ImmutableList<LayerKind<?>> ALL = ImmutableList.of(
            convolution(ConvolutionLayer.class, Convolutions::images, Convolutions::planar),
            convolution(Convolution2D.class, Convolutions::images, Convolutions::planar),
            convolution(Deconvolution2D.class, Convolutions::images, Convolutions::transposed),
            convolution(DepthwiseConvolution2D.class, Convolutions::images, Convolutions::depthwise),
            convolution(SeparableConvolution2D.class, Convolutions::images, Convolutions::separable),
            convolution(Convolution1DLayer.class, Convolutions::series, Convolutions::alongSteps)
                    .viewingWeights(Convolutions::inMemoryOrder),
            convolution(Convolution1D.class, Convolutions::series, Convolutions::alongSteps)
                    .viewingWeights(Convolutions::inMemoryOrder),
            convolution(
                    Convolution3D.class, layer -> ActivationFormat.volumes(layer.getDataFormat()), Convolutions::deep),
            convolution(
                    Deconvolution3D.class,
                    layer -> ActivationFormat.volumes(layer.getDataFormat()),
                    Convolutions::deepTransposed));

    private Convolutions() {}

    /** Describes a convolution whose input has the format that it is configured for, or an unknown one. */
    private interface Describer<L> {
        void describe(L layer, ActivationFormat input, LayerScope scope);
    }

    private static <L extends ConvolutionLayer> BuiltIn<L> convolution(
            Class<L> type, java.util.function.Function<L, ActivationFormat> format, Describer<L> describer) {
        return BuiltIn.of(type, (L layer, LayerScope scope) -> {
                    ActivationFormat configured = format.apply(layer);
                    if (scope.accepts(word(type), configured)) {
                        describer.describe(layer, scope.formatOr(configured), scope);
                    }
                })
                .taking(format)
                .resizedBy(Kernels::resize);
    }

    /** What messages call it. Convolutions of all kinds end in "convolution". */
    private static String word(Class<?> type) {
        return switch (type.getSimpleName()) {
            case "Convolution1DLayer", "Convolution1D" -> "1D convolution";
            case "Convolution3D" -> "3D convolution";
            case "Deconvolution2D" -> "deconvolution";
            case "Deconvolution3D" -> "3D deconvolution";
            case "DepthwiseConvolution2D" -> "depthwise convolution";
            case "SeparableConvolution2D" -> "separable convolution";
            default -> "convolution";
        };
    }

    private static ActivationFormat images(ConvolutionLayer layer) {
        return ActivationFormat.images(layer.getCnn2dDataFormat(), null, null);
    }

    private static ActivationFormat series(Convolution1DLayer layer) {
        return ActivationFormat.series(layer.getRnnDataFormat(), null);
    }

    /**
     * A 1D convolution's W has the shape [out, in, steps, 1], but DL4J takes the same memory for [steps, in, out], without
     * moving anything, so that this is what W holds.
     */
    private static INDArray inMemoryOrder(INDArray weights) {
        return weights.reshape('c', weights.size(2), weights.size(1), weights.size(0));
    }

    /** W [out, in, height, width] in both image formats. */
    private static void planar(ConvolutionLayer layer, ActivationFormat input, LayerScope scope) {
        Kernel kernel = Window.of(layer).over(input);
        Param weights = scope.param(
                "W",
                new String[] {"out", "in", "height", "width"},
                AxisRole.OUT,
                AxisRole.IN,
                AxisRole.spatial(0),
                AxisRole.spatial(1));
        Node.Builder node = scope.node("convolution").kernel(kernel).maskUse(Kernels.maskUse(kernel));
        add(layer, node, weights, Kernels.output(kernel, input), scope);
    }

    /** W [steps, in, out] as it is read. DL4J applies a mask of steps to axis 2 in both formats. */
    private static void alongSteps(Convolution1DLayer layer, ActivationFormat input, LayerScope scope) {
        Kernel kernel = Window.of(layer).over(input);
        Param weights =
                scope.param("W", new String[] {"steps", "in", "out"}, AxisRole.spatial(0), AxisRole.IN, AxisRole.OUT);
        MaskUse masks = layer.getRnnDataFormat() == RNNFormat.NCW ? Kernels.maskUse(kernel) : MaskUse.DISTORTS;
        Node.Builder node = scope.node("1D convolution").kernel(kernel).maskUse(masks);
        add(layer, node, weights, Kernels.output(kernel, input), scope);
    }

    /** W [out, in, depth, height, width]. */
    private static void deep(Convolution3D layer, ActivationFormat input, LayerScope scope) {
        Kernel kernel = Window.of(layer).over(input);
        Param weights = scope.param(
                "W",
                new String[] {"out", "in", "depth", "height", "width"},
                AxisRole.OUT,
                AxisRole.IN,
                AxisRole.spatial(0),
                AxisRole.spatial(1),
                AxisRole.spatial(2));
        Node.Builder node = scope.node("3D convolution").kernel(kernel);
        add(layer, node, weights, Kernels.output(kernel, input), scope);
    }

    /** W [in, out, height, width]. */
    private static void transposed(Deconvolution2D layer, ActivationFormat input, LayerScope scope) {
        Param weights = scope.param(
                "W",
                new String[] {"in", "out", "height", "width"},
                AxisRole.IN,
                AxisRole.OUT,
                AxisRole.spatial(0),
                AxisRole.spatial(1));
        addTransposed(layer, "image", input, weights, scope);
    }

    /** W [depth, height, width, out, in]. */
    private static void deepTransposed(Deconvolution3D layer, ActivationFormat input, LayerScope scope) {
        Param weights = scope.param(
                "W",
                new String[] {"depth", "height", "width", "out", "in"},
                AxisRole.spatial(0),
                AxisRole.spatial(1),
                AxisRole.spatial(2),
                AxisRole.OUT,
                AxisRole.IN);
        addTransposed(layer, "volume", input, weights, scope);
    }

    /** Weights are applied at each position of the input. */
    private static void addTransposed(
            ConvolutionLayer layer, String what, ActivationFormat input, Param weights, LayerScope scope) {
        Kernel kernel = Window.of(layer).over(input);
        ActivationFormat output = Kernels.transposedOutput(kernel, input);
        Node.Builder node = scope.node(word(layer.getClass()))
                .kernel(Kernels.transposed(kernel))
                .maskUse(MaskUse.DISTORTS)
                .notRepeatable("is a deconvolution, whose copy would enlarge the " + what + " again");
        addWithPositions(layer, node.positions(input.positions()), weights, output, scope);
    }

    /** W [height, width, in, multiplier], output channel in·m + k. */
    private static void depthwise(DepthwiseConvolution2D layer, ActivationFormat input, LayerScope scope) {
        Kernel kernel = Window.of(layer).over(input);
        Param weights = scope.param(
                "W",
                new String[] {"height", "width", "in", "multiplier"},
                AxisRole.spatial(0),
                AxisRole.spatial(1),
                AxisRole.PER_INPUT,
                AxisRole.FIXED);
        scope.add(
                spread(scope.node("depthwise convolution"), layer.getDepthMultiplier(), kernel, input)
                        .params(with(weights, scope)),
                Kernels.output(kernel, input));
        scope.addActivation(layer.getActivationFn());
    }

    private static Node.Builder spread(Node.Builder node, int multiplier, Kernel kernel, ActivationFormat input) {
        return node.behavior(new ChannelBehavior.Expand(FlattenOrder.CHANNEL_MAJOR, multiplier))
                .kernel(kernel)
                .maskUse(Kernels.maskUse(kernel))
                .positions(Kernels.output(kernel, input).positions());
    }

    /** Two nodes: depthwise W [multiplier, in, height, width], then pointwise pW [out, in · multiplier, 1, 1]. */
    private static void separable(SeparableConvolution2D layer, ActivationFormat input, LayerScope scope) {
        if (scope.channels() == 1) {
            scope.addOpaque(
                    "separable convolution",
                    "gets one channel, for which DL4J leaves the pointwise weights out, but not for more");
            return;
        }
        Kernel kernel = Window.of(layer).over(input);
        Param depthwise = scope.param(
                "W",
                new String[] {"multiplier", "in", "height", "width"},
                AxisRole.FIXED,
                AxisRole.PER_INPUT,
                AxisRole.spatial(0),
                AxisRole.spatial(1));
        Node.Builder first = scope.node("depthwise part").rename(NodeNames.part(scope.name(), "depthwise"));
        scope.add(
                spread(first, depthwise.shape().size(0), kernel, input).params(depthwise),
                Kernels.output(kernel, input));
        Param weights = scope.param(
                "pW",
                new String[] {"out", "in", "one", "one"},
                AxisRole.OUT,
                AxisRole.IN,
                AxisRole.FIXED,
                AxisRole.FIXED);
        Node.Builder node = scope.node("separable convolution")
                .notRepeatable("is a separable convolution, which net2net does not insert");
        add(layer, node, weights, scope.format(), scope);
    }

    /** Adds the node, which applies its weights at each position of the output, and the layer's activation after it. */
    private static void add(
            ConvolutionLayer layer, Node.Builder node, Param weights, ActivationFormat output, LayerScope scope) {
        addWithPositions(layer, node.positions(output.positions()), weights, output, scope);
    }

    private static void addWithPositions(
            ConvolutionLayer layer, Node.Builder node, Param weights, ActivationFormat output, LayerScope scope) {
        scope.add(
                node.behavior(new ChannelBehavior.Producer(Math.toIntExact(layer.getNOut())))
                        .params(with(weights, scope)),
                output);
        scope.addActivation(layer.getActivationFn());
    }

    private static List<Param> with(Param weights, LayerScope scope) {
        return ImmutableList.<Param>builder()
                .add(weights)
                .addAll(scope.vectors("out", AxisRole.OUT, "b"))
                .build();
    }
}
