package io.github.net2net.dl4j;

import io.github.net2net.GrowthPlan;
import io.github.net2net.contract.LongProof;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** What a random network and its growth had, for the record of a long proof. */
public final class Coverage {
    private Coverage() {}

    /** Pairs of neighboring kinds, input formats, the type of data, and the ways of the growth. */
    public static Set<String> of(Model teacher, GrowthPlan plan, InputType... types) {
        Set<String> covered = new LinkedHashSet<>(LongProof.ways(plan));
        covered.add("data: " + teacher.params().dataType());
        for (InputType type : types) {
            covered.add("input: " + format(type));
        }
        if (teacher instanceof MultiLayerNetwork chain) {
            ofChain(chain.getLayers(), covered);
        } else {
            ofGraph(((ComputationGraph) teacher).getConfiguration(), covered);
        }
        return covered;
    }

    private static String format(InputType type) {
        if (type instanceof InputType.InputTypeConvolutional images) {
            return "CNN " + images.getFormat();
        } else if (type instanceof InputType.InputTypeRecurrent series) {
            return "RNN " + series.getFormat();
        } else if (type instanceof InputType.InputTypeConvolutional3D volumes) {
            return "CNN3D " + volumes.getDataFormat();
        }
        return String.valueOf(type.getType());
    }

    private static void ofChain(Layer[] layers, Set<String> covered) {
        String before = "input";
        for (Layer layer : layers) {
            String kind = layer.conf().getLayer().getClass().getSimpleName();
            covered.add("kinds: " + before + ", " + kind);
            before = kind;
        }
    }

    private static void ofGraph(ComputationGraphConfiguration graph, Set<String> covered) {
        graph.getVertices().forEach((name, vertex) -> {
            for (String input : graph.getVertexInputs().getOrDefault(name, List.of())) {
                GraphVertex before = graph.getVertices().get(input);
                covered.add("kinds: " + (before == null ? "input" : kind(before)) + ", " + kind(vertex));
            }
        });
    }

    private static String kind(GraphVertex vertex) {
        return vertex instanceof LayerVertex layer
                ? layer.getLayerConf().getLayer().getClass().getSimpleName()
                : vertex.getClass().getSimpleName();
    }
}
