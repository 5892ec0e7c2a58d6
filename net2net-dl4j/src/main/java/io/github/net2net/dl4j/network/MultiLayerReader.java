package io.github.net2net.dl4j.network;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.github.net2net.GrowthException;
import io.github.net2net.dl4j.layer.Form;
import io.github.net2net.dl4j.layer.Inner;
import io.github.net2net.dl4j.layer.LayerKinds;
import io.github.net2net.dl4j.layer.LayerScope;
import io.github.net2net.dl4j.layer.LayerScope.Arrival;
import io.github.net2net.dl4j.layer.NodeNames;
import io.github.net2net.dl4j.layer.Preprocessors;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;

/** Reads a MultiLayerNetwork into a graph: a chain from {@code input} to the last layer. */
final class MultiLayerReader {
    static final String INPUT = "input";

    private final MultiLayerNetwork network;
    private final @Nullable InputType inputType;
    private final List<Node> nodes = new ArrayList<>();
    private final ImmutableMap.Builder<String, Form> forms = ImmutableMap.builder();

    MultiLayerReader(MultiLayerNetwork network, @Nullable InputType inputType) {
        this.network = network;
        this.inputType = inputType;
    }

    /** The layers' names, as DL4J would give them where there are none. */
    static ImmutableList<String> names(MultiLayerNetwork network) {
        ImmutableList.Builder<String> names = ImmutableList.builder();
        for (int i = 0; i < network.getnLayers(); i++) {
            names.add(NodeNames.of(layer(network, i), i));
        }
        return names.build();
    }

    static Layer layer(MultiLayerNetwork network, int index) {
        return network.getLayerWiseConfigurations().getConf(index).getLayer();
    }

    Reading read() {
        checkNames();
        Anchor input = input();
        nodes.add(Node.named(INPUT)
                .kind("input")
                .behavior(new ChannelBehavior.Source(input.channels()))
                .maskUse(input.form().maskUse())
                .build());
        forms.put(INPUT, input.form());
        Arrival arrival = new Arrival(INPUT, input.channels(), input.form());
        for (int i = 0; i < network.getnLayers(); i++) {
            arrival = read(i, arrival);
        }
        return Reading.of(nodes, List.of(arrival.node()), forms.buildOrThrow());
    }

    private Anchor input() {
        if (inputType == null) {
            Anchor anchor = anchor(0);
            if (anchor != null) {
                return anchor;
            }
            throw new GrowthException("cannot read the network: none of its layers says how many channels the input"
                    + " has. Give the input type, in Net2Net.from(network, inputType).");
        }
        Integer channels = channels(0, LayerKinds::keepChannels);
        if (channels != null) {
            InputTypes.check("its first layers take", inputType, channels);
        }
        return new Anchor(InputTypes.channels(inputType), Form.of(inputType));
    }

    private void checkNames() {
        Set<String> seen = new HashSet<>(Set.of(INPUT));
        for (String name : names(network)) {
            NodeNames.check(name);
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

    private Arrival read(int index, Arrival before) {
        Layer layer = Inner.of(layer(network, index));
        String name = names(network).get(index);
        Arrival arrival = before;
        InputPreProcessor processor = processor(index);
        if (processor != null) {
            Anchor own = Anchor.own(layer);
            Anchor first = own == null ? anchor(index + 1) : own;
            int channels = first == null ? before.channels() : first.channels();
            arrival = Preprocessors.read(processor, name, before, channels, nodes);
        }
        Anchor behind = anchor(index + 1);
        LayerScope scope = new LayerScope(
                name, layer, network.getLayer(index).paramTable(), arrival, behind == null ? null : behind.channels());
        LayerKinds.read(scope);
        nodes.addAll(scope.nodes(Inner.isFrozen(layer(network, index))));
        forms.put(name, scope.form());
        return scope.departure();
    }

    /** What the layers from the given one on tell about what arrives there; null if none tells a number of channels. */
    private @Nullable Anchor anchor(int from) {
        Integer certain = channels(from, LayerKinds::keepChannels);
        Integer channels = certain == null ? channels(from, MultiLayerReader::mayKeepChannels) : certain;
        return channels == null ? null : new Anchor(channels, form(from));
    }

    /** How many channels an unknown layer reads matters to nothing but itself. */
    private static boolean mayKeepChannels(Layer layer) {
        return LayerKinds.mayKeepChannels(layer) || !LayerKinds.knows(Inner.of(layer));
    }

    private @Nullable Integer channels(int from, Predicate<Layer> keeping) {
        for (int i = from; i < network.getnLayers(); i++) {
            Anchor anchor = at(i);
            if (anchor != null) {
                return anchor.channels();
            } else if (processor(i) != null || !keeping.test(layer(network, i))) {
                return null;
            }
        }
        return null;
    }

    private Form form(int from) {
        for (int i = from; i < network.getnLayers(); i++) {
            Anchor anchor = at(i);
            if (anchor != null && !(anchor.form() instanceof Form.Unknown)) {
                return anchor.form();
            } else if (processor(i) != null || !LayerKinds.keepForm(layer(network, i))) {
                return new Form.Unknown();
            }
        }
        return new Form.Unknown();
    }

    private @Nullable Anchor at(int index) {
        return Anchor.at(layer(network, index), processor(index));
    }

    private @Nullable InputPreProcessor processor(int index) {
        return network.getLayerWiseConfigurations().getInputPreProcess(index);
    }
}
