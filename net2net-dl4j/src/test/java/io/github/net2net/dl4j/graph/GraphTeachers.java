package io.github.net2net.dl4j.graph;

import io.github.net2net.dl4j.TestNetworks;
import io.github.net2net.dl4j.random.RandomParameters;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Small graphs with random parameters, and data for them. */
final class GraphTeachers {
    private GraphTeachers() {}

    /** 3x3, same. */
    static ConvolutionLayer convolution(int width) {
        return convolution(width, CNN2DFormat.NCHW);
    }

    static ConvolutionLayer convolution(int width, CNN2DFormat format) {
        return new ConvolutionLayer.Builder(3, 3)
                .nOut(width)
                .dataFormat(format)
                .convolutionMode(ConvolutionMode.Same)
                .build();
    }

    static ComputationGraph initialized(GraphBuilder builder) {
        ComputationGraph network = new ComputationGraph(builder.build());
        network.init();
        RandomParameters.fill(network, 23);
        return network;
    }

    /** 6x6 images with 2 channels. */
    static INDArray images() {
        return RandomTeacher.features(InputType.convolutional(6, 6, 2, CNN2DFormat.NCHW), 4, DataType.DOUBLE);
    }

    /** A class for each of the images. */
    static INDArray classes() {
        INDArray classes = Nd4j.zeros(DataType.DOUBLE, RandomTeacher.EXAMPLES, TestNetworks.CLASSES);
        for (int i = 0; i < RandomTeacher.EXAMPLES; i++) {
            classes.putScalar(i, i % TestNetworks.CLASSES, 1);
        }
        return classes;
    }

    /**
     * 6x6 images with 2 channels. A trunk {@code stem}, {@code add1}, {@code add2} of 4 channels, to which {@code a2}
     * adds what comes from {@code a1}, and {@code b2} what comes from {@code b1}; global pooling, softmax {@code out}.
     */
    static ComputationGraph residual() {
        return residual(TestNetworks.settings());
    }

    static ComputationGraph residual(NeuralNetConfiguration.Builder settings) {
        GraphBuilder builder = settings.graphBuilder()
                .addInputs("in")
                .addLayer("stem", convolution(4), "in")
                .addLayer("a1", convolution(3), "stem")
                .addLayer("a2", convolution(4), "a1")
                .addVertex("add1", new ElementWiseVertex(ElementWiseVertex.Op.Add), "stem", "a2")
                .addLayer("b1", convolution(5), "add1")
                .addLayer("b2", convolution(4), "b1")
                .addVertex("add2", new ElementWiseVertex(ElementWiseVertex.Op.Add), "add1", "b2")
                .addLayer("pool", new GlobalPoolingLayer(PoolingType.AVG), "add2")
                .addLayer("out", TestNetworks.softmax("out"), "pool")
                .setOutputs("out");
        return initialized(builder.setInputTypes(InputType.convolutional(6, 6, 2, CNN2DFormat.NCHW)));
    }

    /** Features to {@code left} (3) and {@code right} (4), side by side in {@code both}, {@code cut} from 2 to 5. */
    static ComputationGraph sliced() {
        GraphBuilder builder = TestNetworks.settings()
                .graphBuilder()
                .addInputs("in")
                .addLayer("left", TestNetworks.dense("left", 3), "in")
                .addLayer("right", TestNetworks.dense("right", 4), "in")
                .addVertex("both", new MergeVertex(), "left", "right")
                .addVertex("cut", new SubsetVertex(2, 5), "both")
                .addLayer("out", TestNetworks.softmax("out"), "cut")
                .setOutputs("out");
        return initialized(builder.setInputTypes(InputType.feedForward(5)));
    }
}
