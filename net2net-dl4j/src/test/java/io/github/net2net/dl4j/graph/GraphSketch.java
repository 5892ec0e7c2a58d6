package io.github.net2net.dl4j.graph;

import io.github.net2net.dl4j.internal.model.Wrappers;
import io.github.net2net.dl4j.random.RandomParameters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.samediff.AbstractSameDiffLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToCnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Sgd;

/** A graph in the making. Every size is written into the layers here, so that DL4J's own inference is not needed. */
final class GraphSketch {
    /** Stands for a number of steps that nothing else is a multiple of. */
    private static final int STEPS = 1000;

    private final GraphBuilder builder;
    private final Consumer<Layer> settings;
    private final Map<String, InputType> inputs = new LinkedHashMap<>();
    private final Map<String, Integer> vocabularies = new LinkedHashMap<>();
    private final List<Value> values = new ArrayList<>();
    private final List<String> used = new ArrayList<>();
    private final List<String> producers = new ArrayList<>();
    private final List<String> joints = new ArrayList<>();

    /**
     * A sketch.
     *
     * @param settings what else is set on each layer
     */
    GraphSketch(DataType type, Consumer<Layer> settings) {
        this.settings = settings;
        this.builder = new NeuralNetConfiguration.Builder()
                .seed(5)
                .dataType(type)
                .weightInit(WeightInit.LECUN_NORMAL)
                .updater(new Sgd(0.01))
                .graphBuilder();
    }

    /**
     * What a vertex outputs.
     *
     * @param stacked how many times as many examples as the inputs have
     */
    record Value(String name, InputType type, int stacked) {
        int channels() {
            return Math.toIntExact(
                    switch (type.getType()) {
                        case CNN -> ((InputType.InputTypeConvolutional) type).getChannels();
                        case CNN3D -> ((InputType.InputTypeConvolutional3D) type).getChannels();
                        case RNN -> ((InputType.InputTypeRecurrent) type).getSize();
                        default -> type.arrayElementsPerExample();
                    });
        }

        boolean isImages() {
            return type instanceof InputType.InputTypeConvolutional;
        }

        InputType.InputTypeConvolutional images() {
            return (InputType.InputTypeConvolutional) type;
        }
    }

    List<Value> values() {
        return values;
    }

    Map<String, InputType> inputs() {
        return inputs;
    }

    /** The vertices with channels of their own. */
    List<String> producers() {
        return producers;
    }

    /** The vertices without a layer. */
    List<String> joints() {
        return joints;
    }

    List<Value> unused() {
        return values.stream().filter(value -> !used.contains(value.name())).toList();
    }

    Value input(InputType type) {
        String name = "in" + inputs.size();
        inputs.put(name, type);
        builder.addInputs(name);
        return keep(new Value(name, type, 1));
    }

    /** An input of words, which only the embedding after it reads. */
    Value words(FeedForwardLayer embedding, InputType type) {
        String name = "in" + inputs.size();
        inputs.put(name, type);
        vocabularies.put(name, Math.toIntExact(embedding.getNIn()));
        builder.addInputs(name);
        return layer(embedding, null, new Value(name, type, 1));
    }

    /** The sizes of the vocabularies of inputs of words. */
    Map<String, Integer> vocabularies() {
        return vocabularies;
    }

    /** Adds the layer after DL4J's own choice of preprocessor. */
    Value layer(Layer layer, Value input) {
        return layer(layer, layer.getPreProcessorForInputType(input.type()), input);
    }

    Value layer(Layer layer, InputPreProcessor processor, Value input) {
        InputType arriving = processor == null ? input.type() : processor.getOutputType(input.type());
        layer.setNIn(arriving, true);
        InputType out = layer instanceof LossLayer ? arriving : layer.getOutputType(0, arriving);
        requirePositive(out);
        String name = next(kindOf(layer));
        settings.accept(Wrappers.innermost(layer));
        builder.addLayer(name, layer, processor, input.name());
        use(input);
        boolean sized = Wrappers.innermost(layer) instanceof FeedForwardLayer forward && forward.getNOut() > 0;
        if ((sized
                        && !(Wrappers.innermost(layer) instanceof BatchNormalization)
                        && !(Wrappers.innermost(layer) instanceof BaseOutputLayer))
                || Wrappers.innermost(layer) instanceof AbstractSameDiffLayer) {
            producers.add(name);
        }
        return keep(new Value(name, out, stacked(processor, input)));
    }

    /** A preprocessor that takes every step of a series for an example of its own, or puts steps together again. */
    private static int stacked(InputPreProcessor processor, Value input) {
        if (processor instanceof RnnToFeedForwardPreProcessor || processor instanceof RnnToCnnPreProcessor) {
            return input.stacked() * STEPS;
        }
        boolean together =
                processor instanceof FeedForwardToRnnPreProcessor || processor instanceof CnnToRnnPreProcessor;
        return together ? Math.max(1, input.stacked() / STEPS) : input.stacked();
    }

    private static void requirePositive(InputType type) {
        for (long size : type.getShape(false)) {
            if (size <= 0) {
                throw new IllegalArgumentException("nothing is left of " + type);
            }
        }
    }

    private static String kindOf(Layer layer) {
        String type = layer.getClass().getSimpleName();
        return Character.toLowerCase(type.charAt(0)) + type.substring(1);
    }

    private String next(String kind) {
        return kind + values.size();
    }

    Value vertex(GraphVertex vertex, InputType out, int stacked, List<Value> from) {
        String type = vertex.getClass().getSimpleName();
        String name = next(Character.toLowerCase(type.charAt(0)) + type.substring(1));
        builder.addVertex(name, vertex, from.stream().map(Value::name).toArray(String[]::new));
        from.forEach(this::use);
        joints.add(name);
        return keep(new Value(name, out, stacked));
    }

    Value vertex(GraphVertex vertex, Value from) {
        return vertex(vertex, from.type(), from.stacked(), List.of(from));
    }

    private void use(Value value) {
        used.add(value.name());
    }

    private Value keep(Value value) {
        values.add(value);
        return value;
    }

    ComputationGraph build(List<Value> outputs, long seed) {
        builder.setOutputs(outputs.stream().map(Value::name).toArray(String[]::new));
        ComputationGraph graph = new ComputationGraph(builder.build());
        graph.init();
        RandomParameters.fill(graph, seed);
        return graph;
    }
}
