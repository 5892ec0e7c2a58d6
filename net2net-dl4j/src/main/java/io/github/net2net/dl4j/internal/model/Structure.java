package io.github.net2net.dl4j.internal.model;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import io.github.net2net.GrowthException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffVertex;
import org.jspecify.annotations.Nullable;

/**
 * A network's configuration as a graph. The layers of a chain are vertices, each of which reads the one before.
 *
 * @param inputs the names of the inputs
 * @param outputs the names of the output vertices
 * @param vertices by name; the layers' configurations are the network's own
 * @param inputsOf what each vertex reads
 */
public record Structure(
        List<String> inputs,
        List<String> outputs,
        Map<String, GraphVertex> vertices,
        Map<String, List<String>> inputsOf) {
    /** What the input of a chain is called. */
    static final String CHAIN_INPUT = "input";

    /** The configuration's own maps. */
    static Structure of(ComputationGraphConfiguration graph) {
        return new Structure(
                graph.getNetworkInputs(), graph.getNetworkOutputs(), graph.getVertices(), graph.getVertexInputs());
    }

    /**
     * A chain's layers in order.
     *
     * @throws GrowthException if two of them have the same name
     */
    static Structure of(MultiLayerConfiguration chain) {
        Structure structure =
                new Structure(List.of(CHAIN_INPUT), new ArrayList<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
        String last = CHAIN_INPUT;
        for (int i = 0; i < chain.getConfs().size(); i++) {
            String name = NodeNames.of(chain.getConf(i).getLayer(), i);
            requireNew(name, structure);
            structure.vertices.put(name, new LayerVertex(chain.getConf(i), chain.getInputPreProcess(i)));
            structure.inputsOf.put(name, new ArrayList<>(List.of(last)));
            last = name;
        }
        structure.outputs.add(last);
        return structure;
    }

    private static void requireNew(String name, Structure structure) {
        if (name.equals(CHAIN_INPUT)) {
            throw new GrowthException("cannot read the network: a layer is named 'input', which is what its input is"
                    + " called here. Give the layer another name.");
        } else if (structure.vertices.containsKey(name)) {
            throw new GrowthException(
                    "cannot read the network: two layers are named '" + name + "'. Give each layer a name of its own.");
        }
    }

    /** Writes the vertices into a chain's configuration, in the order in which they read each other. */
    void writeTo(MultiLayerConfiguration chain) {
        Map<String, String> readers = new HashMap<>();
        inputsOf.forEach((vertex, read) -> readers.put(read.get(0), vertex));
        List<NeuralNetConfiguration> layers = new ArrayList<>();
        Map<Integer, InputPreProcessor> processors = new HashMap<>();
        String next = readers.get(CHAIN_INPUT);
        while (next != null) {
            LayerVertex vertex = (LayerVertex) Objects.requireNonNull(vertices.get(next));
            if (vertex.getPreProcessor() != null) {
                processors.put(layers.size(), vertex.getPreProcessor());
            }
            layers.add(vertex.getLayerConf());
            next = readers.get(next);
        }
        chain.setConfs(layers);
        chain.setInputPreProcessors(processors);
    }

    /**
     * Inserts vertices after another one.
     *
     * @param inserted the new vertices
     * @param inputs what each of them reads
     * @param readers those that read {@code vertex}, and read {@code end} from now on
     */
    public void insertAfter(
            String vertex,
            Map<String, GraphVertex> inserted,
            Map<String, List<String>> inputs,
            String end,
            Collection<String> readers) {
        vertices.putAll(inserted);
        for (String reader : readers) {
            Objects.requireNonNull(inputsOf.get(reader)).replaceAll(input -> input.equals(vertex) ? end : input);
        }
        inputs.forEach((name, read) -> inputsOf.put(name, new ArrayList<>(read)));
    }

    /**
     * Inserts vertices before another one that reads a single one. Its preprocessor becomes that of the first.
     *
     * @param reader the vertex that reads the last new one from now on
     * @param chain the new ones, each of which reads the one before it
     */
    public void insertBefore(String reader, Map<String, LayerVertex> chain) {
        List<String> read = Objects.requireNonNull(inputsOf.get(reader));
        String last = read.get(0);
        InputPreProcessor processor = null;
        if (vertices.get(reader) instanceof LayerVertex layer) {
            processor = layer.getPreProcessor();
            layer.setPreProcessor(null);
        }
        for (Map.Entry<String, LayerVertex> inserted : chain.entrySet()) {
            inserted.getValue().setPreProcessor(processor);
            processor = null;
            vertices.put(inserted.getKey(), inserted.getValue());
            inputsOf.put(inserted.getKey(), new ArrayList<>(List.of(last)));
            last = inserted.getKey();
        }
        read.set(0, last);
    }

    /** The layers by the names of their vertices. */
    public ImmutableMap<String, NeuralNetConfiguration> layers() {
        return ImmutableMap.copyOf(Maps.transformValues(
                Maps.filterValues(vertices, LayerVertex.class::isInstance),
                vertex -> ((LayerVertex) vertex).getLayerConf()));
    }

    /** The vertices of SameDiff's, by name. */
    public ImmutableMap<String, SameDiffVertex> sameDiffVertices() {
        return ImmutableMap.copyOf(Maps.transformValues(
                Maps.filterValues(vertices, SameDiffVertex.class::isInstance), vertex -> (SameDiffVertex) vertex));
    }

    /** The layer of the vertex of that name if it has an activation of its own, else null. */
    public @Nullable BaseLayer activated(String vertex) {
        NeuralNetConfiguration layer = layers().get(vertex);
        Layer configuration = layer == null ? null : layer.getLayer();
        return configuration instanceof BaseLayer base ? base : null;
    }
}
