package io.github.net2net.dl4j.toward;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.Growth;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.TestNetworks;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Targets with more classes, inputs or words. */
class TowardEndsTest {
    private static MultiLayerConfiguration network(InputType type, Layer... layers) {
        return TestNetworks.settings().list(layers).setInputType(type).build();
    }

    private static MultiLayerConfiguration pooledLogits(int channels, int classes) {
        return network(
                InputType.convolutional(8, 8, channels),
                TestNetworks.convolution("first", 4, CNN2DFormat.NCHW).build(),
                TestNetworks.convolution("logits", classes, CNN2DFormat.NCHW)
                        .activation(Activation.IDENTITY)
                        .build(),
                new GlobalPoolingLayer.Builder(PoolingType.AVG).name("pool").build(),
                new LossLayer.Builder(LossFunction.MCXENT)
                        .name("loss")
                        .activation(Activation.SOFTMAX)
                        .build());
    }

    @Test
    void classesWhoseLogitsArePooled_areAdded() {
        MultiLayerNetwork teacher = Targets.trained(pooledLogits(2, 3));
        Growth<MultiLayerNetwork> growth = Net2Net.from(teacher).toward(pooledLogits(2, 5));
        assertThat(growth.plan().headlines()).containsExactly("add classes to loss 3 -> 5");
        TowardTest.grown(growth, TestNetworks.images(4, CNN2DFormat.NCHW));
    }

    @Test
    void inputsOfAGivenSize_areAdded() {
        MultiLayerNetwork teacher = Targets.trained(pooledLogits(2, 3));
        Growth<MultiLayerNetwork> growth =
                Net2Net.from(teacher, InputType.convolutional(8, 8, 2)).toward(pooledLogits(3, 3));
        assertThat(growth.plan().headlines()).containsExactly("add inputs to input 2 -> 3");
        assertThat(growth.plan().studentMultiplyAdds()).isPresent();
    }

    private static MultiLayerConfiguration words(int vocabulary) {
        return network(
                InputType.recurrent(vocabulary, 6),
                new EmbeddingSequenceLayer.Builder()
                        .name("words")
                        .nIn(vocabulary)
                        .nOut(3)
                        .build(),
                new LSTM.Builder().name("lstm").nOut(4).build(),
                new RnnOutputLayer.Builder(LossFunction.MCXENT)
                        .name("out")
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build());
    }

    @Test
    void wordsOfAGivenNumberOfSteps_areAdded() {
        MultiLayerNetwork teacher = Targets.trained(words(7));
        Growth<MultiLayerNetwork> growth =
                Net2Net.from(teacher, InputType.recurrent(7, 6)).toward(words(9));
        assertThat(growth.plan().headlines()).containsExactly("extend vocabulary of words 7 -> 9");
        TowardTest.grown(growth, Nd4j.createFromArray(new double[][] {{0, 6, 3, 2, 1, 5}, {4, 4, 0, 1, 2, 3}}));
    }

    private static MultiLayerConfiguration volumes(int channels) {
        return network(
                InputType.convolutional3D(Convolution3D.DataFormat.NDHWC, 4, 4, 4, channels),
                new Convolution3D.Builder(3, 3, 3)
                        .name("conv")
                        .nOut(3)
                        .dataFormat(Convolution3D.DataFormat.NDHWC)
                        .build(),
                new OutputLayer.Builder(LossFunction.MCXENT)
                        .name("out")
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build());
    }

    @Test
    void inputsOfVolumes_areAdded() {
        MultiLayerNetwork teacher = Targets.trained(volumes(2));
        InputType given = InputType.convolutional3D(Convolution3D.DataFormat.NDHWC, 4, 4, 4, 2);
        Growth<MultiLayerNetwork> growth = Net2Net.from(teacher, given).toward(volumes(3));
        assertThat(growth.plan().headlines()).containsExactly("add inputs to input 2 -> 3");
        TowardTest.grown(growth, TestNetworks.random(3, DataType.DOUBLE, 2, 4, 4, 4, 2));
    }
}
