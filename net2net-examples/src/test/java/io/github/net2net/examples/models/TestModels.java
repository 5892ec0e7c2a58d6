package io.github.net2net.examples.models;

import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.preprocessor.ImagePreProcessingScaler;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** Small trained models in files. */
public final class TestModels {
    private TestModels() {}

    /** The configuration of {@link #images}, its dense layer of this width. */
    public static MultiLayerConfiguration configuration(int dense) {
        return new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(1e-3))
                .activation(Activation.RELU)
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3).name("conv1").nOut(4).build())
                .layer(new SubsamplingLayer.Builder()
                        .name("pool")
                        .kernelSize(2, 2)
                        .stride(2, 2)
                        .build())
                .layer(new ConvolutionLayer.Builder(3, 3).name("conv2").nOut(6).build())
                .layer(new DenseLayer.Builder().name("fc").nOut(dense).build())
                .layer(new OutputLayer.Builder()
                        .name("out")
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutional(12, 12, 3))
                .build();
    }

    /** Images of 3x12x12. */
    public static INDArray features() {
        return Nd4j.linspace(0, 1, 5 * 3 * 12 * 12, DataType.FLOAT).reshape(5, 3, 12, 12);
    }

    /** A chain for images, with the state of its optimizer and a normalizer. */
    public static MultiLayerNetwork images(Path file) throws IOException {
        MultiLayerNetwork network = new MultiLayerNetwork(configuration(8));
        network.init();
        train(network);
        ModelSerializer.writeModel(network, file.toFile(), true);
        ModelSerializer.addNormalizerToModel(file.toFile(), new ImagePreProcessingScaler());
        return network;
    }

    /** Changes a chain for images a little. */
    public static void train(MultiLayerNetwork network) {
        INDArray labels = Nd4j.zeros(DataType.FLOAT, 5, 3);
        labels.putColumn(1, Nd4j.ones(DataType.FLOAT, 5));
        network.fit(new DataSet(features(), labels));
    }

    /** A chain for rows of four numbers. */
    public static void rows(Path file) throws IOException {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(4)
                .list()
                .layer(new DenseLayer.Builder()
                        .name("fc")
                        .nOut(5)
                        .activation(Activation.RELU)
                        .build())
                .layer(new OutputLayer.Builder()
                        .name("out")
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.feedForward(4))
                .build());
        network.init();
        ModelSerializer.writeModel(network, file.toFile(), true);
    }

    /** A graph that states no size of its images. */
    public static void anySize(Path file) throws IOException {
        ComputationGraphConfiguration configuration = new NeuralNetConfiguration.Builder()
                .seed(2)
                .graphBuilder()
                .addInputs("image")
                .addLayer("conv", new ConvolutionLayer.Builder(3, 3).nOut(4).build(), "image")
                .addLayer("average", new GlobalPoolingLayer(), "conv")
                .addLayer(
                        "out",
                        new OutputLayer.Builder()
                                .nOut(2)
                                .activation(Activation.SOFTMAX)
                                .build(),
                        "average")
                .setOutputs("out")
                .setInputTypes(InputType.convolutional(9, 9, 1))
                .build();
        ComputationGraph network = new ComputationGraph(configuration);
        network.init();
        ModelSerializer.writeModel(network, file.toFile(), false);
    }

    /** A chain for series. */
    public static void series(Path file) throws IOException {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(3)
                .list()
                .layer(new LSTM.Builder().name("lstm").nIn(3).nOut(4).build())
                .layer(new RnnOutputLayer.Builder()
                        .name("out")
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.recurrent(3))
                .build());
        network.init();
        ModelSerializer.writeModel(network, file.toFile(), false);
    }

    /** A chain for indices of 30 words, with any number of words in an example. */
    public static void words(Path file) throws IOException {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(5)
                .list()
                .layer(new EmbeddingSequenceLayer.Builder()
                        .name("words")
                        .nIn(30)
                        .nOut(4)
                        .build())
                .layer(new LSTM.Builder().name("lstm").nIn(4).nOut(5).build())
                .layer(new RnnOutputLayer.Builder()
                        .name("out")
                        .nIn(5)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();
        ModelSerializer.writeModel(network, file.toFile(), false);
    }
}
