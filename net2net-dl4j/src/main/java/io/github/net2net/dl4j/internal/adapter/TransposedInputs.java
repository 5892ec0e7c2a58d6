package io.github.net2net.dl4j.internal.adapter;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.MapDifference;
import com.google.common.collect.Maps;
import io.github.net2net.GrowthException;
import io.github.net2net.dl4j.internal.model.Wrappers;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.util.GraphIndices;
import org.deeplearning4j.util.Convolution1DUtils;
import org.deeplearning4j.util.ConvolutionUtils;
import org.jspecify.annotations.Nullable;

/**
 * The layers whose input DL4J transposes: those that it runs right after a layer with another data format, whether they
 * read that layer or not ({@code ComputationGraph.outputOfLayersDetached} of 1.0.0-M2.1, in {@code output} alone). New
 * layers must not change which these are.
 */
final class TransposedInputs {
    private TransposedInputs() {}

    /**
     * Refuses a student in which they differ from the teacher's.
     *
     * @param student need not be initialized
     */
    static void check(ComputationGraph teacher, ComputationGraph student) {
        MapDifference<String, String> change = Maps.difference(of(teacher), of(student));
        change.entriesOnlyOnRight().forEach((name, before) -> {
            throw refusal("DL4J would run '" + name + "' right after '" + before
                    + "', which has another data format, and transpose its input");
        });
        change.entriesDiffering().forEach((name, before) -> {
            throw refusal("DL4J would run '" + name + "' right after '" + before.rightValue()
                    + "', which has another data format, and transpose its input");
        });
        change.entriesOnlyOnLeft().forEach((name, before) -> {
            throw refusal("DL4J transposes the input of '" + name + "' because it runs right after '" + before
                    + "', which has another data format, and would not do so in the student");
        });
    }

    private static GrowthException refusal(String reason) {
        return new GrowthException("cannot insert layers into this graph: " + reason
                + ". Give all layers one data format, such as NCW for series.");
    }

    /** The layers, each with the one that runs before it. */
    private static ImmutableMap<String, String> of(ComputationGraph graph) {
        GraphIndices indices = graph.calculateIndices();
        Map<String, GraphVertex> vertices = graph.getConfiguration().getVertices();
        List<String> order = Arrays.stream(indices.getTopologicalSortOrder())
                .mapToObj(indices.getIdxToName()::get)
                .toList();
        ImmutableMap.Builder<String, String> transposed = ImmutableMap.builder();
        for (int i = 1; i < order.size(); i++) {
            Layer before = layer(vertices.get(order.get(i - 1)));
            Layer layer = layer(vertices.get(order.get(i)));
            if (before != null && layer != null && areTransposed(before, layer)) {
                transposed.put(order.get(i), order.get(i - 1));
            }
        }
        return transposed.buildOrThrow();
    }

    private static @Nullable Layer layer(@Nullable GraphVertex vertex) {
        return vertex instanceof LayerVertex layer
                ? Wrappers.innermost(layer.getLayerConf().getLayer())
                : null;
    }

    private static boolean areTransposed(Layer before, Layer layer) {
        if (ConvolutionUtils.layerHasConvolutionLayout(before) && ConvolutionUtils.layerHasConvolutionLayout(layer)) {
            return ConvolutionUtils.getFormatForLayer(before) != ConvolutionUtils.getFormatForLayer(layer);
        }
        return Convolution1DUtils.hasRnnDataFormat(before)
                && Convolution1DUtils.hasRnnDataFormat(layer)
                && Convolution1DUtils.getRnnFormatFromLayer(before) != Convolution1DUtils.getRnnFormatFromLayer(layer);
    }
}
