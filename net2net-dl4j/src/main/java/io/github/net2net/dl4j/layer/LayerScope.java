package io.github.net2net.dl4j.layer;

import com.google.common.collect.ImmutableList;
import io.github.net2net.dl4j.internal.model.NodeNames;
import io.github.net2net.dl4j.internal.model.Trainables;
import io.github.net2net.graph.ActivationTraits;
import io.github.net2net.graph.AxisRole;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.MaskUse;
import io.github.net2net.graph.Node;
import io.github.net2net.graph.Param;
import io.github.net2net.graph.ValueFlow;
import io.github.net2net.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One layer or vertex while it is described: what it reads, and the nodes it consists of. The node with the layer's own
 * name holds the weights and has its output's channels.
 */
public final class LayerScope {
    private final String name;
    private final Map<String, INDArray> params;
    private final BiFunction<String, INDArray, INDArray> views;
    private final Site site;
    private final List<Node> nodes = new ArrayList<>();
    private final List<LayerActivations> inputs;
    private final Map<String, Integer> channelsByNode = new HashMap<>();
    private LayerActivations current;
    private boolean opened;

    /**
     * Where the layer is in its network.
     *
     * @param channelsAfter the number of channels that what follows expects; null if unknown
     * @param ownChannels the number of output channels by the layer's own settings; 0 if unknown
     * @param linear whether its kind is linear
     * @param noise why inputs times a number don't give outputs times that number in training; null if they do
     */
    record Site(
            @Nullable Integer channelsAfter,
            int ownChannels,
            boolean linear,
            @Nullable String noise) {}

    /**
     * A layer that nothing has been said of yet.
     *
     * @param params DL4J's arrays by name
     * @param views the view of a parameter's array, by the parameter's name
     */
    LayerScope(
            String name,
            Map<String, INDArray> params,
            BiFunction<String, INDArray, INDArray> views,
            List<LayerActivations> inputs,
            Site site) {
        this.name = name;
        this.params = params;
        this.views = views;
        this.inputs = inputs;
        this.site = site;
        this.current = inputs.get(0);
        inputs.forEach(input -> channelsByNode.put(input.node(), input.channels()));
    }

    public String name() {
        return name;
    }

    /** What it reads, in order. */
    public List<LayerActivations> inputs() {
        return inputs;
    }

    /** The number of channels that arrive, or that the nodes added so far output. */
    public int channels() {
        return current.channels();
    }

    /** The format of what arrives, or of what the nodes added so far output. */
    public ActivationFormat format() {
        return current.format();
    }

    /** What the next layer reads. */
    LayerActivations output() {
        return current;
    }

    /** DL4J's arrays by name. */
    Map<String, INDArray> params() {
        return params;
    }

    /** What is known of where the layer is. */
    Site site() {
        return site;
    }

    /** Takes what arrives, or what the nodes so far output, for arrays of another format. */
    void reformat(ActivationFormat format) {
        current = new LayerActivations(current.node(), current.channels(), format);
    }

    /** Takes what the nodes so far output for arrays of another format, the nodes' own outputs included. */
    void reformatAll(ActivationFormat format) {
        nodes.replaceAll(node -> node.toBuilder()
                .format(format)
                .positions(node.produces() ? format.positions() : node.positions())
                .build());
        reformat(format);
    }

    /** Adds nodes that were described elsewhere; what follows reads the last one. */
    void addAll(LayerKinds.Description inner) {
        inner.nodes().forEach(node -> add(node.toBuilder(), inner.output().format()));
    }

    /** The nodes so far. */
    ImmutableList<Node> nodes() {
        return ImmutableList.copyOf(nodes);
    }

    /** A node description for the layer itself, which reads what arrives, or what the nodes added so far output. */
    public Node.Builder node(String kind) {
        Node.Builder node = Node.named(name).layer(name).kind(kind).notScalable(site.noise);
        if (!site.linear) {
            node.notScalable("is not known to be linear")
                    .notRepeatable("is not known to be linear, so that no weights are known to make it the identity");
        }
        return opened
                ? node.inputs(current.node())
                : node.inputs(inputs.stream().map(LayerActivations::node).toList());
    }

    /** As {@link #node}, for a part of the layer that comes before the node with the layer's own name. */
    Node.Builder part(String part, String kind) {
        return node(kind).rename(NodeNames.part(name, part));
    }

    /** Adds a node; what follows reads it. */
    public void add(Node.Builder builder, ActivationFormat format) {
        Node node = builder.format(format.isKnown() ? format : null).build();
        int channels = node.behavior().channels(node, name -> Objects.requireNonNull(channelsByNode.get(name)));
        nodes.add(node);
        channelsByNode.put(node.name(), channels);
        current = new LayerActivations(node.name(), channels, format);
        opened = true;
    }

    /** Adds the layer as a node without parameters whose output channel i depends on input channel i alone. */
    public void addPerChannel(String kind, ActivationFormat format) {
        addPerChannel(kind, ValueFlow.ANY, format);
    }

    /** As {@link #addPerChannel(String, ActivationFormat)}, where more is known of its values. */
    void addPerChannel(String kind, ValueFlow values, ActivationFormat format) {
        add(node(kind).behavior(new ChannelBehavior.PerChannel()).values(values), format);
    }

    /** A selection of values, where DL4J changes the number of positions but not the size of their mask. */
    void addResizing(String kind, ActivationFormat format) {
        add(
                node(kind)
                        .behavior(new ChannelBehavior.PerChannel())
                        .values(ValueFlow.SELECTS)
                        .maskUse(MaskUse.DISTORTS),
                format);
    }

    /**
     * Adds the layer as a node whose channels, input and output, can't change.
     *
     * @param reason why, as the end of a sentence: "normalizes across channels, so copies would change the result"
     */
    public void addOpaque(String kind, String reason) {
        addOpaque(kind, reason, null);
    }

    /**
     * As {@link #addOpaque(String, String)}.
     *
     * @param advice a sentence with what to do instead of widening around it, null for the usual one
     */
    public void addOpaque(String kind, String reason, @Nullable String advice) {
        int channels = site.ownChannels > 0 ? site.ownChannels : channelsAfterOr(channels());
        addOpaque(kind, reason, advice, channels, ActivationFormat.unknown());
    }

    /** The number of channels that what follows expects, or the given one if unknown. */
    int channelsAfterOr(int otherwise) {
        return site.channelsAfter != null ? site.channelsAfter : otherwise;
    }

    /** As {@link #addOpaque(String, String)}, where channels and format of the output are known. */
    void addOpaque(String kind, String reason, @Nullable String advice, int channels, ActivationFormat format) {
        List<Param> fixed = params.entrySet().stream()
                .map(entry -> fixed(entry.getKey(), views.apply(entry.getKey(), entry.getValue())))
                .toList();
        add(
                node(kind)
                        .behavior(new ChannelBehavior.Opaque(channels, reason, advice))
                        .maskUse(MaskUse.DISTORTS)
                        .params(fixed),
                format);
    }

    private static Param fixed(String param, INDArray array) {
        AxisRole[] roles = new AxisRole[array.rank()];
        Arrays.fill(roles, AxisRole.FIXED);
        return Param.of(param, Shape.of(sizes(array)), roles);
    }

    /**
     * Whether the input has the axes that the layer is configured for, or an unknown format. If not, the layer is added as
     * opaque.
     */
    public boolean accepts(String kind, ActivationFormat configured) {
        if (!format().isKnown() || format().hasAxesOf(configured)) {
            return true;
        }
        addOpaque(kind, "takes " + configured + " but gets " + format());
        return false;
    }

    /** As {@link #accepts}, for a layer that has no setting of its format: what arrives in an unknown one may have others. */
    boolean acceptsOnly(String kind, ActivationFormat only) {
        if (format().isKnown()) {
            return accepts(kind, only);
        }
        addOpaque(kind, "takes " + only + " but gets activations of an unknown format");
        return false;
    }

    /** The format of the input, or the configured one if it is unknown. */
    public ActivationFormat formatOr(ActivationFormat configured) {
        return format().isKnown() ? format() : configured;
    }

    /** Adds a node for an activation function; none for the identity, if there are other nodes. */
    public void addActivation(IActivation function) {
        ActivationTraits traits = Activations.traits(function);
        Node.Builder builder = Node.named(opened ? NodeNames.part(name, "activation") : name)
                .layer(name)
                .kind("activation")
                .inputs(current.node());
        if (traits == null) {
            boolean softmax = function instanceof ActivationSoftmax;
            String reason = Activations.reason(function);
            add(builder.behavior(new ChannelBehavior.Opaque(channels(), reason, null, softmax)), format());
        } else if (!opened || !traits.equals(ActivationTraits.IDENTITY)) {
            add(builder.behavior(new ChannelBehavior.PerChannel()).activation(traits), format());
        }
    }

    /** Whether the layer has the parameter. */
    public boolean has(String param) {
        return params.containsKey(Trainables.arrayOf(param));
    }

    /**
     * The parameter with a name and a role for each of its last axes; leading axes, if there are more, are fixed.
     *
     * @param param DL4J's name of the array; for a part of it that {@link LayerKind#view} returns, "array[part]"
     * @throws IllegalStateException if the layer has no such parameter
     */
    public Param param(String param, String[] axisNames, AxisRole... roles) {
        INDArray whole = params.get(Trainables.arrayOf(param));
        if (whole == null) {
            throw new IllegalStateException(
                    "layer '" + name + "' has no parameter " + param + "; it has " + params.keySet());
        }
        INDArray array = views.apply(param, whole);
        int leading = array.rank() - roles.length;
        AxisRole[] all = new AxisRole[array.rank()];
        String[] names = new String[array.rank()];
        for (int axis = 0; axis < all.length; axis++) {
            all[axis] = axis < leading ? AxisRole.FIXED : roles[axis - leading];
            names[axis] = axis < leading ? "axis " + axis : axisNames[axis - leading];
        }
        return Param.of(param, Shape.of(sizes(array)).named(names), all);
    }

    /** A parameter with one entry per channel, [n] or [1, n]. */
    public Param vector(String param, String axisName, AxisRole role) {
        return param(param, new String[] {axisName}, role);
    }

    /** Those of the named vectors that the layer has, such as a bias. */
    public List<Param> vectors(String axisName, AxisRole role, String... names) {
        return Arrays.stream(names)
                .filter(this::has)
                .map(param -> vector(param, axisName, role))
                .toList();
    }

    private static int[] sizes(INDArray array) {
        return Arrays.stream(array.shape()).mapToInt(Math::toIntExact).toArray();
    }
}
