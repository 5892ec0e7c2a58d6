package io.github.net2net.examples.experiment;

import io.github.net2net.dl4j.internal.tensor.Nd4jSeed;
import io.github.net2net.examples.experiment.Experiment.Task;
import java.util.List;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Layers and networks that several experiments share. */
public final class NetworkParts {
    private NetworkParts() {}

    /**
     * A group of equal 3x3 convolutions, called a1, a2, ...
     *
     * @param name a letter
     * @param layers number of convolutions
     * @param channels of each convolution
     */
    record Stage(String name, int layers, int channels) {}

    /** Settings with He initialization. */
    public static NeuralNetConfiguration.Builder settings(IUpdater updater, long seed) {
        return new NeuralNetConfiguration.Builder()
                .seed(Nd4jSeed.repeatable(seed))
                .updater(updater)
                .weightInit(WeightInit.RELU);
    }

    /** Initializes a network for the images of a task. */
    public static MultiLayerNetwork create(ListBuilder layers, Task task) {
        MultiLayerNetwork network =
                new MultiLayerNetwork(layers.setInputType(inputType(task)).build());
        network.init();
        return network;
    }

    static InputType inputType(Task task) {
        return InputType.convolutional(task.side(), task.side(), task.channels());
    }

    /**
     * Stages of convolutions with batch norm and ReLU, 2x2 maximum pooling between the stages, global average pooling, and a
     * softmax.
     */
    static MultiLayerNetwork staged(List<Stage> stages, Task task, IUpdater updater, long seed) {
        ListBuilder layers =
                settings(updater, seed).convolutionMode(ConvolutionMode.Same).list();
        for (int i = 0; i < stages.size(); i++) {
            Stage stage = stages.get(i);
            if (i > 0) {
                layers.layer(pooling("pool" + i));
            }
            for (int number = 1; number <= stage.layers(); number++) {
                String name = stage.name() + number;
                layers.layer(convolution(name, 3, stage.channels()))
                        .layer(norm(name + "_norm"))
                        .layer(relu(name + "_relu"));
            }
        }
        layers.layer(new GlobalPoolingLayer.Builder(PoolingType.AVG)
                        .name("average")
                        .build())
                .layer(output(task));
        return create(layers, task);
    }

    /**
     * Two 3x3 convolutions, 2x2 maximum pooling, two convolutions with twice the channels, pooling, a dense layer with eight
     * times the units, and a softmax; batch norm and ReLU after every layer but the last.
     *
     * @param channels of the first convolution
     */
    static MultiLayerNetwork normed(int channels, Task task, NeuralNetConfiguration.Builder settings) {
        ListBuilder layers = settings.convolutionMode(ConvolutionMode.Same).list();
        for (int stage = 1; stage <= 2; stage++) {
            for (int number = 1; number <= 2; number++) {
                String name = "conv" + stage + number;
                layers.layer(convolution(name, 3, stage * channels))
                        .layer(norm(name + "_norm"))
                        .layer(relu(name + "_relu"));
            }
            layers.layer(pooling("pool" + stage));
        }
        layers.layer(new DenseLayer.Builder()
                        .name("dense")
                        .nOut(8 * channels)
                        .hasBias(false)
                        .activation(Activation.IDENTITY)
                        .build())
                .layer(norm("dense_norm"))
                .layer(relu("dense_relu"))
                .layer(output(task));
        return create(layers, task);
    }

    /**
     * The hidden layers of paengs' Net2Net for MNIST: two 5x5 convolutions with "same" padding, each followed by 2x2 maximum
     * pooling, and a dense layer, called conv1, pool1, conv2, pool2 and dense.
     *
     * @param settings of the network
     * @param conv1 channels of the first convolution
     * @param conv2 channels of the second convolution
     * @param dense units of the dense layer
     * @param output the last layer
     */
    public static ListBuilder paengs(
            NeuralNetConfiguration.Builder settings, int conv1, int conv2, int dense, OutputLayer output) {
        return settings.list(
                same5x5("conv1", conv1),
                pooling("pool1"),
                same5x5("conv2", conv2),
                pooling("pool2"),
                new DenseLayer.Builder().name("dense").nOut(dense).build(),
                output);
    }

    private static ConvolutionLayer same5x5(String name, int channels) {
        return new ConvolutionLayer.Builder(5, 5)
                .name(name)
                .nOut(channels)
                .convolutionMode(ConvolutionMode.Same)
                .build();
    }

    /** A convolution without bias or activation, for a batch norm to follow. */
    public static ConvolutionLayer convolution(String name, int kernel, int channels) {
        return new ConvolutionLayer.Builder(kernel, kernel)
                .name(name)
                .nOut(channels)
                .hasBias(false)
                .activation(Activation.IDENTITY)
                .build();
    }

    /** A batch norm with DL4J's defaults. */
    public static BatchNormalization norm(String name) {
        return new BatchNormalization.Builder().name(name).build();
    }

    /** A ReLU as a layer of its own. */
    public static ActivationLayer relu(String name) {
        return new ActivationLayer.Builder()
                .name(name)
                .activation(Activation.RELU)
                .build();
    }

    /** 2x2 maximum pooling. */
    public static SubsamplingLayer pooling(String name) {
        return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                .name(name)
                .kernelSize(2, 2)
                .stride(2, 2)
                .build();
    }

    /** A softmax with cross-entropy and Xavier initialization. */
    public static OutputLayer output(Task task) {
        return new OutputLayer.Builder(LossFunction.MCXENT)
                .name("output")
                .nOut(task.classes())
                .activation(Activation.SOFTMAX)
                .weightInit(WeightInit.XAVIER)
                .build();
    }
}
