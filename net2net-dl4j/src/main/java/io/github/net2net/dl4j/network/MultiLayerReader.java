package io.github.net2net.dl4j.network;

import com.google.common.collect.ImmutableList;
import io.github.net2net.GrowthException;
import io.github.net2net.dl4j.layer.Form;
import io.github.net2net.dl4j.layer.LayerKinds;
import io.github.net2net.dl4j.layer.LayerScope;
import io.github.net2net.dl4j.layer.LayerScope.Arrival;
import io.github.net2net.dl4j.layer.Preprocessors;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;

/** Reads a MultiLayerNetwork into a graph: a chain from {@code input} to the last layer. */
final class MultiLayerReader {
    static final String INPUT = "input";
    private static final Pattern OWN_NODE = Pattern.compile(".*/(activation|input\\d*)");

    private final MultiLayerNetwork network;
    private final @Nullable InputType inputType;
    private final List<Node> nodes = new ArrayList<>();

    MultiLayerReader(MultiLayerNetwork network, @Nullable InputType inputType) {
        this.network = network;
        this.inputType = inputType;
    }

    /** The layer's name, as DL4J would give it where there is none. */
    static String name(Layer layer, int index) {
        return layer.getLayerName() == null ? "layer" + index : layer.getLayerName();
    }

    static ImmutableList<String> names(MultiLayerNetwork network) {
        ImmutableList.Builder<String> names = ImmutableList.builder();
        for (int i = 0; i < network.getnLayers(); i++) {
            names.add(name(layer(network, i), i));
        }
        return names.build();
    }

    /** The place of the layer that the node belongs to; a layer's own activation is a node of its own. */
    static int indexOf(List<String> layers, String node) {
        int index = layers.indexOf(node);
        if (index < 0) {
            index = layers.indexOf(node.replaceFirst("/activation$", ""));
        }
        if (index < 0) {
            throw new IllegalStateException("no layer for node " + node);
        }
        return index;
    }

    static Layer layer(MultiLayerNetwork network, int index) {
        return network.getLayerWiseConfigurations().getConf(index).getLayer();
    }

    NetGraph read() {
        checkNames();
        Anchor anchor = anchor(0);
        checkInputType(anchor);
        Form form = inputType == null ? anchor.form : Form.of(inputType);
        nodes.add(Node.named(INPUT)
                .kind("input")
                .behavior(new ChannelBehavior.Source(anchor.channels))
                .build());
        Arrival arrival = new Arrival(INPUT, anchor.channels, form);
        for (int i = 0; i < network.getnLayers(); i++) {
            arrival = read(i, arrival);
        }
        return NetGraph.of(nodes, List.of(arrival.node()));
    }

    private void checkNames() {
        Set<String> seen = new HashSet<>(Set.of(INPUT));
        for (String name : names(network)) {
            if (OWN_NODE.matcher(name).matches()) {
                throw new GrowthException("cannot read the network: the layer name '" + name + "' ends like the names"
                        + " that parts of layers have here. Give the layer another name.");
            }
            if (!seen.add(name)) {
                throw new GrowthException(
                        name.equals(INPUT)
                                ? "cannot read the network: a layer is named 'input', which is what its input is called"
                                        + " here. Give the layer another name."
                                : "cannot read the network: two layers are named '" + name
                                        + "'. Give each layer a name of its own.");
            }
        }
    }

    private void checkInputType(Anchor anchor) {
        if (inputType != null && Form.channels(inputType) != anchor.channels) {
            throw new GrowthException("cannot read the network: its first layers take " + anchor.channels
                    + " channels, but the input type given is " + inputType
                    + ". Give the type that the network was built with.");
        }
    }

    private Arrival read(int index, Arrival before) {
        Layer layer = layer(network, index);
        String name = name(layer, index);
        Arrival arrival = before;
        InputPreProcessor processor = network.getLayerWiseConfigurations().getInputPreProcess(index);
        if (processor != null) {
            List<Node> steps = new ArrayList<>();
            arrival = Preprocessors.read(processor, name, before, layerAnchor(index).channels, steps);
            nodes.addAll(steps);
        }
        Anchor behind = find(index + 1);
        LayerScope scope = new LayerScope(
                name, layer, network.getLayer(index).paramTable(), arrival, behind == null ? null : behind.channels);
        LayerKinds.read(layer, scope);
        nodes.addAll(scope.nodes());
        int channels = channelsBehind(scope, arrival.channels());
        return new Arrival(scope.output(), channels, scope.form());
    }

    private static int channelsBehind(LayerScope scope, int arriving) {
        int channels = arriving;
        for (Node node : scope.nodes()) {
            if (node.behavior() instanceof ChannelBehavior.Mixes mixes) {
                channels = mixes.channels();
            } else if (node.behavior() instanceof ChannelBehavior.Opaque opaque) {
                channels = opaque.channels();
            }
        }
        return channels;
    }

    /** What must arrive at a place in the network, told by the first layer behind it that says. */
    private record Anchor(int channels, Form form) {}

    private Anchor anchor(int from) {
        Anchor found = find(from);
        if (found == null) {
            throw new GrowthException(
                    "cannot read the network: none of its layers says how many channels the input has. Build it with"
                            + " an input type.");
        }
        return found;
    }

    private @Nullable Anchor find(int from) {
        for (int i = from; i < network.getnLayers(); i++) {
            InputPreProcessor processor = network.getLayerWiseConfigurations().getInputPreProcess(i);
            if (processor instanceof FeedForwardToCnnPreProcessor collect) {
                long flat = collect.getNumChannels() * collect.getInputHeight() * collect.getInputWidth();
                return new Anchor(Math.toIntExact(flat), new Form.FeedForward());
            } else if (processor instanceof CnnToFeedForwardPreProcessor flatten && flatten.getNumChannels() > 0) {
                return new Anchor(
                        Math.toIntExact(flatten.getNumChannels()), new Form.Images(flatten.getFormat(), null, null));
            } else if (processor != null) {
                return new Anchor(layerAnchor(i).channels, new Form.Unknown());
            }
            Anchor own = own(layer(network, i));
            if (own != null) {
                Anchor next = layer(network, i).getClass() == BatchNormalization.class ? find(i + 1) : null;
                return next == null ? own : new Anchor(own.channels, next.form);
            }
        }
        return null;
    }

    private Anchor layerAnchor(int index) {
        Anchor own = own(layer(network, index));
        return own != null ? own : anchor(index + 1);
    }

    private static @Nullable Anchor own(Layer layer) {
        if (layer instanceof FeedForwardLayer sized && sized.getNIn() > 0) {
            return new Anchor(Math.toIntExact(sized.getNIn()), formOf(layer));
        }
        return null;
    }

    private static Form formOf(Layer layer) {
        if (layer.getClass() == ConvolutionLayer.class
                || layer instanceof org.deeplearning4j.nn.conf.layers.Convolution2D) {
            CNN2DFormat format = ((ConvolutionLayer) layer).getCnn2dDataFormat();
            return new Form.Images(format, null, null);
        }
        boolean dense = layer instanceof org.deeplearning4j.nn.conf.layers.DenseLayer
                || layer instanceof org.deeplearning4j.nn.conf.layers.OutputLayer;
        return dense ? new Form.FeedForward() : new Form.Unknown();
    }
}
