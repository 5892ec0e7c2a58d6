package io.github.net2net.dl4j.network;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;

/** Reads a ComputationGraph. Nodes have the names of DL4J's vertices. */
final class GraphReader {
    private final ComputationGraph network;
    private final ComputationGraphConfiguration configuration;
    private final List<InputType> inputTypes;
    private final GraphAnchors anchors;
    private final Map<String, Arrival> arrivals = new HashMap<>();
    private final List<Node> nodes = new ArrayList<>();

    /**
     * A reader.
     *
     * @param inputTypes one for each input, or none
     */
    GraphReader(ComputationGraph network, List<InputType> inputTypes) {
        this.network = network;
        this.configuration = network.getConfiguration();
        this.inputTypes = inputTypes;
        this.anchors = new GraphAnchors(configuration);
    }

    Reading read() {
        configuration.getVertices().keySet().forEach(NodeNames::check);
        readInputs();
        for (int index : network.topologicalSortOrder()) {
            String name = network.getVertices()[index].getVertexName();
            GraphVertex vertex = configuration.getVertices().get(name);
            if (vertex != null) {
                arrivals.put(name, read(name, vertex));
            }
        }
        List<String> outputs = configuration.getNetworkOutputs().stream()
                .map(output -> arrival(output).node())
                .toList();
        ImmutableMap.Builder<String, Form> forms = ImmutableMap.builder();
        arrivals.forEach((name, arrival) -> forms.put(name, arrival.form()));
        return Reading.of(nodes, outputs, forms.buildOrThrow());
    }

    private Arrival arrival(String vertex) {
        return Objects.requireNonNull(arrivals.get(vertex), vertex);
    }

    private void readInputs() {
        List<String> inputs = configuration.getNetworkInputs();
        if (!inputTypes.isEmpty() && inputTypes.size() != inputs.size()) {
            throw new GrowthException("cannot read the network: it has the inputs " + inputs + ", but "
                    + inputTypes.size() + " input types are given. Give one for each.");
        }
        for (int i = 0; i < inputs.size(); i++) {
            Anchor input = input(inputs.get(i), inputTypes.isEmpty() ? null : inputTypes.get(i));
            nodes.add(Node.named(inputs.get(i))
                    .kind("input")
                    .behavior(new ChannelBehavior.Source(input.channels()))
                    .maskUse(input.form().maskUse())
                    .build());
            arrivals.put(inputs.get(i), new Arrival(inputs.get(i), input.channels(), input.form()));
        }
    }

    private Anchor input(String name, @Nullable InputType given) {
        if (given == null) {
            Anchor anchor = anchors.behind(name);
            if (anchor != null) {
                return anchor;
            }
            throw new GrowthException("cannot read the network: no layer says how many channels its input '" + name
                    + "' has. Give an input type for each input, in Net2Net.from(network, inputTypes).");
        }
        Integer channels = anchors.channelsBehind(name);
        if (channels != null) {
            InputTypes.check("the layers behind its input '" + name + "' take", given, channels);
        }
        return new Anchor(InputTypes.channels(given), Form.of(given));
    }

    private Arrival read(String name, GraphVertex vertex) {
        List<String> inputs = configuration.getVertexInputs().getOrDefault(name, List.of());
        List<Arrival> all = inputs.stream().map(this::arrival).toList();
        if (vertex instanceof LayerVertex layer) {
            return readLayer(name, layer, all.get(0));
        } else if (vertex.getClass() == PreprocessorVertex.class) {
            return readPreprocessor(name, (PreprocessorVertex) vertex, all.get(0));
        }
        VertexReader.Result result =
                new VertexReader(name, all, channels -> channelsBehind(name, channels)).read(vertex);
        nodes.add(result.node());
        return result.arrival();
    }

    private int channelsBehind(String vertex, int otherwise) {
        Anchor anchor = anchors.behind(vertex);
        return anchor == null ? otherwise : anchor.channels();
    }

    private Arrival readLayer(String name, LayerVertex vertex, Arrival before) {
        Layer layer = Inner.of(vertex.getLayerConf().getLayer());
        Arrival arrival = before;
        if (vertex.getPreProcessor() != null) {
            Anchor own = Anchor.own(layer);
            int behind = own != null ? own.channels() : channelsBehind(name, before.channels());
            arrival = Preprocessors.read(vertex.getPreProcessor(), name, before, behind, nodes);
        }
        Anchor behind = anchors.behind(name);
        LayerScope scope = new LayerScope(
                name, layer, network.getLayer(name).paramTable(), arrival, behind == null ? null : behind.channels());
        LayerKinds.read(scope);
        nodes.addAll(scope.nodes(Inner.isFrozen(vertex.getLayerConf().getLayer())));
        return scope.departure();
    }

    /** A preprocessor that is a vertex of its own; a node of the vertex' name ends it, so that others can read it. */
    private Arrival readPreprocessor(String name, PreprocessorVertex vertex, Arrival before) {
        Arrival last = Preprocessors.read(
                vertex.getPreProcessor(), name, before, channelsBehind(name, before.channels()), nodes);
        nodes.add(Node.named(name)
                .kind("preprocessor")
                .inputs(last.node())
                .behavior(new ChannelBehavior.PerChannel())
                .build());
        return new Arrival(name, last.channels(), last.form());
    }
}
