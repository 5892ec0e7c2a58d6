package io.github.net2net.dl4j.layer;

import com.google.common.collect.ImmutableList;
import io.github.net2net.dl4j.internal.model.NodeNames;
import io.github.net2net.dl4j.internal.model.Wrappers;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.FlattenOrder;
import io.github.net2net.graph.MaskUse;
import io.github.net2net.graph.Node;
import io.github.net2net.graph.Param;
import io.github.net2net.graph.ValueFlow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.conf.layers.util.MaskZeroLayer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A layer around another one, which applies it to each step or in both directions, or masks or selects steps: the nodes of
 * the inner layer, and what the outer one adds.
 *
 * @param kinds what knows the inner layer
 * @param outer the layer
 */
record SequenceWrapper(LayerKinds kinds, Layer outer) implements LayerKind<Layer> {

    /** The kind of the layer, null if it is none of these wrappers. */
    static @Nullable SequenceWrapper of(LayerKinds kinds, Object layer) {
        return layer instanceof Layer outer && Wrappers.inner(outer) != null ? new SequenceWrapper(kinds, outer) : null;
    }

    private Layer perhapsFrozen() {
        Layer inner = Wrappers.inner(outer);
        if (inner == null) {
            throw new IllegalStateException(outer + " wraps no layer");
        }
        return inner;
    }

    private Layer inner() {
        return Wrappers.unwrap(perhapsFrozen());
    }

    @Override
    public Class<Layer> type() {
        return Layer.class;
    }

    @Override
    public void describe(Layer layer, LayerScope scope) {
        if (layer instanceof Bidirectional both) {
            bothDirections(both, scope);
        } else if (layer instanceof TimeDistributed distributed) {
            eachStep(distributed, scope);
        } else if (layer instanceof LastTimeStep) {
            lastStep(scope);
        } else if (layer instanceof MaskZeroLayer) {
            maskZero(scope);
        } else {
            throw new IllegalStateException("no rule for " + layer);
        }
    }

    /** The last step of each series, or the last one that its mask leaves. */
    private void lastStep(LayerScope scope) {
        scope.addAll(kinds.describeInner(perhapsFrozen(), scope, scope.params()));
        scope.add(
                part(scope, "last")
                        .behavior(new ChannelBehavior.PerChannel())
                        .values(ValueFlow.SELECTS)
                        .maskUse(MaskUse.ENDS),
                ActivationFormat.features().folded(scope.format().folded()));
    }

    private static Node.Builder part(LayerScope scope, String part) {
        return Node.named(NodeNames.part(scope.name(), part))
                .layer(scope.name())
                .kind(part.equals("last") ? "last step" : part)
                .inputs(scope.output().node());
    }

    /** DL4J makes an example of each step, and steps of the inner layer's outputs. */
    private void eachStep(TimeDistributed layer, LayerScope scope) {
        ActivationFormat series = ActivationFormat.series(layer.getRnnDataFormat(), null);
        if (!scope.accepts("time-distributed layer", series)) {
            return;
        }
        ActivationFormat input = scope.formatOr(series);
        scope.reformat(ActivationFormat.features().folded(input.extent(0)));
        LayerKinds.Description inner = kinds.describeInner(perhapsFrozen(), scope, scope.params());
        inner.nodes()
                .forEach(node -> scope.add(maskedAsInDl4j(node), inner.output().format()));
        if (scope.format().kind() == ActivationFormat.Kind.FEATURES) {
            scope.reformatAll(input);
        }
    }

    /** DL4J hands the mask to the inner layer in another order than the steps, so the wrong ones are set to zero. */
    private static Node.Builder maskedAsInDl4j(Node node) {
        boolean zeroes = node.maskUse() == MaskUse.ZEROES;
        return zeroes ? node.toBuilder().maskUse(MaskUse.DISTORTS) : node.toBuilder();
    }

    /** Steps all of whose channels are the masking value are masked; a mask that arrives is replaced. */
    private void maskZero(LayerScope scope) {
        ChannelBehavior reading = new ChannelBehavior.Opaque(
                scope.channels(),
                "masks the steps all of whose channels are a constant, which new channels could change");
        scope.add(part(scope, "mask").behavior(reading).maskUse(MaskUse.COMPARES), scope.format());
        scope.addAll(kinds.describeInner(perhapsFrozen(), scope, scope.params()));
    }

    /**
     * The parameters of both directions have equal sizes, so that they are parts of the same nodes: the channels of the
     * inner layer grow in both directions alike. Concatenated, each of them is two channels, c and n + c.
     */
    private void bothDirections(Bidirectional layer, LayerScope scope) {
        LayerKinds.Description forward = kinds.describeInner(perhapsFrozen(), scope, ofDirection("f", scope.params()));
        List<Node> nodes = new ArrayList<>();
        for (Node node : forward.nodes()) {
            List<Param> params = new ArrayList<>();
            for (String direction : List.of("f", "b")) {
                node.params()
                        .forEach(
                                param -> params.add(new Param(direction + param.name(), param.shape(), param.roles())));
            }
            nodes.add(node.toBuilder()
                    .kind(node.produces() ? "bidirectional " + node.kind() : node.kind())
                    .params(params)
                    .build());
        }
        scope.addAll(new LayerKinds.Description(ImmutableList.copyOf(nodes), forward.output()));
        if (layer.getMode() == Bidirectional.Mode.CONCAT) {
            ChannelBehavior twice = new ChannelBehavior.Expand(FlattenOrder.CHANNEL_MINOR, 2);
            scope.add(part(scope, "concatenation").behavior(twice), scope.format());
        }
    }

    private static Map<String, INDArray> ofDirection(String prefix, Map<String, INDArray> params) {
        Map<String, INDArray> own = new LinkedHashMap<>();
        params.forEach((name, array) -> {
            if (name.startsWith(prefix)) {
                own.put(name.substring(prefix.length()), array);
            }
        });
        return own;
    }

    @Override
    public void resize(Layer layer, StudentSizes sizes) {
        kinds.resizeInner(perhapsFrozen(), sizes);
        if (layer instanceof Bidirectional both) {
            kinds.resizeInner(both.getBwd(), sizes);
        }
    }

    @Override
    public Optional<ExpectedInput> expects(Layer layer) {
        return kinds.expectsInner(inner())
                .map(expected -> layer instanceof TimeDistributed distributed
                        ? new ExpectedInput(
                                expected.channels(), ActivationFormat.series(distributed.getRnnDataFormat(), null))
                        : expected);
    }

    @Override
    public boolean isLinear(Layer layer) {
        return kinds.isLinear(inner());
    }

    @Override
    public boolean mixesUpWeightsAndBiases(Layer layer) {
        return kinds.mixesUpWeightsAndBiases(inner());
    }

    @Override
    public boolean mayKeepChannels(Layer layer) {
        boolean concatenates = layer instanceof Bidirectional both && both.getMode() == Bidirectional.Mode.CONCAT;
        return !concatenates && kinds.mayKeepChannels(inner());
    }

    @Override
    public boolean keepsFormat(Layer layer) {
        return !(layer instanceof LastTimeStep) && kinds.keepsFormat(inner());
    }

    @Override
    public INDArray view(Layer layer, String param, INDArray array) {
        return kinds.view(inner(), Wrappers.innerParam(layer, param), array);
    }
}
