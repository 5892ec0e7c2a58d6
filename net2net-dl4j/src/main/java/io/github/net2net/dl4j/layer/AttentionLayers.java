package io.github.net2net.dl4j.layer;

import com.google.common.collect.ImmutableList;
import io.github.net2net.graph.AttentionTraits;
import io.github.net2net.graph.AxisRole;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.MaskUse;
import io.github.net2net.graph.Node;
import io.github.net2net.graph.Param;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.graph.AttentionVertex;
import org.deeplearning4j.nn.conf.layers.LearnedSelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.RecurrentAttentionLayer;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.nd4j.linalg.activations.IActivation;

/**
 * Layers and vertices that mix the steps of a series by softmax(Q·Kᵀ / √size)·V in several heads (arXiv 1706.03762).
 *
 * <p>Wq, Wk and Wv are [head, channel of the head, input channel]. Wo is [head · size + channel of the head, output
 * channel]. Channels are only read and produced linearly, so that copies are exact; the softmax is over steps.
 */
final class AttentionLayers {
    private static final ActivationFormat SERIES = ActivationFormat.series(RNNFormat.NCW, null);
    private static final String NO_IDENTITY =
            "mixes all steps with weights above zero, so no weights make it the identity";
    private static final String DOT_PRODUCTS =
            "weighs steps by dot products over the channels that it reads, divided by"
                    + " the root of their number, so copies would change the result";

    static final ImmutableList<LayerKind<?>> ALL =
            ImmutableList.of(new SelfAttention(), new Learned(), new Recurrent(), new OfVertex());

    private AttentionLayers() {}

    /** Whether the layer projects what it reads and gets series; if not, it is added as opaque. */
    private static boolean isProjected(String kind, boolean projected, int channels, LayerScope scope) {
        Optional<ActivationFormat> other = scope.inputs().stream()
                .map(LayerActivations::format)
                .filter(format -> format.isKnown() && !format.hasAxesOf(SERIES))
                .findFirst();
        if (other.isPresent()) {
            String reason = "takes " + SERIES + " but gets " + other.get();
            scope.addOpaque(kind, reason, null, channels, ActivationFormat.unknown());
        } else if (!projected) {
            scope.addOpaque(kind, DOT_PRODUCTS, null, channels, scope.formatOr(SERIES));
        }
        return other.isEmpty() && projected;
    }

    private static Node.Builder node(String kind, AttentionTraits heads, int channels, LayerScope scope) {
        return scope.node(kind)
                .behavior(new ChannelBehavior.Producer(channels))
                .attention(heads)
                .notRepeatable(NO_IDENTITY)
                .notScalable(null);
    }

    private static AttentionTraits heads(int heads, long size) {
        return new AttentionTraits(heads, Math.toIntExact(size), "Wk");
    }

    private static Param projection(String name, AxisRole input, LayerScope scope) {
        return scope.param(name, new String[] {"heads", "size", "in"}, AxisRole.HEADS, AxisRole.HEAD_SIZE, input);
    }

    /** Wq, Wk, Wv, Wo. */
    private static List<Param> projections(LayerScope scope, AxisRole queries, AxisRole keys, AxisRole values) {
        return List.of(
                projection("Wq", queries, scope),
                projection("Wk", keys, scope),
                projection("Wv", values, scope),
                scope.param("Wo", new String[] {"heads x size", "out"}, AxisRole.HEAD_OUTPUTS, AxisRole.OUT));
    }

    private static AttentionTraits headsOf(StudentSizes sizes) {
        return Objects.requireNonNull(sizes.node().attention());
    }

    /** Queries, keys and values are projections of the same series. A mask hides keys. */
    private static final class SelfAttention implements LayerKind<SelfAttentionLayer> {
        @Override
        public Class<SelfAttentionLayer> type() {
            return SelfAttentionLayer.class;
        }

        @Override
        public void describe(SelfAttentionLayer layer, LayerScope scope) {
            String kind = "self-attention";
            int channels = Math.toIntExact(layer.isProjectInput() ? layer.getNOut() : layer.getNIn());
            if (isProjected(kind, layer.isProjectInput(), channels, scope)) {
                ActivationFormat series = scope.formatOr(SERIES);
                scope.add(
                        node(kind, heads(layer.getNHeads(), layer.getHeadSize()), channels, scope)
                                .params(projections(scope, AxisRole.IN, AxisRole.IN, AxisRole.IN))
                                .positions(series.positions()),
                        series);
            }
        }

        @Override
        public void resize(SelfAttentionLayer layer, StudentSizes sizes) {
            if (sizes.node().attention() != null) {
                layer.setNIn(sizes.in());
                layer.setNOut(sizes.out());
                layer.setNHeads(headsOf(sizes).heads());
                layer.setHeadSize(headsOf(sizes).headSize());
            }
        }

        @Override
        public Optional<ExpectedInput> expects(SelfAttentionLayer layer) {
            return ExpectedInput.of(layer.getNIn(), SERIES);
        }

        @Override
        public boolean mayKeepChannels(SelfAttentionLayer layer) {
            return layer.getNIn() == layer.getNOut();
        }
    }

    /** DL4J's forward pass calls scatter_update without the integer argument that it needs. */
    private static final class Learned implements LayerKind<LearnedSelfAttentionLayer> {
        private static final String FAILS =
                "can't run in this version of DL4J, whose forward pass of it always throws an exception";

        @Override
        public Class<LearnedSelfAttentionLayer> type() {
            return LearnedSelfAttentionLayer.class;
        }

        @Override
        public void describe(LearnedSelfAttentionLayer layer, LayerScope scope) {
            int channels = Math.toIntExact(layer.isProjectInput() ? layer.getNOut() : layer.getNIn());
            scope.addOpaque("learned self-attention", FAILS, null, channels, SERIES.resized(layer.getNQueries()));
        }

        @Override
        public Optional<ExpectedInput> expects(LearnedSelfAttentionLayer layer) {
            return ExpectedInput.of(layer.getNIn(), SERIES);
        }

        @Override
        public boolean mayKeepChannels(LearnedSelfAttentionLayer layer) {
            return layer.getNIn() == layer.getNOut();
        }
    }

    /**
     * y(t) = f(x(t)·W + b + attention(y(t−1), x, x)·RW): its output is the query of the next step. What the attention
     * outputs has as many channels as the layer, by which they grow together: Wo's columns and RW's rows.
     */
    private static final class Recurrent implements LayerKind<RecurrentAttentionLayer> {
        @Override
        public Class<RecurrentAttentionLayer> type() {
            return RecurrentAttentionLayer.class;
        }

        @Override
        public void describe(RecurrentAttentionLayer layer, LayerScope scope) {
            String kind = "recurrent attention";
            int channels = Math.toIntExact(layer.getNOut());
            if (!isProjected(kind, layer.isProjectInput(), channels, scope)) {
                return;
            }
            List<Param> params = new ArrayList<>(projections(scope, AxisRole.RECURRENT, AxisRole.IN, AxisRole.IN));
            params.add(scope.param("W", new String[] {"in", "out"}, AxisRole.IN, AxisRole.OUT));
            params.add(scope.param("RW", new String[] {"attended", "out"}, AxisRole.RECURRENT, AxisRole.OUT));
            params.addAll(scope.vectors("out", AxisRole.OUT, "b"));
            IActivation function = layer.getActivation().getActivationFunction();
            ActivationFormat series = scope.formatOr(SERIES);
            scope.add(
                    node(kind, heads(layer.getNHeads(), layer.getHeadSize()), channels, scope)
                            .params(params)
                            .fixedBecause(Activations.traits(function) == null ? Activations.reason(function) : null)
                            .positions(series.positions()),
                    series);
        }

        @Override
        public void resize(RecurrentAttentionLayer layer, StudentSizes sizes) {
            if (sizes.node().attention() != null) {
                layer.setNIn(sizes.in());
                layer.setNOut(sizes.out());
                layer.setNHeads(headsOf(sizes).heads());
                layer.setHeadSize(headsOf(sizes).headSize());
            }
        }

        @Override
        public Optional<ExpectedInput> expects(RecurrentAttentionLayer layer) {
            return ExpectedInput.of(layer.getNIn(), SERIES);
        }

        @Override
        public boolean mayKeepChannels(RecurrentAttentionLayer layer) {
            return layer.getNIn() == layer.getNOut();
        }
    }

    /** Queries, keys and values are projections of three inputs. Masks hide keys, and set the outputs of queries to zero. */
    private static final class OfVertex implements LayerKind<AttentionVertex> {
        @Override
        public Class<AttentionVertex> type() {
            return AttentionVertex.class;
        }

        @Override
        public void describe(AttentionVertex vertex, LayerScope scope) {
            String kind = "attention";
            int channels = Math.toIntExact(vertex.isProjectInput() ? vertex.getNOut() : vertex.getNInValues());
            if (isProjected(kind, vertex.isProjectInput(), channels, scope)) {
                List<Long> positions = new ArrayList<>();
                scope.inputs().forEach(input -> positions.add(input.format().positions()));
                boolean same = positions.stream().distinct().count() == 1;
                scope.add(
                        node(kind, heads(vertex.getNHeads(), vertex.getHeadSize()), channels, scope)
                                .params(projections(scope, new AxisRole.In(0), new AxisRole.In(1), new AxisRole.In(2)))
                                .maskUse(MaskUse.ZEROES_BY_FIRST)
                                .positions(same ? positions.get(0) : null),
                        scope.formatOr(SERIES));
            }
        }

        @Override
        public void resize(AttentionVertex vertex, StudentSizes sizes) {
            if (sizes.node().attention() != null) {
                vertex.setNInQueries(sizes.in(0));
                vertex.setNInKeys(sizes.in(1));
                vertex.setNInValues(sizes.in(2));
                vertex.setNOut(sizes.out());
                vertex.setNHeads(headsOf(sizes).heads());
                vertex.setHeadSize(headsOf(sizes).headSize());
            }
        }

        @Override
        public Optional<ExpectedInput> expects(AttentionVertex vertex, int input) {
            long[] channels = {vertex.getNInQueries(), vertex.getNInKeys(), vertex.getNInValues()};
            return ExpectedInput.of(channels[input], SERIES);
        }

        @Override
        public boolean mayKeepChannels(AttentionVertex vertex) {
            return false;
        }
    }
}
