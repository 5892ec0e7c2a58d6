package io.github.net2net.dl4j;

import io.github.net2net.dl4j.random.RandomParameters;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Small networks with random parameters, and data for them. */
public final class TestNetworks {
    /** The number of classes. */
    public static final int CLASSES = 3;

    private TestNetworks() {}

    /** What every network here starts with: double precision, a fixed seed. */
    public static NeuralNetConfiguration.Builder settings() {
        return new NeuralNetConfiguration.Builder()
                .seed(11)
                .dataType(DataType.DOUBLE)
                .activation(Activation.RELU)
                .updater(new Sgd(0.05));
    }

    /** An initialized network of the layers, with random parameters throughout. */
    public static MultiLayerNetwork network(
            NeuralNetConfiguration.Builder settings, InputType inputType, Layer... layers) {
        MultiLayerNetwork network = new MultiLayerNetwork(
                settings.list(layers).setInputType(inputType).build());
        network.init();
        RandomParameters.fill(network, 23);
        return network;
    }

    public static DenseLayer dense(String name, int width) {
        return new DenseLayer.Builder().name(name).nOut(width).build();
    }

    public static OutputLayer softmax(String name) {
        return new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                .name(name)
                .nOut(CLASSES)
                .activation(Activation.SOFTMAX)
                .build();
    }

    public static ActivationLayer activation(String name, Activation function) {
        return new ActivationLayer.Builder().name(name).activation(function).build();
    }

    public static BatchNormalization batchNorm(String name, CNN2DFormat format, boolean useLogStd) {
        BatchNormalization.Builder builder =
                new BatchNormalization.Builder().name(name).useLogStd(useLogStd);
        builder.dataFormat(format);
        return builder.build();
    }

    /** 4 features, dense {@code first} 5, dense {@code second} 6, softmax {@code out}. */
    public static MultiLayerNetwork mlp(IUpdater updater) {
        return mlp(settings(), updater);
    }

    /** The chain as a graph. DL4J does not hand the seed on, and draws another one each time. */
    public static ComputationGraph graphOf(MultiLayerNetwork chain) {
        ComputationGraph graph = chain.toComputationGraph();
        graph.getConfiguration().getDefaultConfiguration().setSeed(chain.conf().getSeed());
        return graph;
    }

    /** As {@link #mlp(IUpdater)}, with other settings. */
    public static MultiLayerNetwork mlp(NeuralNetConfiguration.Builder settings, IUpdater updater) {
        return network(
                settings.updater(updater),
                InputType.feedForward(4),
                dense("first", 5),
                dense("second", 6),
                softmax("out"));
    }

    /** As {@link #cnn(CNN2DFormat, boolean, NeuralNetConfiguration.Builder)}, NCHW with the default batch norm. */
    public static MultiLayerNetwork cnn() {
        return cnn(CNN2DFormat.NCHW, true, settings());
    }

    /**
     * 8x8 images with 2 channels: {@code conv1} 4 (3x3, same, no bias), {@code bn1}, {@code relu1}, {@code pool},
     * {@code conv2} 5 (3x3, same), {@code fc} 7, softmax {@code out}.
     */
    public static MultiLayerNetwork cnn(
            CNN2DFormat format, boolean useLogStd, NeuralNetConfiguration.Builder settings) {
        return network(
                settings,
                InputType.convolutional(8, 8, 2, format),
                convolution("conv1", 4, format)
                        .activation(Activation.IDENTITY)
                        .hasBias(false)
                        .build(),
                batchNorm("bn1", format, useLogStd),
                activation("relu1", Activation.RELU),
                new SubsamplingLayer.Builder(PoolingType.MAX)
                        .name("pool")
                        .kernelSize(2, 2)
                        .stride(2, 2)
                        .dataFormat(format)
                        .build(),
                convolution("conv2", 5, format).build(),
                dense("fc", 7),
                softmax("out"));
    }

    /** A 3x3 convolution with padding "same". */
    public static ConvolutionLayer.Builder convolution(String name, int channels, CNN2DFormat format) {
        return new ConvolutionLayer.Builder(3, 3)
                .name(name)
                .nOut(channels)
                .convolutionMode(ConvolutionMode.Same)
                .dataFormat(format);
    }

    /** Uniform numbers between -1 and 1. */
    public static INDArray random(long seed, DataType type, long... shape) {
        int length = 1;
        for (long size : shape) {
            length *= Math.toIntExact(size);
        }
        double[] values = new Random(seed).doubles(length, -1, 1).toArray();
        return Nd4j.createFromArray(values).reshape('c', shape).castTo(type);
    }

    /** Images for {@link #cnn()}. */
    public static INDArray images(long seed, CNN2DFormat format) {
        return format == CNN2DFormat.NCHW
                ? random(seed, DataType.DOUBLE, 12, 2, 8, 8)
                : random(seed, DataType.DOUBLE, 12, 8, 8, 2);
    }

    /** The features with random classes. */
    public static DataSet labeled(INDArray features) {
        INDArray labels = Nd4j.zeros(features.dataType(), features.size(0), CLASSES);
        Random random = new Random(5);
        for (int i = 0; i < features.size(0); i++) {
            labels.putScalar(i, random.nextInt(CLASSES), 1);
        }
        return new DataSet(features, labels);
    }

    /** Some steps of training on one batch. */
    public static void train(MultiLayerNetwork network, DataSet data, int steps) {
        for (int i = 0; i < steps; i++) {
            network.fit(data);
        }
    }

    /** The place of the layer of that name. */
    public static int indexOf(MultiLayerNetwork network, String name) {
        List<String> names = network.getLayerNames();
        return names.indexOf(name);
    }

    /** A parameter, a live view. */
    public static INDArray param(MultiLayerNetwork network, String layer, String param) {
        return network.getLayer(layer).getParam(param);
    }
}
