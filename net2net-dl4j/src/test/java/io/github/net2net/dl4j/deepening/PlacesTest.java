package io.github.net2net.dl4j.deepening;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.dl4j.Calibration;
import io.github.net2net.dl4j.TestNetworks;
import io.github.net2net.dl4j.random.RandomParameters;
import io.github.net2net.rule.Deepening;
import io.github.net2net.rule.Layers;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;

/** New layers after every kind of place in a graph. */
class PlacesTest {
    private static final CNN2DFormat NCHW = CNN2DFormat.NCHW;

    /**
     * Images, {@code stem} (relu), {@code left} (3x2 kernel with explicit padding, relu) and {@code right} (batch norm, relu)
     * side by side, {@code sum} of both, relu6, concatenation with the stem, dropout, global pooling, softmax.
     */
    static ComputationGraph teacher() {
        GraphBuilder builder = TestNetworks.settings()
                .graphBuilder()
                .addInputs("in")
                .addLayer("stem", TestNetworks.convolution("stem", 4, NCHW).build(), "in")
                .addLayer(
                        "right",
                        TestNetworks.convolution("right", 4, NCHW)
                                .activation(Activation.IDENTITY)
                                .build(),
                        "stem")
                .addLayer("bn", TestNetworks.batchNorm("bn", NCHW, true), "right")
                .addLayer("relu", TestNetworks.activation("relu", Activation.RELU), "bn")
                .addLayer(
                        "left",
                        TestNetworks.convolution("left", 4, NCHW)
                                .activation(Activation.RELU6)
                                .build(),
                        "stem")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "relu", "left")
                .addVertex("difference", new ElementWiseVertex(ElementWiseVertex.Op.Subtract), "sum", "left")
                .addVertex("merge", new MergeVertex(), "stem", "sum", "left", "difference")
                .addLayer("dropout", new DropoutLayer(0.5), "merge")
                .addLayer("pool", new GlobalPoolingLayer(PoolingType.AVG), "dropout")
                .addLayer("out", TestNetworks.softmax("out"), "pool")
                .setOutputs("out")
                .setInputTypes(InputType.convolutional(8, 8, 2, NCHW));
        ComputationGraph network = new ComputationGraph(builder.build());
        network.init();
        RandomParameters.fill(network, 9);
        return network;
    }

    private static DataSet data() {
        return TestNetworks.labeled(TestNetworks.images(3, NCHW));
    }

    /** DL4J drops what the output function of this layer returns, so that its values may have any sign. */
    @Test
    void behindAVariationalAutoencoder_computesTheSame() {
        ComputationGraph teacher = new ComputationGraph(TestNetworks.settings()
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.feedForward(4))
                .addLayer(
                        "vae",
                        new VariationalAutoencoder.Builder()
                                .nOut(5)
                                .encoderLayerSizes(6)
                                .decoderLayerSizes(6)
                                .pzxActivationFunction(Activation.RELU)
                                .build(),
                        "in")
                .addLayer("out", TestNetworks.softmax("out"), "vae")
                .setOutputs("out")
                .build());
        teacher.init();
        RandomParameters.fill(teacher, 3);
        DataSet data = TestNetworks.labeled(TestNetworks.random(1, DataType.DOUBLE, 9, 4));
        Deepened.of(teacher, data, growth -> growth.deepenAfter("vae")).requireLearning();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            stem       | new layer stem_1, 3x3 identity, relu (a second relu changes nothing)
            left       | new layer left_1, 3x3 identity, relu6 (a second relu6 changes nothing)
            bn         | zero residual block
            relu       | new layers right_1, relu_1, 3x3 identity, relu
            sum        | zero residual block, relu6 before the sum
            difference | zero residual block
            merge      | pair identity
            dropout    | pair identity
            pool       | pair identity
            """)
    void behindEachNode_theBestWayIsTaken(String layer, String way) {
        boolean norm = layer.equals("relu");
        Deepened<ComputationGraph> deepened = Deepened.of(
                teacher(),
                data(),
                growth -> growth.deepenAfter(layer, norm ? Deepening.exact().withoutBatchNorm() : Deepening.exact()));
        assertThat(deepened.grown().plan().headlines().get(0)).contains(way);
        deepened.requireLearning();
    }

    @Test
    void everywhereAtOnce_computesTheSame() {
        Deepened<ComputationGraph> deepened = Deepened.of(
                teacher(),
                data(),
                growth -> growth.deepenAll(
                                Layers.convolutions(),
                                Deepening.exact().batchNorm(Calibration.calibratedOn(TestNetworks.images(7, NCHW))))
                        .deepenAll(Layers.convolutions(), Deepening.zeroResidual())
                        .deepenAfter("sum", Deepening.zeroResidual())
                        .deepenAfter("sum", Deepening.zeroResidual()));
        deepened.requireLearning();
        assertThat(Deepened.layers(deepened.student())).contains("stem_1", "right_1", "left_1");
    }

    @Test
    void aKernelWithoutAnIdentity_isEnlarged() {
        GraphBuilder builder = TestNetworks.settings()
                .graphBuilder()
                .addInputs("in")
                .addLayer(
                        "conv",
                        new ConvolutionLayer.Builder(3, 2)
                                .nOut(4)
                                .padding(1, 1)
                                .convolutionMode(ConvolutionMode.Truncate)
                                .build(),
                        "in")
                .addLayer("out", TestNetworks.softmax("out"), "conv")
                .setOutputs("out")
                .setInputTypes(InputType.convolutional(8, 8, 2, NCHW));
        ComputationGraph network = new ComputationGraph(builder.build());
        network.init();
        RandomParameters.fill(network, 9);
        Deepened<ComputationGraph> deepened = Deepened.of(network, data(), growth -> growth.deepenAfter("conv"));
        deepened.requireLearning();
        assertThat(deepened.grown().plan().toString())
                .contains("new layer conv_1, 3x3 identity, relu (a second relu changes nothing)")
                .contains("its kernel is 3x3, because one of 3x2 with the same padding on both sides would shift what"
                        + " it reads");
    }
}
