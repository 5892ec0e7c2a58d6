package io.github.net2net.dl4j.layer;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.github.net2net.GrowthException;
import io.github.net2net.dl4j.internal.model.Wrappers;
import io.github.net2net.dl4j.layer.LayerScope.Site;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.samediff.AbstractSameDiffLayer;
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
            PerChannelLayers.ALL,
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
        return kinds.containsKey(unwrapped(layer).getClass());
    }

    private static Object unwrapped(Object layer) {
        if (layer instanceof LayerVertex vertex) {
            return Wrappers.unwrap(vertex.getLayerConf().getLayer());
        }
        if (layer instanceof GraphVertex vertex) {
            return Wrappers.unwrap(vertex);
        }
        return layer instanceof Layer wrapper ? Wrappers.unwrap(wrapper) : layer;
    }

    @SuppressWarnings("unchecked")
    private <L> LayerKind<L> kindOf(L layer) {
        return (LayerKind<L>) kinds.getOrDefault(layer.getClass(), UnknownLayers.KIND);
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
     * @param params its layer's parameters by DL4J's names; only their shapes are read
     * @param inputs what it reads
     * @param channelsBehind the number of channels that the vertices behind it expect, null if unknown
     * @throws GrowthException if it has parameters that net2net does not know how to copy
     */
    public Description describe(
            String name,
            GraphVertex outer,
            Map<String, INDArray> params,
            List<LayerActivations> inputs,
            @Nullable Integer channelsBehind) {
        GraphVertex vertex = Wrappers.unwrap(outer);
        if (vertex instanceof LayerVertex layer) {
            return describe(name, layer, params, inputs.get(0), channelsBehind);
        } else if (vertex instanceof PreprocessorVertex processor) {
            return describe(name, processor, inputs.get(0), channelsBehind);
        }
        UnknownLayers.requireNoParameters(name, vertex);
        LayerScope scope = new LayerScope(
                name,
                Map.of(),
                inputs,
                new Site(channelsBehind, 0, kindOf(vertex).isLinear(vertex), null));
        kindOf(vertex).describe(vertex, scope);
        return new Description(scope.nodes(), scope.output());
    }

    private Description describe(
            String name,
            LayerVertex vertex,
            Map<String, INDArray> params,
            LayerActivations before,
            @Nullable Integer channelsBehind) {
        Layer outer = vertex.getLayerConf().getLayer();
        Layer layer = Wrappers.unwrap(outer);
        List<Node> nodes = new ArrayList<>();
        LayerActivations input = before;
        if (vertex.getPreProcessor() != null) {
            int behind = kindOf(layer)
                    .expects(layer)
                    .map(ExpectedInput::channels)
                    .orElse(channelsBehind == null ? before.channels() : channelsBehind);
            input = Preprocessors.describe(vertex.getPreProcessor(), name, before, behind, nodes);
        }
        int own = layer instanceof FeedForwardLayer sized ? Math.toIntExact(sized.getNOut()) : 0;
        Site site = new Site(
                channelsBehind,
                knows(layer) || channelsBehind == null ? own : 0,
                kindOf(layer).isLinear(layer),
                Noises.reason(layer));
        Map<String, INDArray> views = new LinkedHashMap<>();
        params.forEach((param, array) -> views.put(param, view(layer, param, array)));
        LayerScope scope = new LayerScope(name, views, List.of(input), site);
        kindOf(layer).describe(layer, scope);
        boolean frozen = Wrappers.isFrozen(outer);
        scope.nodes().forEach(node -> nodes.add(node.toBuilder().frozen(frozen).build()));
        return new Description(ImmutableList.copyOf(nodes), scope.output());
    }

    /** A preprocessor that is a vertex of its own; a node of the vertex' name ends it, so that others can read it. */
    private static Description describe(
            String name, PreprocessorVertex vertex, LayerActivations before, @Nullable Integer channelsBehind) {
        List<Node> nodes = new ArrayList<>();
        int behind = channelsBehind == null ? before.channels() : channelsBehind;
        LayerActivations last = Preprocessors.describe(vertex.getPreProcessor(), name, before, behind, nodes);
        nodes.add(Node.named(name)
                .kind("preprocessor")
                .inputs(last.node())
                .behavior(new ChannelBehavior.PerChannel())
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
            if (inner instanceof AbstractSameDiffLayer sameDiff) {
                sameDiff.setLayerParams(null); // DL4J keeps the shapes that the layer defined before
            }
            if (layer.getPreProcessor() != null) {
                layer.setPreProcessor(Preprocessors.resized(layer.getPreProcessor(), name, student));
            }
        } else if (vertex instanceof PreprocessorVertex processor) {
            processor.setPreProcessor(Preprocessors.resized(processor.getPreProcessor(), name, student));
        } else {
            kindOf(vertex).resize(vertex, sizes);
        }
    }

    /** What must arrive at the vertex by its own settings, its preprocessor's included; empty if unknown. */
    public Optional<ExpectedInput> expects(GraphVertex outer) {
        GraphVertex vertex = Wrappers.unwrap(outer);
        if (vertex instanceof PreprocessorVertex processor) {
            return Preprocessors.expects(processor.getPreProcessor(), Optional.empty());
        } else if (!(vertex instanceof LayerVertex layer)) {
            return kindOf(vertex).expects(vertex);
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

    private boolean mayKeepChannels(Object layer) {
        return kindOf(layer).mayKeepChannels(layer);
    }

    /** Whether the vertex outputs arrays of the format that it reads. */
    public boolean keepsFormat(GraphVertex vertex) {
        return hasNoPreprocessor(vertex) && knows(vertex) && keepsFormat(unwrapped(vertex));
    }

    private boolean keepsFormat(Object layer) {
        return kindOf(layer).keepsFormat(layer);
    }

    private static boolean hasNoPreprocessor(GraphVertex outer) {
        GraphVertex vertex = Wrappers.unwrap(outer);
        return !(vertex instanceof PreprocessorVertex)
                && !(vertex instanceof LayerVertex layer && layer.getPreProcessor() != null);
    }

    /** As {@link LayerKind#mixesUpWeightsAndBiases}. */
    public boolean mixesUpWeightsAndBiases(Layer layer) {
        return kindOf(layer).mixesUpWeightsAndBiases(layer);
    }

    /** A view of a layer's parameter, or of an array of its shape, with the axes that its kind describes. */
    public INDArray view(Layer layer, String param, INDArray array) {
        Layer inner = Wrappers.unwrap(layer);
        return kindOf(inner).view(inner, param, array);
    }

    /** A view of a layer's parameter with the axes that its kind describes. */
    public INDArray parameter(org.deeplearning4j.nn.api.Layer layer, String param) {
        return view(layer.conf().getLayer(), param, layer.getParam(param));
    }
}
