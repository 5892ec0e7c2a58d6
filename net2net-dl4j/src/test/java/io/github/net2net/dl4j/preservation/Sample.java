package io.github.net2net.dl4j.preservation;

import io.github.net2net.dl4j.TestNetworks;
import io.github.net2net.dl4j.random.RandomParameters;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * A small network for one class of DL4J's: {@code in}, a layer {@code before} of 4 channels, the class under test as
 * {@code it}, what makes features of its output, and a softmax {@code out}.
 *
 * @param name in the table
 * @param type the class under test
 * @param input what the network reads
 * @param body adds all vertices but the input
 */
record Sample(String name, Class<?> type, Form input, UnaryOperator<GraphBuilder> body) {
    private static final int VOCABULARY = 9;
    private static final int CHANNELS = 4;
    private static final int EXAMPLES = 5;

    /** What a layer reads or outputs. */
    enum Form {
        FEATURES(InputType.feedForward(3), 3),
        SERIES(InputType.recurrent(3, 6), 3, 6),
        IMAGES(InputType.convolutional(6, 6, 2), 2, 6, 6),
        VOLUMES(InputType.convolutional3D(Convolution3D.DataFormat.NCDHW, 4, 4, 4, 2), 2, 4, 4, 4),
        /** Indices, one for each example. */
        WORDS(InputType.feedForward(VOCABULARY), 1),
        /** Indices, one for each step. */
        TEXTS(InputType.recurrent(VOCABULARY, 6), 6);

        private final InputType type;
        private final long[] shape;

        Form(InputType type, long... shape) {
            this.type = type;
            this.shape = shape;
        }

        int dimensions() {
            return shape.length - 1;
        }

        private Layer layer() {
            return switch (this) {
                case FEATURES -> TestNetworks.dense("before", CHANNELS);
                case SERIES ->
                    new Convolution1DLayer.Builder(3)
                            .nOut(CHANNELS)
                            .convolutionMode(ConvolutionMode.Same)
                            .build();
                case IMAGES ->
                    TestNetworks.convolution("before", CHANNELS, CNN2DFormat.NCHW)
                            .build();
                case VOLUMES ->
                    new Convolution3D.Builder(3, 3, 3)
                            .nOut(CHANNELS)
                            .convolutionMode(ConvolutionMode.Same)
                            .build();
                case WORDS, TEXTS -> throw new IllegalStateException("only an embedding reads " + this);
            };
        }
    }

    /** A layer between {@code before} and the output. */
    static Sample of(Layer layer, Form in, Form out) {
        return new Sample(
                layer.getClass().getSimpleName(),
                layer.getClass(),
                in,
                graph -> end(out, before(in, graph).addLayer("it", layer, "before")));
    }

    /** Another sample of the same class. */
    Sample named(String other) {
        return new Sample(other, type, input, body);
    }

    /** A layer whose output has the form of its input. */
    static Sample of(Layer layer, Form form) {
        return of(layer, form, form);
    }

    /** An output layer. */
    static Sample output(Layer layer, Form in) {
        return new Sample(
                layer.getClass().getSimpleName(),
                layer.getClass(),
                in,
                graph -> before(in, graph).addLayer("it", layer, "before").setOutputs("it"));
    }

    /** Other vertices after {@code before}, the last of them {@code it} or {@code last}. */
    static Sample of(Class<?> type, Form in, Form out, UnaryOperator<GraphBuilder> body) {
        return new Sample(type.getSimpleName(), type, in, graph -> end(out, body.apply(before(in, graph))));
    }

    /** An embedding, which reads the input itself. */
    static Sample embedding(Layer layer, Form in, Form out) {
        return new Sample(
                layer.getClass().getSimpleName(),
                layer.getClass(),
                in,
                graph -> end(out, graph.addLayer("it", layer, "in")));
    }

    private static GraphBuilder before(Form form, GraphBuilder graph) {
        return graph.addLayer("before", form.layer(), "in");
    }

    private static GraphBuilder end(Form form, GraphBuilder graph) {
        String read = graph.getVertices().containsKey("last") ? "last" : "it";
        if (form != Form.FEATURES) {
            graph.addLayer("pool", new GlobalPoolingLayer(PoolingType.AVG), read);
            read = "pool";
        }
        return graph.addLayer("out", TestNetworks.softmax("out"), read).setOutputs("out");
    }

    ComputationGraph network(DataType type) {
        return network(type, new Sgd(0.05));
    }

    ComputationGraph network(DataType type, IUpdater updater) {
        GraphBuilder graph = TestNetworks.settings()
                .dataType(type)
                .updater(updater)
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(input.type);
        ComputationGraph network = new ComputationGraph(body.apply(graph).build());
        network.init();
        RandomParameters.fill(network, 23);
        return network;
    }

    InputType inputType() {
        return input.type;
    }

    INDArray features(DataType type) {
        long[] shape = new long[input.shape.length + 1];
        shape[0] = EXAMPLES;
        System.arraycopy(input.shape, 0, shape, 1, input.shape.length);
        INDArray features = TestNetworks.random(7, DataType.DOUBLE, shape);
        boolean indices = input == Form.WORDS || input == Form.TEXTS;
        return indices
                ? Transforms.floor(features.addi(1).muli(VOCABULARY / 4.0)).castTo(type)
                : features.muli(2).castTo(type);
    }
}
