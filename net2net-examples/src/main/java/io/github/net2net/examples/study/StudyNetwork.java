package io.github.net2net.examples.study;

import io.github.net2net.Growth;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.internal.tensor.Nd4jSeed;
import io.github.net2net.examples.data.ImageSet;
import io.github.net2net.examples.experiment.HiddenLayers;
import io.github.net2net.rule.Layers;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * The teacher of all studies, after paengs' Net2Net for MNIST with fewer channels: 5x5 convolution of 6, pooling, 5x5
 * convolution of 12, pooling, dense 48, softmax; ReLU, "same" padding. Students are twice as wide in every hidden layer.
 */
final class StudyNetwork {
    private static final double FACTOR = 2;

    private StudyNetwork() {}

    static MultiLayerNetwork teacher(ImageSet images, IUpdater updater, long seed) {
        NeuralNetConfiguration.Builder settings = new NeuralNetConfiguration.Builder()
                .seed(Nd4jSeed.repeatable(seed))
                .updater(updater)
                .weightInit(WeightInit.RELU)
                .activation(Activation.RELU);
        OutputLayer output = new OutputLayer.Builder(LossFunction.MCXENT)
                .name("output")
                .nOut(images.classes())
                .activation(Activation.SOFTMAX)
                .weightInit(WeightInit.XAVIER)
                .build();
        MultiLayerNetwork network = new MultiLayerNetwork(HiddenLayers.of(settings, 6, 12, 48, output)
                .setInputType(InputType.convolutional(images.side(), images.side(), images.channels()))
                .build());
        network.init();
        return network;
    }

    static Growth<MultiLayerNetwork> growth(MultiLayerNetwork teacher, long seed) {
        return Net2Net.from(teacher).widenAll(Layers.all()).times(FACTOR).seed(seed);
    }
}
