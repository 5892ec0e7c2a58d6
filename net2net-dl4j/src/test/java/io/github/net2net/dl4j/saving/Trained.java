package io.github.net2net.dl4j.saving;

import io.github.net2net.Grown;
import io.github.net2net.Growth;
import io.github.net2net.dl4j.Calibration;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.Probes;
import io.github.net2net.dl4j.TestNetworks;
import io.github.net2net.rule.Deepening;
import io.github.net2net.rule.Layers;
import io.github.net2net.spi.Probe;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;

/** Teachers that were trained with Adam for some steps, and students of theirs. */
final class Trained {
    private static final int STEPS = 5;

    private Trained() {}

    private static NeuralNetConfiguration.Builder settings(long seed) {
        return TestNetworks.settings().seed(seed).updater(new Adam(0.01));
    }

    /** Images 8x8 with 2 channels; conv1, conv2, fc, out, with a batch norm and dropout. */
    static MultiLayerNetwork chain(long seed) {
        MultiLayerNetwork network = TestNetworks.cnn(CNN2DFormat.NCHW, false, settings(seed));
        network.setParams(network.params()
                .add(TestNetworks.random(seed, network.params().dataType(), 1, network.numParams())
                        .mul(0.01)));
        train(network, 0, STEPS);
        return network;
    }

    /** The same images; a residual trunk. */
    static ComputationGraph graph(long seed) {
        ComputationGraph network = new ComputationGraph(settings(seed)
                .graphBuilder()
                .addInputs("in")
                .addLayer(
                        "stem",
                        TestNetworks.convolution("stem", 4, CNN2DFormat.NCHW).build(),
                        "in")
                .addLayer(
                        "a1",
                        TestNetworks.convolution("a1", 3, CNN2DFormat.NCHW).build(),
                        "stem")
                .addLayer(
                        "a2",
                        TestNetworks.convolution("a2", 4, CNN2DFormat.NCHW).build(),
                        "a1")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "stem", "a2")
                .addLayer("pool", new GlobalPoolingLayer(), "sum")
                .addLayer("out", TestNetworks.softmax("out"), "pool")
                .setOutputs("out")
                .setInputTypes(InputType.convolutional(8, 8, 2, CNN2DFormat.NCHW))
                .build());
        network.init();
        train(network, 0, STEPS);
        return network;
    }

    static INDArray images() {
        return TestNetworks.images(2, CNN2DFormat.NCHW);
    }

    static Probe<Model> probe() {
        return Probes.features(images());
    }

    static Growth<MultiLayerNetwork> growth(MultiLayerNetwork teacher) {
        return Net2Net.from(teacher)
                .widen("conv1")
                .to(7)
                .deepenAfter("conv1", Deepening.identityUnit().batchNorm(Calibration.calibratedOn(images())))
                .deepenAfter("fc")
                .seed(42);
    }

    static Growth<ComputationGraph> growth(ComputationGraph teacher) {
        return Net2Net.from(teacher)
                .widenAll(Layers.convolutions())
                .times(1.5)
                .deepenAfter("a1")
                .enlargeKernel("a2")
                .to(5, 5)
                .seed(42);
    }

    static Grown<MultiLayerNetwork> grownChain() {
        return growth(chain(1)).verifyOn(probe()).grow();
    }

    static Grown<ComputationGraph> grownGraph() {
        return growth(graph(1)).verifyOn(probe()).grow();
    }

    /** Trains on batches of the given numbers. */
    static void train(Model network, int from, int steps) {
        for (int i = from; i < from + steps; i++) {
            DataSet batch = TestNetworks.labeled(TestNetworks.images(100 + i, CNN2DFormat.NCHW));
            if (network instanceof MultiLayerNetwork chain) {
                chain.fit(batch);
            } else {
                ((ComputationGraph) network).fit(batch);
            }
        }
    }

    static double[] numbers(INDArray array) {
        return array.dup('c').data().asDouble();
    }
}
