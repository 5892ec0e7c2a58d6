package io.github.net2net.dl4j.layer;

import io.github.net2net.graph.AxisRole;
import io.github.net2net.graph.BatchNormTraits;
import io.github.net2net.graph.BatchNormTraits.VarianceForm;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.Param;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;

/** Batch normalization: per channel γ, β (unless locked), mean, and variance or log₁₀ of the deviation, each [1, n]. */
record BatchNormKind() implements LayerKind {
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

    @Override
    public void read(LayerScope scope) {
        BatchNormalization layer = scope.layer(BatchNormalization.class);
        if (scope.form() instanceof Form.Images
                && ImageForms.arriving(scope, "batch norm", layer.getCnn2DFormat()) == null) {
            return;
        } else if (scope.form() instanceof Form.Volumes
                || (scope.form() instanceof Form.Series series && !lastAxis(layer, series))) {
            scope.addOpaque(
                    "batch norm",
                    "does not normalize the channels of " + scope.form().memory());
            return;
        }
        String variance = layer.isUseLogStd()
                ? BatchNormalizationParamInitializer.GLOBAL_LOG_STD
                : BatchNormalizationParamInitializer.GLOBAL_VAR;
        List<Param> params = new ArrayList<>();
        for (String param : List.of(
                BatchNormalizationParamInitializer.GAMMA,
                BatchNormalizationParamInitializer.BETA,
                BatchNormalizationParamInitializer.GLOBAL_MEAN,
                variance)) {
            if (scope.has(param)) {
                params.add(scope.perChannel(param, "channels", AxisRole.PER_INPUT));
            }
        }
        scope.add(
                scope.main("batch norm")
                        .behavior(new ChannelBehavior.PerChannel())
                        .params(params)
                        .batchNorm(traits(layer, variance)),
                scope.form());
    }

    /** DL4J takes series for one image whose rows are examples, so that the last axis is the only one it gets right. */
    private static boolean lastAxis(BatchNormalization layer, Form.Series series) {
        return layer.getCnn2DFormat() == CNN2DFormat.NHWC && series.format() == RNNFormat.NWC;
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

    @Override
    public void resize(Layer layer, Sizes sizes) {
        BatchNormalization norm = (BatchNormalization) layer;
        norm.setNIn(sizes.in());
        norm.setNOut(sizes.out());
        BatchNormTraits traits = sizes.node().batchNorm();
        if (traits != null) {
            norm.setEps(traits.epsilon());
        }
    }
}
