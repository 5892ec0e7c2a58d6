package io.github.net2net.dl4j.toward;

import io.github.net2net.dl4j.TestNetworks;
import io.github.net2net.dl4j.random.RandomParameters;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Networks of well-known structures, with few channels. */
public final class Targets {
    private Targets() {}

    public static MultiLayerNetwork trained(MultiLayerConfiguration configuration) {
        MultiLayerNetwork network = new MultiLayerNetwork(configuration.clone());
        network.init();
        RandomParameters.fill(network, 5);
        return network;
    }

    public static ComputationGraph trained(ComputationGraphConfiguration configuration) {
        ComputationGraph network = new ComputationGraph(configuration.clone());
        network.init();
        RandomParameters.fill(network, 5);
        return network;
    }

    /**
     * Blocks of convolutions, each followed by pooling; then two dense layers.
     *
     * @param blocks the number of convolutions of each block
     * @param factor on the channels
     * @param norm whether batch norms follow convolutions
     */
    static MultiLayerConfiguration vgg(int[] blocks, double factor, boolean norm) {
        List<Layer> layers = new ArrayList<>();
        int[] channels = {4, 6, 8, 10, 10};
        int number = 1;
        for (int block = 0; block < blocks.length; block++) {
            for (int i = 0; i < blocks[block]; i++, number++) {
                int width = (int) (channels[block] * factor);
                layers.add(TestNetworks.convolution("conv" + number, width, CNN2DFormat.NCHW)
                        .activation(norm ? Activation.IDENTITY : Activation.RELU)
                        .build());
                if (norm) {
                    layers.add(TestNetworks.batchNorm("bn" + number, CNN2DFormat.NCHW, true));
                    layers.add(TestNetworks.activation("relu" + number, Activation.RELU));
                }
            }
            layers.add(pooling("pool" + (block + 1), 2));
        }
        layers.add(TestNetworks.dense("fc", (int) (12 * factor)));
        layers.add(TestNetworks.softmax("out"));
        return TestNetworks.settings()
                .list(layers.toArray(Layer[]::new))
                .setInputType(InputType.convolutional(32, 32, 2))
                .build();
    }

    private static SubsamplingLayer pooling(String name, int stride) {
        return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                .name(name)
                .kernelSize(3, 3)
                .padding(1, 1)
                .stride(stride, stride)
                .build();
    }

    /** Three Inception-V2 blocks. */
    static ComputationGraphConfiguration inception(double factor) {
        GraphBuilder graph = images();
        String last = unit(graph, "stem", 3, 8, "images");
        for (String block : List.of("a", "b", "c")) {
            graph.addLayer(block + "_before", pooling(block + "_before", 2), last);
            last = block(graph, block, factor * (block.charAt(0) - 'a' + 1), block + "_before");
        }
        return end(graph, last);
    }

    private static String block(GraphBuilder graph, String block, double factor, String input) {
        int few = (int) Math.round(8 * factor);
        int many = (int) Math.round(12 * factor);
        String one = unit(graph, block + "_1x1", 1, few, input);
        String three = unit(graph, block + "_3x3", 3, many, unit(graph, block + "_3x3_reduce", 1, few, input));
        String reduced = unit(graph, block + "_double_reduce", 1, few, input);
        String twice = unit(graph, block + "_double_2", 3, many, unit(graph, block + "_double_1", 3, many, reduced));
        graph.addLayer(block + "_pool", pooling(block + "_pool", 1), input);
        String pooled = unit(graph, block + "_pool_1x1", 1, few, block + "_pool");
        graph.addVertex(block, new MergeVertex(), one, three, twice, pooled);
        return block;
    }

    /**
     * Stages of residual blocks of two convolutions; from the second stage on the first block has stride 2 and a
     * projection.
     *
     * @param blocks the number of blocks of each stage
     */
    static ComputationGraphConfiguration resnet(int[] blocks, double factor) {
        GraphBuilder graph = images();
        String last = unit(graph, "stem", 3, (int) (4 * factor), "images");
        for (int stage = 0; stage < blocks.length; stage++) {
            for (int i = 0; i < blocks[stage]; i++) {
                int stride = stage > 0 && i == 0 ? 2 : 1;
                last = residual(graph, "s" + stage + "b" + i, (int) ((4 + 2 * stage) * factor), stride, last);
            }
        }
        return end(graph, last);
    }

    private static String residual(GraphBuilder graph, String name, int channels, int stride, String input) {
        String shortcut = stride == 1 ? input : norm(graph, name + "_project", new Window(1, stride), channels, input);
        norm(graph, name + "_1", new Window(3, stride), channels, input);
        graph.addLayer(name + "_1_relu", TestNetworks.activation(name + "_1_relu", Activation.RELU), name + "_1_norm");
        String second = norm(graph, name + "_2", new Window(3, 1), channels, name + "_1_relu");
        graph.addVertex(name, new ElementWiseVertex(ElementWiseVertex.Op.Add), second, shortcut)
                .addLayer(name + "_relu", TestNetworks.activation(name + "_relu", Activation.RELU), name);
        return name + "_relu";
    }

    /**
     * Residual blocks with fewer channels inside than outside.
     *
     * @param blocks how many there are
     * @param channels outside
     */
    public static ComputationGraphConfiguration bottlenecks(int blocks, int channels) {
        GraphBuilder graph = images();
        String last = unit(graph, "stem", 3, channels, "images");
        for (int i = 0; i < blocks; i++) {
            String name = "block" + i;
            String inner = unit(graph, name + "_1", 3, channels / 2, last);
            String outer = norm(graph, name + "_2", new Window(3, 1), channels, inner);
            graph.addVertex(name, new ElementWiseVertex(ElementWiseVertex.Op.Add), last, outer)
                    .addLayer(name + "_relu", TestNetworks.activation(name + "_relu", Activation.RELU), name);
            last = name + "_relu";
        }
        return end(graph, last);
    }

    /**
     * LSTMs, one after the other.
     *
     * @param layers how many there are
     * @param residual whether what the third and later ones read is added to what they output
     */
    static ComputationGraphConfiguration lstms(int layers, int width, boolean residual) {
        GraphBuilder graph =
                TestNetworks.settings().graphBuilder().addInputs("words").setInputTypes(InputType.recurrent(3));
        String last = "words";
        for (int i = 1; i <= layers; i++) {
            LSTM lstm =
                    new LSTM.Builder().nOut(width).activation(Activation.TANH).build();
            graph.addLayer("lstm" + i, lstm, last);
            if (residual && i > 2) {
                graph.addVertex("sum" + i, new ElementWiseVertex(ElementWiseVertex.Op.Add), last, "lstm" + i);
            }
            last = residual && i > 2 ? "sum" + i : "lstm" + i;
        }
        RnnOutputLayer out = new RnnOutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                .nOut(TestNetworks.CLASSES)
                .activation(Activation.SOFTMAX)
                .build();
        return graph.addLayer("out", out, last).setOutputs("out").build();
    }

    private static GraphBuilder images() {
        return TestNetworks.settings()
                .graphBuilder()
                .addInputs("images")
                .setInputTypes(InputType.convolutional(16, 16, 2));
    }

    private static ComputationGraphConfiguration end(GraphBuilder graph, String last) {
        return graph.addLayer("average", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), last)
                .addLayer("out", TestNetworks.softmax("out"), "average")
                .setOutputs("out")
                .build();
    }

    private static String unit(GraphBuilder graph, String name, int kernel, int channels, String input) {
        String norm = norm(graph, name, new Window(kernel, 1), channels, input);
        graph.addLayer(name + "_relu", TestNetworks.activation(name + "_relu", Activation.RELU), norm);
        return name + "_relu";
    }

    private record Window(int kernel, int stride) {}

    private static String norm(GraphBuilder graph, String name, Window window, int channels, String input) {
        ConvolutionLayer convolution = TestNetworks.convolution(name, channels, CNN2DFormat.NCHW)
                .kernelSize(window.kernel, window.kernel)
                .stride(window.stride, window.stride)
                .activation(Activation.IDENTITY)
                .hasBias(false)
                .build();
        graph.addLayer(name, convolution, input)
                .addLayer(name + "_norm", TestNetworks.batchNorm(name + "_norm", CNN2DFormat.NCHW, true), name);
        return name + "_norm";
    }
}
