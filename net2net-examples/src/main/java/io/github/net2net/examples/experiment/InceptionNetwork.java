package io.github.net2net.examples.experiment;

import io.github.net2net.examples.experiment.Experiment.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.learning.config.Nesterovs;

/**
 * A 3x3 convolution, pooling, and three Inception-V2 blocks (1x1 | 1x1-3x3 | 1x1-3x3-3x3 | pool-1x1, concatenated) with
 * pooling before the second and third; batch norm and ReLU after every convolution; average pooling and a softmax.
 *
 * @param factor on the channels within the blocks
 */
record InceptionNetwork(double factor) {
    private static final List<String> BLOCKS = List.of("a", "b", "c");
    /** Channels at factor 1 in the first block, by convolution; twice and three times as many in the second and third. */
    private static final Map<String, Integer> CHANNELS = Map.of(
            "1x1", 16,
            "3x3_reduce", 16,
            "3x3", 24,
            "double_reduce", 16,
            "double_1", 24,
            "double_2", 24,
            "pool_1x1", 16);

    /**
     * A convolution within a block.
     *
     * @param name of its layer
     * @param channels at this factor
     */
    record Convolution(String name, int channels) {}

    /** All convolutions within the blocks. */
    List<Convolution> branches() {
        List<Convolution> all = new ArrayList<>();
        for (String block : BLOCKS) {
            CHANNELS.keySet().stream()
                    .sorted()
                    .forEach(part -> all.add(new Convolution(block + "_" + part, channels(block, part))));
        }
        return all;
    }

    /** The last convolution of each branch that has a 3x3 one. */
    static List<String> lastOfBranches() {
        return BLOCKS.stream()
                .flatMap(block -> List.of(block + "_3x3", block + "_double_2").stream())
                .toList();
    }

    private int channels(String block, String part) {
        int full = CHANNELS.getOrDefault(part, 0) * (1 + BLOCKS.indexOf(block));
        return (int) Math.round(full * factor);
    }

    ComputationGraph create(Task task, long seed) {
        GraphBuilder graph = NetworkParts.settings(new Nesterovs(0.05, 0.9), seed)
                .convolutionMode(ConvolutionMode.Same)
                .graphBuilder()
                .addInputs("images")
                .setInputTypes(NetworkParts.inputType(task));
        String last = unit(graph, "stem", 3, 32, "images");
        for (String block : BLOCKS) {
            String pool = block + "_before";
            graph.addLayer(pool, NetworkParts.pooling(pool), last);
            last = block(graph, block, pool);
        }
        graph.addLayer("average", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), last)
                .addLayer("output", NetworkParts.output(task), "average")
                .setOutputs("output");
        ComputationGraph network = new ComputationGraph(graph.build());
        network.init();
        return network;
    }

    private String block(GraphBuilder graph, String block, String input) {
        String one = unit(graph, block, "1x1", 1, input);
        String three = unit(graph, block, "3x3", 3, unit(graph, block, "3x3_reduce", 1, input));
        String reduced = unit(graph, block, "double_reduce", 1, input);
        String twice = unit(graph, block, "double_2", 3, unit(graph, block, "double_1", 3, reduced));
        String pool = block + "_pool";
        graph.addLayer(
                pool,
                new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                        .kernelSize(3, 3)
                        .stride(1, 1)
                        .build(),
                input);
        String pooled = unit(graph, block, "pool_1x1", 1, pool);
        graph.addVertex(block, new MergeVertex(), one, three, twice, pooled);
        return block;
    }

    private String unit(GraphBuilder graph, String block, String part, int kernel, String input) {
        return unit(graph, block + "_" + part, kernel, channels(block, part), input);
    }

    private static String unit(GraphBuilder graph, String name, int kernel, int channels, String input) {
        graph.addLayer(name, NetworkParts.convolution(name, kernel, channels), input)
                .addLayer(name + "_norm", NetworkParts.norm(name + "_norm"), name)
                .addLayer(name + "_relu", NetworkParts.relu(name + "_relu"), name + "_norm");
        return name + "_relu";
    }
}
