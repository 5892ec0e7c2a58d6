package io.github.net2net.examples.quickstart;

import io.github.net2net.dl4j.internal.tensor.Nd4jSeed;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * The quickstart's teacher: three times (3x3 convolution, batch normalization, ReLU, 2x2 max pooling), a dense layer
 * and a softmax. Layers are called conv1, bn1, relu1, pool1, ..., dense and output. Images enter as [N, C, H, W].
 */
final class SmallCnn {
    static final double LEARNING_RATE = 0.002;
    private static final int[] CHANNELS = {8, 16, 32};
    private static final int DENSE = 48;

    private SmallCnn() {}

    /** A freshly initialized teacher for square color images. */
    static MultiLayerNetwork create(int side, int classes, long seed) {
        var layers = new NeuralNetConfiguration.Builder()
                .seed(Nd4jSeed.repeatable(seed))
                .updater(new Adam(LEARNING_RATE))
                .weightInit(WeightInit.RELU)
                .l2(1e-4)
                .list();
        for (int block = 1; block <= CHANNELS.length; block++) {
            addBlock(layers, block);
        }
        MultiLayerConfiguration configuration = layers.layer(new DenseLayer.Builder()
                        .name("dense")
                        .nOut(DENSE)
                        .weightInit(WeightInit.XAVIER)
                        .activation(Activation.RELU)
                        .build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .name("output")
                        .nOut(classes)
                        .activation(Activation.SOFTMAX)
                        .weightInit(WeightInit.XAVIER)
                        .build())
                .setInputType(InputType.convolutional(side, side, 3))
                .build();
        var network = new MultiLayerNetwork(configuration);
        network.init();
        return network;
    }

    private static void addBlock(NeuralNetConfiguration.ListBuilder layers, int block) {
        layers.layer(new ConvolutionLayer.Builder(3, 3)
                        .name("conv" + block)
                        .nOut(CHANNELS[block - 1])
                        .convolutionMode(ConvolutionMode.Same)
                        .activation(Activation.IDENTITY)
                        .hasBias(false)
                        .build())
                .layer(new BatchNormalization.Builder().name("bn" + block).build())
                .layer(new ActivationLayer.Builder()
                        .name("relu" + block)
                        .activation(Activation.RELU)
                        .build())
                .layer(new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                        .name("pool" + block)
                        .kernelSize(2, 2)
                        .stride(2, 2)
                        .build());
    }
}
