package io.github.net2net.examples.experiment;

import static java.util.Objects.requireNonNull;

import io.github.net2net.examples.results.ExperimentFile.LayerEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** A network's layers, for people. */
final class NetworkLayers {
    private NetworkLayers() {}

    /**
     * The layers, inputs before those that read them.
     *
     * @param model a MultiLayerNetwork or a ComputationGraph
     */
    static List<LayerEntry> of(Model model, InputType input) {
        return model instanceof ComputationGraph graph
                ? ofGraph(graph, input)
                : ofChain((MultiLayerNetwork) model, input);
    }

    private static List<LayerEntry> ofChain(MultiLayerNetwork network, InputType input) {
        InputType size = input;
        List<LayerEntry> entries = new ArrayList<>();
        String before = "input";
        int number = 0;
        for (Layer layer : network.getLayers()) {
            org.deeplearning4j.nn.conf.layers.Layer configuration = layer.conf().getLayer();
            String name = configuration.getLayerName();
            size = output(network, number++, size);
            entries.add(new LayerEntry(name, kind(configuration), size(size), layer.numParams(), List.of(before)));
            before = name;
        }
        return entries;
    }

    /** DL4J describes the global pooling of a series as a series, though its output has no steps. */
    private static InputType output(MultiLayerNetwork network, int number, InputType before) {
        MultiLayerConfiguration configuration = network.getLayerWiseConfigurations();
        InputPreProcessor preprocessor = configuration.getInputPreProcess(number);
        InputType input = preprocessor == null ? before : preprocessor.getOutputType(before);
        org.deeplearning4j.nn.conf.layers.Layer layer =
                configuration.getConf(number).getLayer();
        InputType output = layer.getOutputType(number, input);
        return layer instanceof GlobalPoolingLayer && output instanceof InputType.InputTypeRecurrent series
                ? InputType.feedForward(series.getSize())
                : output;
    }

    private static List<LayerEntry> ofGraph(ComputationGraph graph, InputType input) {
        Map<String, InputType> sizes = graph.getConfiguration().getLayerActivationTypes(input);
        Map<String, List<String>> inputs = graph.getConfiguration().getVertexInputs();
        Map<String, GraphVertex> vertices = graph.getConfiguration().getVertices();
        List<LayerEntry> entries = new ArrayList<>();
        for (int index : graph.topologicalSortOrder()) {
            org.deeplearning4j.nn.graph.vertex.GraphVertex vertex = graph.getVertices()[index];
            String name = vertex.getVertexName();
            if (!vertices.containsKey(name)) {
                continue; // an input
            }
            String kind = vertex.hasLayer()
                    ? kind(vertex.getLayer().conf().getLayer())
                    : words(vertices.get(name).getClass().getSimpleName(), "Vertex");
            InputType size = requireNonNull(sizes.get(name));
            List<String> read = requireNonNull(inputs.get(name));
            entries.add(new LayerEntry(name, kind, size(size), vertex.numParams(), read));
        }
        return entries;
    }

    private static String kind(org.deeplearning4j.nn.conf.layers.Layer layer) {
        if (layer instanceof ActivationLayer activation) {
            return activation.getActivationFn().toString();
        }
        String name = words(layer.getClass().getSimpleName(), "Layer");
        if (layer instanceof ConvolutionLayer convolution) {
            return name + " " + product(convolution.getKernelSize());
        }
        return layer instanceof SubsamplingLayer pooling
                ? pooling.getPoolingType().toString().toLowerCase(Locale.ROOT) + " pooling "
                        + product(pooling.getKernelSize())
                : name;
    }

    /** "BatchNormalization" as "batch normalization", "DenseLayer" as "dense". */
    private static String words(String className, String ending) {
        String name =
                className.endsWith(ending) ? className.substring(0, className.length() - ending.length()) : className;
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }

    private static String product(int[] sizes) {
        return Arrays.stream(sizes).mapToObj(String::valueOf).collect(Collectors.joining("x"));
    }

    private static String size(InputType type) {
        return LongStream.of(type.getShape(false)).mapToObj(String::valueOf).collect(Collectors.joining(" x "));
    }
}
