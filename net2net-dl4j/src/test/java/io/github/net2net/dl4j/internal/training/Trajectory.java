package io.github.net2net.dl4j.internal.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.dl4j.TestNetworks;
import io.github.net2net.dl4j.Tolerances;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.IUpdater;

/** Networks that are trained side by side on the same batches, in double precision. */
final class Trajectory {
    static final int BEFORE = 7;
    static final int STEPS = 25;
    private static final int BATCH = 16;

    private Trajectory() {}

    /**
     * A convolution with batch norm, one without, a dense layer. The one before the batch norm has no bias: its
     * gradient would be rounding errors around zero, which AdaMax makes whole steps of.
     */
    static MultiLayerNetwork convolutional(NeuralNetConfiguration.Builder settings) {
        MultiLayerNetwork network = new MultiLayerNetwork(settings.list(
                        convolution("conv1", 4, Activation.IDENTITY)
                                .hasBias(false)
                                .build(),
                        TestNetworks.batchNorm("norm1", CNN2DFormat.NCHW, true),
                        TestNetworks.activation("relu1", Activation.RELU),
                        new SubsamplingLayer.Builder()
                                .name("pool")
                                .kernelSize(2, 2)
                                .stride(2, 2)
                                .build(),
                        convolution("conv2", 5, Activation.LEAKYRELU).build(),
                        TestNetworks.dense("dense", 6),
                        TestNetworks.softmax("out"))
                .setInputType(InputType.convolutional(6, 6, 2))
                .build());
        network.init();
        return network;
    }

    /** Without batch norm. */
    static MultiLayerNetwork plain(NeuralNetConfiguration.Builder settings) {
        MultiLayerNetwork network = new MultiLayerNetwork(settings.list(
                        convolution("conv1", 4, Activation.RELU).build(),
                        convolution("conv2", 5, Activation.LEAKYRELU).build(),
                        TestNetworks.dense("dense", 6),
                        TestNetworks.softmax("out"))
                .setInputType(InputType.convolutional(6, 6, 2))
                .build());
        network.init();
        return network;
    }

    private static ConvolutionLayer.Builder convolution(String name, int channels, Activation activation) {
        return new ConvolutionLayer.Builder(3, 3)
                .name(name)
                .nOut(channels)
                .convolutionMode(ConvolutionMode.Same)
                .activation(activation);
    }

    static NeuralNetConfiguration.Builder settings(IUpdater updater) {
        return TestNetworks.settings().weightInit(WeightInit.RELU).updater(updater);
    }

    static void train(MultiLayerNetwork network, int from, int steps) {
        for (int i = from; i < from + steps; i++) {
            network.fit(images(i));
        }
    }

    static void train(ComputationGraph network, int from, int steps) {
        for (int i = from; i < from + steps; i++) {
            network.fit(images(i));
        }
    }

    static DataSet images(int number) {
        return TestNetworks.labeled(TestNetworks.random(1000 + number, DataType.DOUBLE, BATCH, 2, 6, 6));
    }

    /** How far the outputs of two networks are apart after both were trained on the same batches. */
    static double distanceAfterTraining(MultiLayerNetwork teacher, MultiLayerNetwork student) {
        INDArray features = images(99).getFeatures();
        INDArray before = teacher.output(features);
        train(teacher, BEFORE, STEPS);
        train(student, BEFORE, STEPS);
        INDArray after = teacher.output(features);
        assertThat(distance(before, after)).as("it learns").isGreaterThan(Tolerances.CLEARLY_DIFFERENT);
        return distance(after, student.output(features));
    }

    static double distance(INDArray first, INDArray second) {
        return first.sub(second).amaxNumber().doubleValue();
    }
}
