package io.github.net2net.dl4j.layer;

import com.google.common.collect.ImmutableList;
import io.github.net2net.graph.AxisRole;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.MaskUse;
import io.github.net2net.graph.Node;
import io.github.net2net.graph.Param;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.AbstractLSTM;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.GravesBidirectionalLSTM;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.util.MaskLayer;
import org.deeplearning4j.nn.weights.WeightInitXavier;
import org.deeplearning4j.nn.weights.embeddings.WeightInitEmbedding;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Layers of series: recurrent ones, embeddings, repetition, masks. */
@SuppressWarnings("deprecation") // users have DL4J's deprecated layers too
final class SequenceLayers {
    /** The gates of an LSTM, each a block of columns: input, forget, output, and the modulation of the input. */
    private static final int GATES = 4;

    private static final int PEEPHOLES = 3;
    private static final String WEIGHTS = "[weights]";
    private static final String PEEPHOLE_WEIGHTS = "[peepholes]";

    static final ImmutableList<LayerKind<?>> ALL = ImmutableList.of(
            recurrent(LSTM.class, (layer, scope) -> lstm("LSTM", layer, scope)),
            recurrent(GravesLSTM.class, (layer, scope) -> lstm("LSTM with peepholes", layer, scope))
                    .viewing(SequenceLayers::view),
            recurrent(GravesBidirectionalLSTM.class, SequenceLayers::bidirectionalLstm)
                    .viewing(SequenceLayers::view),
            recurrent(SimpleRnn.class, SequenceLayers::simpleRnn),
            embedding(EmbeddingLayer.class, SequenceLayers::embedding).taking(layer -> ActivationFormat.features()),
            embedding(EmbeddingSequenceLayer.class, SequenceLayers::embeddingOfSeries)
                    .taking(layer -> ActivationFormat.series(RNNFormat.NCW, steps(layer)))
                    .changingFormat(),
            BuiltIn.of(RepeatVector.class, SequenceLayers::repeat)
                    .changingFormat()
                    .resizedBy((layer, sizes) -> layer.setNIn(sizes.in())),
            BuiltIn.of(MaskLayer.class, SequenceLayers::mask));

    private SequenceLayers() {}

    private static <L extends BaseRecurrentLayer> BuiltIn<L> recurrent(
            Class<L> type, BiConsumer<? super L, LayerScope> describer) {
        return BuiltIn.of(type, describer).taking(SequenceLayers::formatOf).resizedBy(SequenceLayers::resize);
    }

    private static <L extends FeedForwardLayer> BuiltIn<L> embedding(
            Class<L> type, BiConsumer<? super L, LayerScope> describer) {
        return BuiltIn.of(type, describer).resizedBy((layer, sizes) -> {
            layer.setNIn(sizes.node().param("W").shape().size(0));
            layer.setNOut(sizes.out());
            if (layer.getWeightInitFn() instanceof WeightInitEmbedding) {
                layer.setWeightInitFn(new WeightInitXavier()); // vectors that were loaded have the teacher's size
            }
        });
    }

    private static void resize(BaseRecurrentLayer layer, StudentSizes sizes) {
        layer.setNIn(sizes.in());
        layer.setNOut(sizes.out());
    }

    private static ActivationFormat formatOf(BaseRecurrentLayer layer) {
        RNNFormat format = layer.getRnnDataFormat();
        return ActivationFormat.series(format == null ? RNNFormat.NCW : format, null);
    }

    /** W [in, 4·out], RW [out, 4·out], b [1, 4·out]; peepholes are three more columns of RW. */
    private static void lstm(String kind, AbstractLSTM layer, LayerScope scope) {
        boolean peepholes = layer instanceof GravesLSTM;
        // Both classes have a field of their own that hides the one that AbstractLSTM's getter reads.
        IActivation gates =
                layer instanceof LSTM own ? own.getGateActivationFn() : ((GravesLSTM) layer).getGateActivationFn();
        if (acceptsElementWise(kind, layer, gates, scope)) {
            addRecurrent(kind, layer, gatedParams(scope, "W", "RW", "b", peepholes), scope);
        }
    }

    /** One LSTM with peepholes for each direction, whose outputs DL4J adds: WF, RWF, bF and WB, RWB, bB. */
    private static void bidirectionalLstm(GravesBidirectionalLSTM layer, LayerScope scope) {
        String kind = "bidirectional LSTM";
        if (acceptsElementWise(kind, layer, layer.getGateActivationFn(), scope)) {
            List<Param> params = new ArrayList<>(gatedParams(scope, "WF", "RWF", "bF", true));
            params.addAll(gatedParams(scope, "WB", "RWB", "bB", true));
            addRecurrent(kind, layer, params, scope);
        }
    }

    private static List<Param> gatedParams(
            LayerScope scope, String input, String recurrent, String bias, boolean peepholes) {
        AxisRole gates = new AxisRole.Out(GATES);
        List<Param> params = new ArrayList<>();
        params.add(scope.param(input, new String[] {"in", "gates"}, AxisRole.IN, gates));
        params.add(scope.param(
                recurrent + (peepholes ? WEIGHTS : ""),
                new String[] {"recurrent", "gates"},
                AxisRole.RECURRENT,
                gates));
        if (peepholes) {
            params.add(scope.param(
                    recurrent + PEEPHOLE_WEIGHTS, new String[] {"out", "peepholes"}, AxisRole.OUT, AxisRole.FIXED));
        }
        params.add(scope.vector(bias, "gates", gates));
        return params;
    }

    /** The columns of RW that read the output of the step before, or the three after them that read the cell. */
    private static INDArray view(String param, INDArray array) {
        long gates = array.size(array.rank() - 1) - PEEPHOLES;
        if (param.endsWith(WEIGHTS)) {
            return array.get(NDArrayIndex.all(), NDArrayIndex.interval(0, gates));
        }
        return param.endsWith(PEEPHOLE_WEIGHTS)
                ? array.get(NDArrayIndex.all(), NDArrayIndex.interval(gates, gates + PEEPHOLES))
                : array;
    }

    /** W [in, out], RW [out, out], b [1, out]. */
    private static void simpleRnn(SimpleRnn layer, LayerScope scope) {
        String kind = "simple recurrent layer";
        if (layer.hasLayerNorm()) {
            scope.addOpaque(kind, "is a SimpleRnn with layer normalization, which this version of DL4J can't run");
        } else if (acceptsElementWise(kind, layer, layer.getActivationFn(), scope)) {
            List<Param> params = List.of(
                    scope.param("W", new String[] {"in", "out"}, AxisRole.IN, AxisRole.OUT),
                    scope.param("RW", new String[] {"recurrent", "out"}, AxisRole.RECURRENT, AxisRole.OUT),
                    scope.vector("b", "out", AxisRole.OUT));
            addRecurrent(kind, layer, params, scope);
        }
    }

    private static void addRecurrent(String kind, BaseRecurrentLayer layer, List<Param> params, LayerScope scope) {
        ActivationFormat input = scope.formatOr(formatOf(layer));
        scope.add(
                scope.node(kind)
                        .behavior(new ChannelBehavior.Producer(Math.toIntExact(layer.getNOut())))
                        .params(params)
                        .positions(input.positions())
                        .maskUse(MaskUse.ZEROES)
                        .silent(Activations.keepsZero(layer.getActivationFn()))
                        .notScalable("reads its own output of the step before")
                        .notRepeatable(
                                "reads its own output of the step before, so that no weights make it the identity"),
                input);
    }

    /** Whether the layer can be described: it gets series in its own format, and its functions act element by element. */
    private static boolean acceptsElementWise(
            String kind, BaseRecurrentLayer layer, IActivation gates, LayerScope scope) {
        if (layer.getActivationFn() == null) { // DL4J gives no defaults to layers inside two wrappers
            scope.addOpaque(kind, "has no activation function, without which DL4J can't run it");
            return false;
        }
        for (IActivation function : List.of(layer.getActivationFn(), gates)) {
            if (Activations.traits(function) == null) {
                scope.addOpaque(kind, Activations.reason(function));
                return false;
            }
        }
        return scope.accepts(kind, formatOf(layer));
    }

    /** W [vocabulary, out], b [1, out]: a row for each index. */
    private static void embedding(EmbeddingLayer layer, LayerScope scope) {
        addEmbedding(layer, scope, ActivationFormat.features());
    }

    /** As {@link #embedding}, at each step: [example, step] or [example, 1, step] becomes [example, out, step]. */
    private static void embeddingOfSeries(EmbeddingSequenceLayer layer, LayerScope scope) {
        Integer steps = steps(layer);
        if (steps == null && scope.format().kind() == ActivationFormat.Kind.SERIES) {
            steps = scope.format().extent(0);
        }
        addEmbedding(layer, scope, ActivationFormat.series(layer.getOutputFormat(), steps));
    }

    private static @Nullable Integer steps(EmbeddingSequenceLayer layer) {
        return layer.isInferInputLength() ? null : layer.getInputLength();
    }

    private static void addEmbedding(FeedForwardLayer layer, LayerScope scope, ActivationFormat output) {
        List<Param> params = new ArrayList<>();
        params.add(scope.param("W", new String[] {"vocabulary", "out"}, AxisRole.VOCABULARY, AxisRole.OUT));
        params.addAll(scope.vectors("out", AxisRole.OUT, "b"));
        scope.add(
                scope.node("embedding")
                        .behavior(new ChannelBehavior.Producer(Math.toIntExact(layer.getNOut())))
                        .params(params)
                        .positions(output.positions())
                        .maskUse(MaskUse.ZEROES),
                output);
        scope.addActivation(layer.getActivationFn());
    }

    /** Each example becomes a series of equal steps. DL4J hands a mask of whole examples on unchanged. */
    private static void repeat(RepeatVector layer, LayerScope scope) {
        if (scope.accepts("repetition", ActivationFormat.features())) {
            ActivationFormat output = ActivationFormat.series(layer.getDataFormat(), layer.getN())
                    .folded(scope.formatOr(ActivationFormat.features()).folded());
            Node.Builder node = scope.node("repetition").behavior(new ChannelBehavior.PerChannel());
            scope.add(node.maskUse(MaskUse.DISTORTS), output);
        }
    }

    /**
     * Sets to zero what is masked. DL4J takes series for series with channels first, and reads a mask of another data type
     * than the network's as if it were of that one.
     */
    private static void mask(MaskLayer layer, LayerScope scope) {
        MaskUse masks = switch (scope.format().kind()) {
            case FEATURES -> scope.channels() == 1 ? MaskUse.FAILS_IF_WIDER : MaskUse.ZEROES;
            case SERIES -> scope.format().channelsLast() ? MaskUse.REJECTS : MaskUse.DISTORTS;
            case IMAGES, VOLUMES, UNKNOWN -> MaskUse.DISTORTS;
        };
        scope.add(scope.node("mask").behavior(new ChannelBehavior.PerChannel()).maskUse(masks), scope.format());
    }
}
