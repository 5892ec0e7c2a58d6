package io.github.net2net.dl4j.layer;

import com.google.common.collect.ImmutableList;
import io.github.net2net.graph.AxisRole;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.EqualCopies;
import io.github.net2net.graph.MaskUse;
import io.github.net2net.graph.Node;
import io.github.net2net.graph.Param;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;

/** Layers that multiply features by weights. */
final class DenseLayers {
    static final ImmutableList<LayerKind<?>> ALL = ImmutableList.of(
            features(DenseLayer.class, (layer, scope) -> dense("dense layer", layer, scope)),
            features(OutputLayer.class, (layer, scope) -> dense("output layer", layer, scope)),
            features(ElementWiseMultiplicationLayer.class, DenseLayers::scaling),
            BuiltIn.of(RnnOutputLayer.class, DenseLayers::outputOfSeries)
                    .taking(DenseLayers::seriesOf)
                    .resizedBy(DenseLayers::resize));

    private DenseLayers() {}

    private static <L extends FeedForwardLayer> BuiltIn<L> features(
            Class<L> type, java.util.function.BiConsumer<? super L, LayerScope> describer) {
        return BuiltIn.of(type, describer)
                .taking(layer -> ActivationFormat.features())
                .resizedBy(DenseLayers::resize);
    }

    private static void resize(FeedForwardLayer layer, StudentSizes sizes) {
        layer.setNIn(sizes.in());
        layer.setNOut(sizes.out());
    }

    /**
     * W [in, out], b [1, out], with layer normalization also g [1, out]: (x·W − mean) / deviation · g + b over the outputs of
     * each example, the deviation with 1/n and no ε.
     */
    private static void dense(String kind, BaseLayer layer, LayerScope scope) {
        if (!scope.accepts(kind, ActivationFormat.features())) {
            return;
        }
        Node.Builder node = scope.node(kind).maskUse(MaskUse.ZEROES);
        if (layer instanceof DenseLayer dense && dense.isHasLayerNorm()) {
            node.equalCopies(EqualCopies.normalization("normalizes over its own outputs (layer normalization)", "g"));
            if (dense.getNOut() == 1) {
                node.fixedBecause("normalizes a single channel, of which only the bias is left");
            }
        }
        addWeights(layer, node, scope.formatOr(ActivationFormat.features()), scope);
    }

    private static void addWeights(BaseLayer layer, Node.Builder node, ActivationFormat format, LayerScope scope) {
        List<Param> params = new ArrayList<>();
        params.add(scope.param("W", new String[] {"in", "out"}, AxisRole.IN, AxisRole.OUT));
        params.addAll(scope.vectors("out", AxisRole.OUT, "b", "g"));
        int channels = Math.toIntExact(((FeedForwardLayer) layer).getNOut());
        scope.add(
                node.behavior(new ChannelBehavior.Producer(channels))
                        .params(params)
                        .positions(format.positions()),
                format);
        scope.addActivation(layer.getActivationFn());
    }

    /** Each feature times a weight of its own plus a bias: W [1, n], b [1, n]. */
    private static void scaling(ElementWiseMultiplicationLayer layer, LayerScope scope) {
        String kind = "element-wise multiplication";
        if (scope.accepts(kind, ActivationFormat.features())) {
            scope.add(
                    scope.node(kind)
                            .behavior(new ChannelBehavior.PerChannel())
                            .params(scope.vectors("channels", AxisRole.PER_INPUT, "W", "b")),
                    scope.formatOr(ActivationFormat.features()));
            scope.addActivation(layer.getActivationFn());
        }
    }

    /** A dense layer and loss at every step of a series. */
    private static void outputOfSeries(RnnOutputLayer layer, LayerScope scope) {
        ActivationFormat series = seriesOf(layer);
        if (scope.format().kind() == ActivationFormat.Kind.SERIES || scope.accepts("output layer", series)) {
            ActivationFormat input = scope.formatOr(series);
            Node.Builder node = scope.node("output layer");
            addWeights(layer, node, series.resized(input.extent(0)), scope);
        }
    }

    private static ActivationFormat seriesOf(RnnOutputLayer layer) {
        return ActivationFormat.series(
                layer.getRnnDataFormat() == null ? RNNFormat.NCW : layer.getRnnDataFormat(), null);
    }
}
