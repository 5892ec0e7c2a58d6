package io.github.net2net.dl4j.layer;

import com.google.common.collect.ImmutableList;
import io.github.net2net.graph.AxisRole;
import io.github.net2net.graph.BatchNormTraits;
import io.github.net2net.graph.BatchNormTraits.VarianceForm;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.MaskUse;
import io.github.net2net.graph.Param;
import io.github.net2net.graph.ValueFlow;
import java.util.Arrays;
import java.util.OptionalDouble;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Cnn3DLossLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.layers.util.IdentityLayer;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;

/** Layers that treat each channel alone: batch normalization, activations, dropout, losses without weights. */
final class PerChannelLayers {
    static final ImmutableList<LayerKind<?>> ALL = ImmutableList.of(
            BuiltIn.of(BatchNormalization.class, PerChannelLayers::batchNorm).resizedBy(PerChannelLayers::resize),
            BuiltIn.of(PReLULayer.class, PerChannelLayers::prelu).resizedBy(PerChannelLayers::resize),
            BuiltIn.of(DropoutLayer.class, PerChannelLayers::dropout).resizedBy((layer, sizes) -> {
                layer.setNIn(sizes.in());
                layer.setNOut(sizes.out());
            }),
            BuiltIn.of(ActivationLayer.class, (layer, scope) -> scope.addActivation(layer.getActivationFn())),
            BuiltIn.of(
                    IdentityLayer.class,
                    (layer, scope) -> scope.addPerChannel("identity", ValueFlow.SELECTS, scope.format())),
            BuiltIn.of(LossLayer.class, (layer, scope) -> scope.addActivation(layer.getActivationFn())),
            BuiltIn.of(RnnLossLayer.class, (layer, scope) -> scope.addActivation(layer.getActivationFn())),
            BuiltIn.of(CnnLossLayer.class, (layer, scope) -> scope.addActivation(layer.getActivationFn())),
            BuiltIn.of(Cnn3DLossLayer.class, (layer, scope) -> scope.addActivation(layer.getActivationFn())));

    /** DL4J's default: log₁₀ of the standard deviation. */
    private static final VarianceForm LOG10_STANDARD_DEVIATION = new VarianceForm() {
        @Override
        public double encode(double variance) {
            return Math.log10(Math.sqrt(variance));
        }

        @Override
        public OptionalDouble addend(double factor) {
            return OptionalDouble.of(Math.log10(factor));
        }
    };

    private PerChannelLayers() {}

    /** γ, β (unless locked), mean, and variance or log₁₀ of the standard deviation, each [1, n]. */
    private static void batchNorm(BatchNormalization layer, LayerScope scope) {
        if (scope.format().kind() == ActivationFormat.Kind.IMAGES) {
            if (!scope.accepts("batch norm", ActivationFormat.images(layer.getCnn2DFormat(), null, null))) {
                return;
            }
        } else if (!isOverChannels(layer, scope.format())) {
            scope.addOpaque("batch norm", "does not normalize the channels of " + scope.format());
            return;
        }
        String variance = layer.isUseLogStd()
                ? BatchNormalizationParamInitializer.GLOBAL_LOG_STD
                : BatchNormalizationParamInitializer.GLOBAL_VAR;
        scope.add(
                scope.node("batch norm")
                        .behavior(new ChannelBehavior.PerChannel())
                        .params(scope.vectors(
                                "channels",
                                AxisRole.PER_INPUT,
                                BatchNormalizationParamInitializer.GAMMA,
                                BatchNormalizationParamInitializer.BETA,
                                BatchNormalizationParamInitializer.GLOBAL_MEAN,
                                variance))
                        .batchNorm(traits(layer, variance)),
                scope.format());
    }

    /** DL4J takes series for one image whose rows are examples, so that the last axis is the only one it gets right. */
    private static boolean isOverChannels(BatchNormalization layer, ActivationFormat input) {
        return switch (input.kind()) {
            case SERIES -> layer.getCnn2DFormat() == CNN2DFormat.NHWC && input.channelsLast();
            case VOLUMES -> false;
            case FEATURES, IMAGES, UNKNOWN -> true;
        };
    }

    private static BatchNormTraits traits(BatchNormalization layer, String variance) {
        return new BatchNormTraits(
                layer.getEps(),
                BatchNormalizationParamInitializer.GAMMA,
                BatchNormalizationParamInitializer.BETA,
                BatchNormalizationParamInitializer.GLOBAL_MEAN,
                variance,
                layer.isUseLogStd() ? LOG10_STANDARD_DEVIATION : VarianceForm.VARIANCE,
                layer.isLockGammaBeta() ? new BatchNormTraits.Locked(layer.getGamma(), layer.getBeta()) : null);
    }

    private static void resize(BatchNormalization layer, StudentSizes sizes) {
        layer.setNIn(sizes.in());
        layer.setNOut(sizes.out());
        BatchNormTraits traits = sizes.node().batchNorm();
        if (traits != null) {
            layer.setEps(traits.epsilon());
        }
    }

    /** Slopes W of the shape of one example; shared axes have size 1. */
    private static void prelu(PReLULayer layer, LayerScope scope) {
        if (!scope.format().isKnown()) {
            scope.addOpaque("PReLU", "is a PReLU whose input has an unknown format");
            return;
        }
        int channelAxis = scope.format().channelAxis() - 1;
        long[] shape = layer.getInputShape();
        AxisRole[] roles = new AxisRole[shape.length];
        Arrays.fill(roles, AxisRole.FIXED);
        if (shape[channelAxis] == scope.channels() && !isShared(layer, channelAxis)) {
            roles[channelAxis] = AxisRole.PER_INPUT;
        }
        String[] names = new String[shape.length];
        Arrays.setAll(names, axis -> axis == channelAxis ? "channels" : "axis " + axis);
        scope.add(
                scope.node("PReLU").behavior(new ChannelBehavior.PerChannel()).params(scope.param("W", names, roles)),
                scope.format());
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
    private static void resize(PReLULayer layer, StudentSizes sizes) {
        Param slopes = sizes.node().param("W");
        int channels = slopes.roles().indexOf(AxisRole.PER_INPUT);
        long[] shape = layer.getInputShape().clone();
        if (channels >= 0) {
            shape[channels] = slopes.shape().size(channels);
        }
        layer.setInputShape(shape);
    }

    /**
     * DL4J multiplies with a mask by columns, which only features have. With one channel it takes a mask of any data type,
     * with more only one of its own, so that a wider student can fail where its teacher does not.
     */
    private static void dropout(DropoutLayer layer, LayerScope scope) {
        MaskUse ofFeatures = scope.channels() == 1 ? MaskUse.FAILS_IF_WIDER : MaskUse.ZEROES;
        MaskUse masks = scope.format().kind() == ActivationFormat.Kind.FEATURES ? ofFeatures : MaskUse.REJECTS;
        scope.add(
                scope.node("dropout")
                        .behavior(new ChannelBehavior.PerChannel())
                        .values(ValueFlow.SELECTS)
                        .maskUse(masks),
                scope.format());
    }
}
