package io.github.net2net.dl4j.layer;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.github.net2net.dl4j.internal.model.Trainables;
import io.github.net2net.dl4j.internal.model.Wrappers;
import io.github.net2net.dl4j.layer.LayerScope.Site;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.Node;
import io.github.net2net.graph.ValueFlow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.Trainable;
import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PrimaryCapsules;
import org.deeplearning4j.nn.conf.layers.samediff.AbstractSameDiffLayer;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffVertex;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The kinds of layers and vertices that net2net knows. The channels around a layer of any other class are pinned: a
 * subclass may do anything. Immutable.
 */
public final class LayerKinds {
    private static final LayerKinds STANDARD = standard(
            Convolutions.ALL,
            PositionLayers.ALL,
            DenseLayers.ALL,
            SequenceLayers.ALL,
            PerChannelLayers.ALL,
            AttentionLayers.ALL,
            Vertices.ALL,
            LocalLayers.ALL,
            Capsules.ALL,
            Autoencoders.ALL,
            OutputLayers.ALL);

    private final ImmutableMap<Class<?>, LayerKind<?>> kinds;

    private LayerKinds(ImmutableMap<Class<?>, LayerKind<?>> kinds) {
        this.kinds = kinds;
    }

    @SafeVarargs
    private static LayerKinds standard(ImmutableList<LayerKind<?>>... lists) {
        ImmutableMap.Builder<Class<?>, LayerKind<?>> all = ImmutableMap.builder();
        for (ImmutableList<LayerKind<?>> list : lists) {
            list.forEach(kind -> all.put(kind.type(), kind));
        }
        return new LayerKinds(all.buildOrThrow());
    }

    /** The layers and vertices of DL4J's that net2net knows. */
    public static LayerKinds standard() {
        return STANDARD;
    }

    /**
     * These and another kind, which replaces one for the same class.
     *
     * @throws IllegalArgumentException if the kind is for neither a layer nor a vertex
     */
    public LayerKinds plus(LayerKind<?> kind) {
        Class<?> type = requireNonNull(kind, "plus(null): give a kind").type();
        checkArgument(
                Layer.class.isAssignableFrom(type) || GraphVertex.class.isAssignableFrom(type),
                "%s is neither a layer nor a vertex configuration; give a kind for a subclass of %s or %s",
                type.getName(),
                Layer.class.getName(),
                GraphVertex.class.getName());
        return new LayerKinds(ImmutableMap.<Class<?>, LayerKind<?>>builder()
                .putAll(kinds)
                .put(type, kind)
                .buildKeepingLast());
    }

    /** Whether there is a kind for the layer or vertex, or for the layer that it wraps or freezes. */
    public boolean knows(Object layer) {
        Object unwrapped = unwrapped(layer);
        return kinds.containsKey(unwrapped.getClass())
                || (unwrapped instanceof Layer outer
                        && Wrappers.inner(outer) != null
                        && knows(Wrappers.innermost(outer)));
    }

    private static Object unwrapped(Object layer) {
        if (layer instanceof LayerVertex vertex) {
            return Wrappers.unwrap(vertex.getLayerConf().getLayer());
        } else if (layer instanceof GraphVertex vertex) {
            return Wrappers.unwrap(vertex);
        }
        return layer instanceof Layer wrapper ? Wrappers.unwrap(wrapper) : layer;
    }

    @SuppressWarnings("unchecked")
    private <L> LayerKind<L> kindOf(L layer) {
        LayerKind<?> kind = kinds.get(layer.getClass());
        LayerKind<?> wrapping = kind == null ? SequenceWrapper.of(this, layer) : kind;
        return (LayerKind<L>) (wrapping == null ? UnknownLayers.KIND : wrapping);
    }

    /**
     * A layer's or vertex' description.
     *
     * @param nodes its nodes, those of its preprocessor first
     * @param output what the next one reads
     */
    public record Description(ImmutableList<Node> nodes, LayerActivations output) {}

    /**
     * Describes a vertex.
     *
     * @param params its parameters by DL4J's names; only their shapes are read
     * @param inputs what it reads
     * @param channelsAfter the number of channels that the vertices after it expect, null if unknown
     */
    public Description describe(
            String name,
            GraphVertex outer,
            Map<String, INDArray> params,
            List<LayerActivations> inputs,
            @Nullable Integer channelsAfter) {
        GraphVertex vertex = Wrappers.unwrap(outer);
        if (vertex instanceof LayerVertex layer) {
            return describe(name, layer, params, inputs.get(0), channelsAfter);
        } else if (vertex instanceof PreprocessorVertex processor) {
            return describe(name, processor, inputs.get(0), channelsAfter);
        }
        Site site = new Site(channelsAfter, 0, kindOf(vertex).isLinear(vertex), null);
        LayerScope scope = new LayerScope(name, params, (param, array) -> array, inputs, site);
        kindOf(vertex).describe(vertex, scope);
        return new Description(frozen(scope.nodes(), outer instanceof FrozenVertex), scope.output());
    }

    private Description describe(
            String name,
            LayerVertex vertex,
            Map<String, INDArray> params,
            LayerActivations before,
            @Nullable Integer channelsAfter) {
        Layer outer = vertex.getLayerConf().getLayer();
        Layer layer = Wrappers.unwrap(outer);
        List<Node> nodes = new ArrayList<>();
        LayerActivations input = before;
        if (vertex.getPreProcessor() != null) {
            int after = kindOf(layer)
                    .expects(layer)
                    .map(ExpectedInput::channels)
                    .orElse(channelsAfter == null ? before.channels() : channelsAfter);
            input = Preprocessors.describe(vertex.getPreProcessor(), name, before, after, nodes);
        }
        LayerScope scope = scope(name, layer, params, input, channelsAfter);
        kindOf(layer).describe(layer, scope);
        nodes.addAll(frozen(scope.nodes(), Wrappers.isFrozen(outer)));
        return new Description(ImmutableList.copyOf(nodes), scope.output());
    }

    private LayerScope scope(
            String name,
            Layer layer,
            Map<String, INDArray> params,
            LayerActivations input,
            @Nullable Integer channelsAfter) {
        int own = ownChannels(Wrappers.innermost(layer));
        Site site = new Site(
                channelsAfter,
                knows(layer) || channelsAfter == null ? own : 0,
                kindOf(layer).isLinear(layer),
                Noises.reason(layer));
        return new LayerScope(name, params, (param, array) -> view(layer, param, array), List.of(input), site);
    }

    private static int ownChannels(Layer layer) {
        if (layer instanceof PrimaryCapsules primary) {
            return primary.getCapsules();
        }
        return layer instanceof FeedForwardLayer sized ? Math.toIntExact(sized.getNOut()) : 0;
    }

    /** The description of a layer inside another, which reads what the nodes of the other one output so far. */
    Description describeInner(Layer perhapsFrozen, LayerScope outer, Map<String, INDArray> params) {
        Layer inner = Wrappers.unwrap(perhapsFrozen);
        LayerScope scope =
                scope(outer.name(), inner, params, outer.output(), outer.site().channelsAfter());
        kindOf(inner).describe(inner, scope);
        return new Description(frozen(scope.nodes(), Wrappers.isFrozen(perhapsFrozen)), scope.output());
    }

    void resizeInner(Layer perhapsFrozen, StudentSizes sizes) {
        Layer inner = Wrappers.unwrap(perhapsFrozen);
        kindOf(inner).resize(inner, sizes);
    }

    Optional<ExpectedInput> expectsInner(Layer inner) {
        return kindOf(inner).expects(inner);
    }

    private static ImmutableList<Node> frozen(List<Node> nodes, boolean frozen) {
        return nodes.stream()
                .map(node -> frozen ? node.toBuilder().frozen(true).build() : node)
                .collect(ImmutableList.toImmutableList());
    }

    /** A preprocessor that is a vertex of its own; a node of the vertex' name ends it, so that others can read it. */
    private static Description describe(
            String name, PreprocessorVertex vertex, LayerActivations before, @Nullable Integer channelsAfter) {
        List<Node> nodes = new ArrayList<>();
        int after = channelsAfter == null ? before.channels() : channelsAfter;
        LayerActivations last = Preprocessors.describe(vertex.getPreProcessor(), name, before, after, nodes);
        nodes.add(Node.named(name)
                .kind("preprocessor")
                .inputs(last.node())
                .behavior(new ChannelBehavior.PerChannel())
                .format(last.format().isKnown() ? last.format() : null)
                .values(ValueFlow.SELECTS)
                .build());
        return new Description(ImmutableList.copyOf(nodes), new LayerActivations(name, last.channels(), last.format()));
    }

    /** Writes the student's sizes into the student's copy of a vertex. */
    public void resize(String name, GraphVertex outer, NetGraph student) {
        GraphVertex vertex = Wrappers.unwrap(outer);
        StudentSizes sizes = new StudentSizes(student, name);
        if (vertex instanceof LayerVertex layer) {
            Layer inner = Wrappers.unwrap(layer.getLayerConf().getLayer());
            kindOf(inner).resize(inner, sizes);
            if (Wrappers.innermost(inner) instanceof AbstractSameDiffLayer sameDiff) {
                sameDiff.setLayerParams(null); // DL4J keeps the shapes that the layer defined before
            }
            if (layer.getPreProcessor() != null) {
                layer.setPreProcessor(Preprocessors.resized(layer.getPreProcessor(), name, student));
            }
        } else if (vertex instanceof PreprocessorVertex processor) {
            processor.setPreProcessor(Preprocessors.resized(processor.getPreProcessor(), name, student));
        } else {
            kindOf(vertex).resize(vertex, sizes);
            if (vertex instanceof SameDiffVertex sameDiff) {
                sameDiff.setVertexParams(null); // DL4J keeps the shapes that the vertex defined before
            }
        }
    }

    /**
     * What must arrive at one of the vertex' inputs by its own settings, its preprocessor's included; empty if unknown.
     */
    public Optional<ExpectedInput> expects(GraphVertex outer, int input) {
        GraphVertex vertex = Wrappers.unwrap(outer);
        if (vertex instanceof PreprocessorVertex processor) {
            return Preprocessors.expects(processor.getPreProcessor(), Optional.empty());
        } else if (!(vertex instanceof LayerVertex layer)) {
            return kindOf(vertex).expects(vertex, input);
        } else {
            Layer inner = Wrappers.unwrap(layer.getLayerConf().getLayer());
            Optional<ExpectedInput> own = kindOf(inner).expects(inner);
            return layer.getPreProcessor() == null ? own : Preprocessors.expects(layer.getPreProcessor(), own);
        }
    }

    /** Whether the vertex certainly outputs as many channels as it reads. */
    public boolean keepsChannels(GraphVertex vertex) {
        return hasNoPreprocessor(vertex) && knows(vertex) && keepsChannels(unwrapped(vertex));
    }

    private boolean keepsChannels(Object layer) {
        return kindOf(layer).keepsChannels(layer);
    }

    /** Whether the vertex may output as many channels as it reads; how many an unknown one reads matters to it alone. */
    public boolean mayKeepChannels(GraphVertex vertex) {
        return hasNoPreprocessor(vertex) && mayKeepChannels(unwrapped(vertex));
    }

    boolean mayKeepChannels(Object layer) {
        return kindOf(layer).mayKeepChannels(layer);
    }

    /** Whether the vertex outputs arrays of the format that it reads. */
    public boolean keepsFormat(GraphVertex vertex) {
        return hasNoPreprocessor(vertex) && knows(vertex) && keepsFormat(unwrapped(vertex));
    }

    boolean keepsFormat(Object layer) {
        return kindOf(layer).keepsFormat(layer);
    }

    private static boolean hasNoPreprocessor(GraphVertex outer) {
        GraphVertex vertex = Wrappers.unwrap(outer);
        return !(vertex instanceof PreprocessorVertex)
                && !(vertex instanceof LayerVertex layer && layer.getPreProcessor() != null);
    }

    boolean isLinear(Layer layer) {
        return kindOf(layer).isLinear(layer);
    }

    /** As {@link LayerKind#mixesUpWeightsAndBiases}. */
    public boolean mixesUpWeightsAndBiases(Layer layer) {
        return kindOf(layer).mixesUpWeightsAndBiases(layer);
    }

    /**
     * A view of a parameter, or of an array of its shape, with the axes that its kind describes.
     *
     * @param configuration of a layer or vertex
     */
    public INDArray view(Object configuration, String param, INDArray array) {
        return view(kindOf(unwrapped(configuration)), unwrapped(configuration), param, array);
    }

    private static <L> INDArray view(LayerKind<L> kind, L layer, String param, INDArray array) {
        return kind.view(layer, param, array);
    }

    /** A view of a parameter of a layer or vertex with the axes that its kind describes. */
    public INDArray parameter(Trainable trainable, String param) {
        INDArray array = requireNonNull(Trainables.parameter(trainable, param), param);
        return view(Trainables.configuration(trainable), param, array);
    }
}
