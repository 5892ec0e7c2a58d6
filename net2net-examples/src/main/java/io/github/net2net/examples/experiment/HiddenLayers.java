package io.github.net2net.examples.experiment;

import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;

/** The hidden layers of paengs' Net2Net for MNIST, at other widths too. */
public final class HiddenLayers {
    private HiddenLayers() {}

    /**
     * Two 5x5 convolutions under "same" padding, each with 2x2 maximum pooling behind it, and a dense layer: conv1, pool1,
     * conv2, pool2, dense.
     *
     * @param settings of the network, which the layers take over
     * @param conv1 channels of the first convolution
     * @param conv2 channels of the second
     * @param dense units of the dense layer
     * @param output what follows them
     */
    public static NeuralNetConfiguration.ListBuilder of(
            NeuralNetConfiguration.Builder settings, int conv1, int conv2, int dense, OutputLayer output) {
        return settings.list(
                convolution("conv1", conv1),
                pooling("pool1"),
                convolution("conv2", conv2),
                pooling("pool2"),
                new DenseLayer.Builder().name("dense").nOut(dense).build(),
                output);
    }

    private static ConvolutionLayer convolution(String name, int channels) {
        return new ConvolutionLayer.Builder(5, 5)
                .name(name)
                .nOut(channels)
                .convolutionMode(ConvolutionMode.Same)
                .build();
    }

    private static SubsamplingLayer pooling(String name) {
        return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                .name(name)
                .kernelSize(2, 2)
                .stride(2, 2)
                .build();
    }
}
