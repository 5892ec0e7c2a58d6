package io.github.net2net.dl4j.attention;

import io.github.net2net.dl4j.TestNetworks;
import io.github.net2net.dl4j.random.RandomParameters;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.AttentionVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution1D;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RecurrentAttentionLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Small networks with attention, whose softmax is far from uniform, and data for them. */
final class AttentionTeachers {
    static final int EXAMPLES = 4;
    static final int STEPS = 6;

    /** Shorter than the keys' and the values' series. */
    private static final int QUERIES = 4;

    private AttentionTeachers() {}

    static NeuralNetConfiguration.Builder settings(DataType type, IUpdater updater) {
        return TestNetworks.settings().dataType(type).updater(updater);
    }

    static Layer convolution(String name, int channels) {
        return new Convolution1D.Builder(1, 1)
                .name(name)
                .nOut(channels)
                .activation(Activation.LEAKYRELU)
                .build();
    }

    static RnnOutputLayer output() {
        return new RnnOutputLayer.Builder(LossFunction.MSE)
                .name("out")
                .nOut(2)
                .activation(Activation.TANH)
                .build();
    }

    /** 6 output channels from 2 heads of 4 channels. */
    static SelfAttentionLayer.Builder selfAttention() {
        return new SelfAttentionLayer.Builder()
                .name("attention")
                .nOut(6)
                .nHeads(2)
                .headSize(4)
                .projectInput(true);
    }

    /** 5 output channels from 2 heads of 3 channels. */
    static RecurrentAttentionLayer.Builder recurrentAttention() {
        return new RecurrentAttentionLayer.Builder()
                .name("attention")
                .nOut(5)
                .nHeads(2)
                .headSize(3);
    }

    /** Series of 3 channels, convolution {@code before} of 5, {@code attention}, convolution {@code after} of 4. */
    static MultiLayerNetwork chain(NeuralNetConfiguration.Builder settings, Layer attention) {
        MultiLayerNetwork network = TestNetworks.network(
                settings,
                InputType.recurrent(3, STEPS),
                convolution("before", 5),
                attention,
                convolution("after", 4),
                output());
        Map<String, INDArray> table = network.paramTable();
        table.forEach((name, array) -> sharpen(name, array));
        return network;
    }

    /** 6 output channels from 2 heads of 4; queries have 5 channels, keys 4, values 3. */
    static AttentionVertex vertex() {
        return new AttentionVertex.Builder()
                .nInQueries(5)
                .nInKeys(4)
                .nInValues(3)
                .nOut(6)
                .nHeads(2)
                .headSize(4)
                .projectInput(true)
                .build();
    }

    /** {@code attention} over the convolutions {@code q} of one input, {@code k} and {@code v} of another; then {@code after}. */
    static ComputationGraph graph(NeuralNetConfiguration.Builder settings) {
        GraphBuilder builder = settings.graphBuilder()
                .addInputs("question", "memory")
                .addLayer("q", convolution("q", 5), "question")
                .addLayer("k", convolution("k", 4), "memory")
                .addLayer("v", convolution("v", 3), "memory")
                .addVertex("attention", vertex(), "q", "k", "v")
                .addLayer("after", convolution("after", 4), "attention")
                .addLayer("out", output(), "after")
                .setOutputs("out")
                .setInputTypes(InputType.recurrent(3, QUERIES), InputType.recurrent(2, STEPS));
        ComputationGraph graph = new ComputationGraph(builder.build());
        graph.init();
        RandomParameters.fill(graph, 23);
        graph.paramTable().forEach((name, array) -> sharpen(name, array));
        return graph;
    }

    private static void sharpen(String name, INDArray array) {
        if (name.endsWith("_Wq") || name.endsWith("_Wk")) {
            array.muli(3);
        }
    }

    static INDArray features(DataType type) {
        return TestNetworks.random(3, type, EXAMPLES, 3, STEPS);
    }

    static INDArray[] twoFeatures(DataType type) {
        return new INDArray[] {
            TestNetworks.random(3, type, EXAMPLES, 3, QUERIES), TestNetworks.random(4, type, EXAMPLES, 2, STEPS)
        };
    }

    static DataSet data() {
        return new DataSet(features(DataType.DOUBLE), TestNetworks.random(5, DataType.DOUBLE, EXAMPLES, 2, STEPS));
    }

    static MultiDataSet twoData() {
        return new MultiDataSet(
                twoFeatures(DataType.DOUBLE),
                new INDArray[] {TestNetworks.random(5, DataType.DOUBLE, EXAMPLES, 2, QUERIES)});
    }

    /** The parameter of the layer or vertex {@code attention}. */
    static INDArray param(org.deeplearning4j.nn.api.Model network, String name) {
        return network instanceof ComputationGraph graph
                ? graph.getVertex("attention").paramTable(false).get(name)
                : ((MultiLayerNetwork) network).getLayer("attention").getParam(name);
    }
}
