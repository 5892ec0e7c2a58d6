package io.github.net2net.dl4j.onednn;

import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** Small networks for images [N, 3, 12, 12] of four classes. */
final class SampleNetworks {
    private SampleNetworks() {}

    static DataSet batch(int images) {
        Nd4j.getRandom().setSeed(11);
        INDArray labels = Nd4j.zeros(images, 4);
        for (int i = 0; i < images; i++) {
            labels.putScalar(i, i % 4, 1);
        }
        return new DataSet(Nd4j.randn(images, 3, 12, 12), labels);
    }

    static MultiLayerNetwork chain(DataType type) {
        return network(
                type,
                convolution(6),
                new BatchNormalization.Builder().build(),
                pooling(PoolingType.MAX),
                convolution(5),
                pooling(PoolingType.AVG),
                output());
    }

    static MultiLayerNetwork dense() {
        return network(DataType.FLOAT, new DenseLayer.Builder().nOut(6).build(), output());
    }

    /** A convolution, the given layers, an output layer; FLOAT. */
    static MultiLayerNetwork with(Layer... layers) {
        return network(
                DataType.FLOAT,
                Stream.of(Stream.of(convolution(4)), Stream.of(layers), Stream.of(output()))
                        .flatMap(layer -> layer)
                        .toArray(Layer[]::new));
    }

    static ComputationGraph graph() {
        var builder = base(DataType.FLOAT).graphBuilder();
        var network = new ComputationGraph(builder.addInputs("in")
                .addLayer("left", convolution(3), "in")
                .addLayer("right", convolution(4), "in")
                .addVertex("both", new MergeVertex(), "left", "right")
                .addLayer("norm", new BatchNormalization.Builder().build(), "both")
                .addLayer("pool", pooling(PoolingType.MAX), "norm")
                .addLayer("out", output(), "pool")
                .setOutputs("out")
                .setInputTypes(InputType.convolutional(12, 12, 3))
                .build());
        network.init();
        return network;
    }

    /** The gradient of the loss, of all parameters in one row. */
    static INDArray gradient(MultiLayerNetwork network, DataSet batch) {
        network.setInput(batch.getFeatures());
        network.setLabels(batch.getLabels());
        network.computeGradientAndScore();
        return network.gradient().gradient().dup();
    }

    private static NeuralNetConfiguration.Builder base(DataType type) {
        return new NeuralNetConfiguration.Builder()
                .seed(3)
                .dataType(type)
                .updater(new Sgd(0.05))
                .activation(Activation.RELU);
    }

    private static MultiLayerNetwork network(DataType type, Layer... layers) {
        var list = base(type).list();
        for (Layer layer : layers) {
            list.layer(layer);
        }
        var network = new MultiLayerNetwork(
                list.setInputType(InputType.convolutional(12, 12, 3)).build());
        network.init();
        return network;
    }

    private static Layer convolution(int channels) {
        return new ConvolutionLayer.Builder(3, 3).nOut(channels).build();
    }

    private static Layer pooling(PoolingType type) {
        return new SubsamplingLayer.Builder(type).kernelSize(2, 2).stride(2, 2).build();
    }

    private static Layer output() {
        return new OutputLayer.Builder().nOut(4).activation(Activation.SOFTMAX).build();
    }
}
