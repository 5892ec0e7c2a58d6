package io.github.net2net.examples.experiment;

import io.github.net2net.dl4j.internal.tensor.Nd4jSeed;
import io.github.net2net.examples.experiment.Experiment.Task;
import java.util.List;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Stages of 3x3 convolutions, each with batch norm and ReLU behind it; 2x2 maximum pooling between the stages, average
 * pooling over the whole image behind the last, a softmax. The convolutions of stage a are called a1, a2, ...
 *
 * @param stages from the images on
 */
record ConvolutionalNetwork(List<Stage> stages) {

    /**
     * Convolutions on images of one size.
     *
     * @param name a letter
     * @param layers how many convolutions
     * @param channels of each
     */
    record Stage(String name, int layers, int channels) {}

    /** Three stages. */
    static ConvolutionalNetwork of(Stage a, Stage b, Stage c) {
        return new ConvolutionalNetwork(List.of(a, b, c));
    }

    /** A new network. */
    MultiLayerNetwork create(Task task, IUpdater updater, long seed) {
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .seed(Nd4jSeed.repeatable(seed))
                .updater(updater)
                .weightInit(WeightInit.RELU)
                .convolutionMode(ConvolutionMode.Same)
                .list();
        for (int i = 0; i < stages.size(); i++) {
            if (i > 0) {
                layers.layer(pooling("pool" + i));
            }
            add(stages.get(i), layers);
        }
        layers.layer(new GlobalPoolingLayer.Builder(PoolingType.AVG)
                        .name("average")
                        .build())
                .layer(output(task))
                .setInputType(InputType.convolutional(task.side(), task.side(), task.channels()));
        MultiLayerNetwork network = new MultiLayerNetwork(layers.build());
        network.init();
        return network;
    }

    private static void add(Stage stage, NeuralNetConfiguration.ListBuilder layers) {
        for (int number = 1; number <= stage.layers(); number++) {
            String name = stage.name() + number;
            layers.layer(convolution(name, 3, stage.channels()))
                    .layer(norm(name))
                    .layer(relu(name));
        }
    }

    /** A convolution without bias, as a batch norm follows. */
    static ConvolutionLayer convolution(String name, int kernel, int channels) {
        return new ConvolutionLayer.Builder(kernel, kernel)
                .name(name)
                .nOut(channels)
                .hasBias(false)
                .activation(Activation.IDENTITY)
                .build();
    }

    static BatchNormalization norm(String convolution) {
        return new BatchNormalization.Builder().name(convolution + "_norm").build();
    }

    static ActivationLayer relu(String convolution) {
        return new ActivationLayer.Builder()
                .name(convolution + "_relu")
                .activation(Activation.RELU)
                .build();
    }

    static SubsamplingLayer pooling(String name) {
        return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                .name(name)
                .kernelSize(2, 2)
                .stride(2, 2)
                .build();
    }

    static OutputLayer output(Task task) {
        return new OutputLayer.Builder(LossFunction.MCXENT)
                .name("output")
                .nOut(task.classes())
                .activation(Activation.SOFTMAX)
                .weightInit(WeightInit.XAVIER)
                .build();
    }
}
