package io.github.net2net.dl4j.layer;

import com.google.common.collect.ImmutableList;
import io.github.net2net.dl4j.layer.BuiltIn.Keeps;
import io.github.net2net.dl4j.layer.Kernels.Window;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.FlattenOrder;
import io.github.net2net.graph.Kernel;
import io.github.net2net.graph.MaskUse;
import io.github.net2net.graph.Node;
import io.github.net2net.graph.ValueFlow;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.Convolution3D.DataFormat;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Pooling1D;
import org.deeplearning4j.nn.conf.layers.Pooling2D;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SpaceToBatchLayer;
import org.deeplearning4j.nn.conf.layers.SpaceToDepthLayer;
import org.deeplearning4j.nn.conf.layers.Subsampling1DLayer;
import org.deeplearning4j.nn.conf.layers.Subsampling3DLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling1D;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.Upsampling3D;
import org.deeplearning4j.nn.conf.layers.ZeroPadding1DLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPadding3DLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping1D;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping3D;

/** Layers without parameters that move or combine positions: pooling, padding, cropping, up-sampling, space to depth. */
final class PositionLayers {
    private static final ActivationFormat SERIES = ActivationFormat.series(RNNFormat.NCW, null);
    private static final ActivationFormat VOLUMES = ActivationFormat.volumes(DataFormat.NCDHW);
    private static final ActivationFormat VOLUMES_CHANNELS_LAST = ActivationFormat.volumes(DataFormat.NDHWC);
    private static final int[][] DEFAULT_AXES = {{2}, {2, 3}, {2, 3, 4}};

    static final ImmutableList<LayerKind<?>> ALL = ImmutableList.of(
            BuiltIn.of(SubsamplingLayer.class, PositionLayers::pooling),
            BuiltIn.of(Pooling2D.class, PositionLayers::pooling),
            BuiltIn.of(Subsampling1DLayer.class, PositionLayers::poolingOfSteps),
            BuiltIn.of(Pooling1D.class, PositionLayers::poolingOfSteps),
            BuiltIn.of(Subsampling3DLayer.class, PositionLayers::poolingOfVolumes),
            BuiltIn.of(GlobalPoolingLayer.class, PositionLayers::globalPooling).changingFormat(),
            upsampling(Upsampling1D.class, "1D up-sampling", layer -> SERIES, Upsampling1D::getSize),
            upsampling(
                    Upsampling2D.class,
                    "up-sampling",
                    layer -> ActivationFormat.images(layer.getFormat(), null, null),
                    Upsampling2D::getSize),
            upsampling(
                    Upsampling3D.class,
                    "3D up-sampling",
                    layer -> ActivationFormat.volumes(layer.getDataFormat()),
                    Upsampling3D::getSize),
            padding(ZeroPadding1DLayer.class, "1D zero padding", layer -> SERIES, ZeroPadding1DLayer::getPadding),
            padding(
                    ZeroPaddingLayer.class,
                    "zero padding",
                    layer -> ActivationFormat.images(layer.getDataFormat(), null, null),
                    ZeroPaddingLayer::getPadding),
            ofVolumes(ZeroPadding3DLayer.class, "3D zero padding", Math::addExact, ZeroPadding3DLayer::getPadding),
            cropping(Cropping1D.class, "1D cropping", layer -> SERIES, Cropping1D::getCropping),
            cropping(
                    Cropping2D.class,
                    "cropping",
                    layer -> ActivationFormat.images(layer.getDataFormat(), null, null),
                    Cropping2D::getCropping),
            ofVolumes(Cropping3D.class, "3D cropping", Math::subtractExact, Cropping3D::getCropping),
            BuiltIn.of(SpaceToBatchLayer.class, PositionLayers::spaceToBatch),
            BuiltIn.of(SpaceToDepthLayer.class, PositionLayers::spaceToDepth).channels(Keeps.NO));

    private PositionLayers() {}

    private static void pooling(SubsamplingLayer layer, LayerScope scope) {
        String kind = layer.getPoolingType().name().toLowerCase(Locale.ROOT) + " pooling";
        ActivationFormat images = ActivationFormat.images(layer.getCnn2dDataFormat(), null, null);
        if (scope.accepts(kind, images)) {
            Kernel window = window(layer).over(scope.formatOr(images));
            addPooling(
                    pooling(kind, layer.getPoolingType(), scope).maskUse(Kernels.maskUse(window)),
                    window,
                    scope.formatOr(images),
                    scope);
        }
    }

    private static void poolingOfSteps(SubsamplingLayer layer, LayerScope scope) {
        if (scope.acceptsOnly("1D pooling", SERIES)) {
            ActivationFormat input = scope.format();
            addPooling(
                    pooling("1D pooling", layer.getPoolingType(), scope),
                    window(layer).over(input),
                    input,
                    scope);
        }
    }

    private static Window window(SubsamplingLayer layer) {
        return new Window(
                layer.getKernelSize(),
                layer.getStride(),
                layer.getDilation(),
                layer.getPadding(),
                layer.getConvolutionMode());
    }

    private static void poolingOfVolumes(Subsampling3DLayer layer, LayerScope scope) {
        ActivationFormat volumes = ActivationFormat.volumes(layer.getDataFormat());
        if (scope.accepts("3D pooling", volumes)) {
            ActivationFormat input = scope.formatOr(volumes);
            Window window = new Window(
                    layer.getKernelSize(),
                    layer.getStride(),
                    layer.getDilation(),
                    layer.getPadding(),
                    layer.getConvolutionMode());
            addPooling(
                    pooling("3D pooling", layer.getPoolingType(), scope).maskUse(MaskUse.DISTORTS),
                    window.over(input),
                    input,
                    scope);
        }
    }

    private static void addPooling(Node.Builder node, Kernel window, ActivationFormat input, LayerScope scope) {
        scope.add(node, Kernels.output(window, input));
    }

    /** DL4J's padding counts as zeros in averages. */
    private static Node.Builder pooling(String kind, PoolingType type, LayerScope scope) {
        ValueFlow values = switch (type) {
            case MAX -> ValueFlow.SELECTS;
            case AVG -> ValueFlow.AVERAGES;
            case SUM -> ValueFlow.ADDS;
            case PNORM -> ValueFlow.ANY;
        };
        return scope.node(kind).behavior(new ChannelBehavior.PerChannel()).values(values);
    }

    /** Pooling over all positions of each channel, if it does pool over positions. */
    private static void globalPooling(GlobalPoolingLayer layer, LayerScope scope) {
        String kind = "global pooling";
        ActivationFormat input = scope.format();
        int[] positions = input.positionAxes();
        if (positions.length == 0) {
            scope.addOpaque(kind, "is a global pooling whose input is not known to have positions to pool over");
            return;
        }
        int[] axes = layer.getPoolingDimensions() == null
                ? DEFAULT_AXES[positions.length - 1]
                : layer.getPoolingDimensions();
        if (!Arrays.equals(axes, positions)) {
            scope.addOpaque(
                    kind,
                    "pools over the axes " + Arrays.toString(axes) + " of " + input + ", of which "
                            + Arrays.toString(positions) + " are positions");
        } else if (!layer.isCollapseDimensions() && input.channelsLast()) {
            scope.addOpaque(
                    kind,
                    "keeps the dimensions of pooled " + input + ", but in the places that they have with channels"
                            + " first");
        } else {
            Integer[] one = new Integer[positions.length];
            Arrays.fill(one, 1);
            ActivationFormat output = layer.isCollapseDimensions()
                    ? ActivationFormat.features().folded(input.folded())
                    : input.resized(one);
            scope.add(pooling(kind, layer.getPoolingType(), scope).maskUse(MaskUse.ENDS), output);
        }
    }

    private static <L> BuiltIn<L> upsampling(
            Class<L> type, String kind, Function<L, ActivationFormat> format, Function<L, int[]> sizes) {
        return resizing(type, kind, format, Math::multiplyExact, sizes);
    }

    private static <L> BuiltIn<L> padding(
            Class<L> type, String kind, Function<L, ActivationFormat> format, Function<L, int[]> bothSides) {
        return resizing(type, kind, format, Math::addExact, layer -> pairSums(bothSides.apply(layer)));
    }

    private static <L> BuiltIn<L> cropping(
            Class<L> type, String kind, Function<L, ActivationFormat> format, Function<L, int[]> bothSides) {
        return resizing(type, kind, format, Math::subtractExact, layer -> pairSums(bothSides.apply(layer)));
    }

    /** DL4J changes the axes 2, 3 and 4 in both formats: with channels last, these are height, width and channels. */
    private static <L> BuiltIn<L> ofVolumes(
            Class<L> type, String kind, BinaryOperator<Integer> change, Function<L, int[]> bothSides) {
        return BuiltIn.of(type, (layer, scope) -> {
            int[] values = pairSums(bothSides.apply(layer));
            if (scope.format().hasAxesOf(VOLUMES_CHANNELS_LAST)) {
                scope.addOpaque(
                        kind,
                        "is for NCDHW but gets NDHWC, of which DL4J changes height, width and channels with it",
                        "Use NCDHW in the whole network.",
                        change.apply(scope.channels(), values[2]),
                        scope.format().resized(change, 0, values[0], values[1]));
            } else if (scope.acceptsOnly(kind, VOLUMES)) {
                scope.addResizing(kind, scope.format().resized(change, values));
            }
        });
    }

    private static int[] pairSums(int[] bothSides) {
        int[] sums = new int[bothSides.length / 2];
        Arrays.setAll(sums, i -> bothSides[2 * i] + bothSides[2 * i + 1]);
        return sums;
    }

    private static <L> BuiltIn<L> resizing(
            Class<L> type,
            String kind,
            Function<L, ActivationFormat> format,
            BinaryOperator<Integer> change,
            Function<L, int[]> values) {
        return BuiltIn.of(type, (layer, scope) -> {
            ActivationFormat configured = format.apply(layer);
            boolean accepted =
                    configured.equals(SERIES) ? scope.acceptsOnly(kind, SERIES) : scope.accepts(kind, configured);
            if (accepted) {
                scope.addResizing(kind, scope.formatOr(configured).resized(change, values.apply(layer)));
            }
        });
    }

    /** Blocks of pixels become channels: output channel p·C + c for pixel p of the block and channel c. */
    private static void spaceToDepth(SpaceToDepthLayer layer, LayerScope scope) {
        ActivationFormat images = ActivationFormat.images(layer.getDataFormat(), null, null);
        if (scope.accepts("space to depth", images)) {
            int block = layer.getBlockSize();
            scope.add(
                    scope.node("space to depth")
                            .behavior(new ChannelBehavior.Expand(FlattenOrder.CHANNEL_MINOR, block * block))
                            .maskUse(MaskUse.DISTORTS),
                    scope.formatOr(images).resized(Math::floorDiv, block, block));
        }
    }

    /** Each pixel of a block becomes an example of its own. */
    private static void spaceToBatch(SpaceToBatchLayer layer, LayerScope scope) {
        ActivationFormat images = ActivationFormat.images(layer.getFormat(), null, null);
        if (scope.accepts("space to batch", images)) {
            int[] block = layer.getBlocks();
            int[] padding = Arrays.stream(layer.getPadding())
                    .mapToInt(sides -> sides[0] + sides[1])
                    .toArray();
            ActivationFormat input = scope.formatOr(images);
            Integer folded = input.folded();
            scope.addResizing(
                    "space to batch",
                    input.resized(Math::addExact, padding)
                            .resized(Math::floorDiv, block)
                            .folded(folded == null ? null : folded * block[0] * block[1]));
        }
    }
}
