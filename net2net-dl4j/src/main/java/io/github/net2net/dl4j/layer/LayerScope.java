package io.github.net2net.dl4j.layer;

import com.google.common.collect.ImmutableList;
import io.github.net2net.graph.ActivationTraits;
import io.github.net2net.graph.AxisRole;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.MaskUse;
import io.github.net2net.graph.Node;
import io.github.net2net.graph.Param;
import io.github.net2net.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One layer while it is being read: what arrives, and the nodes it turns into. */
public final class LayerScope {
    private final String name;
    private final Layer layer;
    private final Map<String, INDArray> params;
    private final int inputChannels;
    private final @Nullable Integer channelsBehind;
    private final List<Node> nodes = new ArrayList<>();
    private String current;
    private Form form;

    /**
     * A layer about to be read.
     *
     * @param params the layer's parameters by DL4J's names; only their shapes are read
     * @param arrival the node that it reads, its channels and form
     * @param channelsBehind the channels that what follows expects, null if nothing says
     */
    public LayerScope(
            String name, Layer layer, Map<String, INDArray> params, Arrival arrival, @Nullable Integer channelsBehind) {
        this.channelsBehind = channelsBehind;
        this.name = name;
        this.layer = layer;
        this.params = params;
        this.inputChannels = arrival.channels;
        this.current = arrival.node;
        this.form = arrival.form;
    }

    /** What a layer reads. */
    public record Arrival(String node, int channels, Form form) {}

    public String name() {
        return name;
    }

    /** The layer's configuration as the given type. */
    public <T extends Layer> T layer(Class<T> type) {
        return type.cast(layer);
    }

    /** The number of channels that arrive. */
    public int inputChannels() {
        return inputChannels;
    }

    /** The form of what arrives, or of what the nodes added so far output. */
    public Form form() {
        return form;
    }

    /**
     * The nodes so far.
     *
     * @param frozen whether training leaves the layer as it is
     */
    public ImmutableList<Node> nodes(boolean frozen) {
        return nodes.stream()
                .map(node -> node.toBuilder().frozen(frozen).build())
                .collect(ImmutableList.toImmutableList());
    }

    /** The node whose output is the layer's. */
    public String output() {
        return current;
    }

    /** A node description for the layer itself, which reads what arrives. */
    public Node.Builder main(String kind) {
        return Node.named(name).layer(name).kind(kind).inputs(current).notScalable(Noises.reason(layer));
    }

    /** Adds a node; what follows reads it. */
    public void add(Node.Builder node, Form newForm) {
        Node built = node.build();
        nodes.add(built);
        current = built.name();
        form = newForm;
    }

    /** Adds the layer as a node that keeps channels apart and has no parameters. */
    public void addKeeping(String kind, Form newForm) {
        add(main(kind).behavior(new ChannelBehavior.PerChannel()), newForm);
    }

    /** As {@link #addKeeping}, where DL4J changes the number of positions but not the size of their mask. */
    public void addResizing(String kind, Form newForm) {
        add(main(kind).behavior(new ChannelBehavior.PerChannel()).maskUse(MaskUse.DISTORTS), newForm);
    }

    /** Adds the layer as a node that nothing is known of but its parameters' shapes. */
    public void addOpaque(String kind, String reason) {
        addOpaque(kind, reason, null);
    }

    /**
     * As {@link #addOpaque(String, String)}.
     *
     * @param advice a sentence that says what to do instead of widening around it, null for the usual one
     */
    public void addOpaque(String kind, String reason, @Nullable String advice) {
        List<Param> fixed = params.entrySet().stream()
                .map(entry -> fixed(entry.getKey(), Weights.of(layer, entry.getKey(), entry.getValue())))
                .toList();
        add(
                main(kind)
                        .behavior(new ChannelBehavior.Opaque(opaqueChannels(), reason, advice))
                        .params(fixed),
                new Form.Unknown());
    }

    private int opaqueChannels() {
        int own = layer instanceof FeedForwardLayer sized ? Math.toIntExact(sized.getNOut()) : 0;
        if (channelsBehind != null && !(own > 0 && LayerKinds.knows(layer))) {
            return channelsBehind;
        }
        return own > 0 ? own : inputChannels;
    }

    private static Param fixed(String param, INDArray array) {
        AxisRole[] roles = new AxisRole[array.rank()];
        Arrays.fill(roles, AxisRole.FIXED);
        return Param.of(param, Shape.of(sizes(array)), roles);
    }

    /** Adds a node for an activation function; the identity needs none. */
    public void addActivation(IActivation function) {
        String node = nodes.isEmpty() ? name : NodeNames.activation(name);
        ActivationTraits traits = Activations.traits(function);
        Node.Builder builder = Node.named(node).layer(name).kind("activation").inputs(current);
        if (traits == null) {
            int channels = channelsNow();
            add(builder.behavior(new ChannelBehavior.Opaque(channels, Activations.reason(function))), form);
        } else if (nodes.isEmpty() || !traits.equals(ActivationTraits.IDENTITY)) {
            add(builder.behavior(new ChannelBehavior.PerChannel()).activation(traits), form);
        }
    }

    /** The bias b [1, out], if the layer has one. */
    public List<Param> bias() {
        return has("b") ? List.of(perChannel("b", "out", AxisRole.OUT)) : List.of();
    }

    private int channelsNow() {
        int channels = inputChannels;
        for (Node node : nodes) {
            if (node.behavior() instanceof ChannelBehavior.Producer mixes) {
                channels = mixes.channels();
            } else if (node.behavior() instanceof ChannelBehavior.Opaque opaque) {
                channels = opaque.channels();
            } else if (node.behavior() instanceof ChannelBehavior.Expand spreads) {
                channels *= spreads.times();
            }
        }
        return channels;
    }

    /** What the next layer reads. */
    public Arrival departure() {
        return new Arrival(current, channelsNow(), form);
    }

    /** Whether the layer has the parameter. */
    public boolean has(String param) {
        return params.containsKey(param);
    }

    /** The parameter with a role for each of its last axes; leading axes, if there are more, are fixed. */
    public Param param(String param, String[] axisNames, AxisRole... roles) {
        INDArray array = params.get(param);
        if (array == null) {
            throw new IllegalStateException("layer '" + name + "' has no parameter " + param);
        }
        array = Weights.of(layer, param, array);
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
    public Param perChannel(String param, String axisName, AxisRole role) {
        return param(param, new String[] {axisName}, role);
    }

    private static int[] sizes(INDArray array) {
        return Arrays.stream(array.shape()).mapToInt(Math::toIntExact).toArray();
    }
}
