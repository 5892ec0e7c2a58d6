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
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
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
        Anchor anchor = anchor(0);
        if (inputType != null) {
            InputTypes.check("its first layers take", inputType, anchor.channels());
        }
        Form form = inputType == null ? anchor.form() : Form.of(inputType);
        nodes.add(Node.named(INPUT)
                .kind("input")
                .behavior(new ChannelBehavior.Source(anchor.channels()))
                .build());
        Arrival arrival = new Arrival(INPUT, anchor.channels(), form);
        for (int i = 0; i < network.getnLayers(); i++) {
            arrival = read(i, arrival);
        }
        return Reading.of(nodes, List.of(arrival.node()), forms.buildOrThrow());
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
        InputPreProcessor processor = network.getLayerWiseConfigurations().getInputPreProcess(index);
        if (processor != null) {
            Anchor own = Anchor.own(layer);
            int behind = own != null ? own.channels() : anchor(index + 1).channels();
            arrival = Preprocessors.read(processor, name, before, behind, nodes);
        }
        Anchor behind = find(index + 1);
        LayerScope scope = new LayerScope(
                name, layer, network.getLayer(index).paramTable(), arrival, behind == null ? null : behind.channels());
        LayerKinds.read(scope);
        nodes.addAll(scope.nodes());
        forms.put(name, scope.form());
        return scope.departure();
    }

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
            Anchor anchor = Anchor.at(layer(network, i), processor);
            if (anchor != null) {
                boolean tellsNoForm = layer(network, i).getClass() == BatchNormalization.class && processor == null;
                Anchor next = tellsNoForm ? find(i + 1) : null;
                return next == null ? anchor : new Anchor(anchor.channels(), next.form());
            }
        }
        return null;
    }
}
