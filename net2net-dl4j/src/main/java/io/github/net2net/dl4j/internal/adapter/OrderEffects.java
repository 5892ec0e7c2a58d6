package io.github.net2net.dl4j.internal.adapter;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import io.github.net2net.GrowthException;
import io.github.net2net.dl4j.internal.model.Wrappers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping1D;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping3D;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.util.MaskLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.util.GraphIndices;
import org.deeplearning4j.util.Convolution1DUtils;
import org.deeplearning4j.util.ConvolutionUtils;
import org.jspecify.annotations.Nullable;

/**
 * What layers of a graph get besides their input in DL4J 1.0.0-M2.1, by the order in which it runs them in inference.
 * New layers change the order, and must not change the effects. A layer that runs right after one of another data format
 * gets its input transposed, whether it reads that one or not ({@code ComputationGraph.outputOfLayersDetached}). And an
 * activation layer overwrites an input of the network that it reads, also after layers that hand on the same array or a
 * part of it. Training fails where a layer that gives its input no gradient comes before one that does.
 */
final class OrderEffects {
    private static final Set<Class<?>> OVERWRITING = Set.of(ActivationLayer.class, PReLULayer.class);
    private static final Set<Class<?>> VIEWING =
            Set.of(DropoutLayer.class, MaskLayer.class, Cropping1D.class, Cropping2D.class, Cropping3D.class);

    private final ComputationGraph graph;
    private final Map<String, GraphVertex> vertices;
    private final List<String> order;
    private final ImmutableSet.Builder<Effect> effects = ImmutableSet.builder();

    private record Effect(String description, String remedy) {}

    private OrderEffects(ComputationGraph graph) {
        this.graph = graph;
        this.vertices = graph.getConfiguration().getVertices();
        GraphIndices indices = graph.calculateIndices();
        this.order = Arrays.stream(indices.getTopologicalSortOrder())
                .mapToObj(indices.getIdxToName()::get)
                .toList();
    }

    /**
     * Refuses a student with other effects than the teacher's.
     *
     * @param student need not be initialized
     */
    static void check(ComputationGraph teacher, ComputationGraph student) {
        ImmutableSet<Effect> before = new OrderEffects(teacher).find();
        ImmutableSet<Effect> after = new OrderEffects(student).find();
        Sets.difference(after, before).forEach(effect -> {
            throw refusal("in the student", effect);
        });
        Sets.difference(before, after).forEach(effect -> {
            throw refusal("not in the student, but in the teacher", effect);
        });
    }

    private static GrowthException refusal(String where, Effect effect) {
        return new GrowthException("cannot insert layers into this graph, because DL4J would run its layers in another"
                + " order: " + where + ", " + effect.description + ". " + effect.remedy);
    }

    private ImmutableSet<Effect> find() {
        for (int i = 1; i < order.size(); i++) {
            findTransposed(order.get(i - 1), order.get(i));
            findOverwritten(order.get(i), order.subList(i + 1, order.size()));
        }
        order.forEach(this::findMissingGradients);
        return effects.build();
    }

    private void findTransposed(String before, String name) {
        Layer first = layer(before);
        Layer second = layer(name);
        if (first != null && second != null && areTransposed(first, second)) {
            effects.add(new Effect(
                    "the input of '" + name + "' is transposed, as it comes right after '" + before
                            + "', which has another data format",
                    "Give all layers one data format, such as NCW for series."));
        }
    }

    private @Nullable Layer layer(String vertex) {
        return vertices.get(vertex) instanceof LayerVertex layer
                ? Wrappers.innermost(layer.getLayerConf().getLayer())
                : null;
    }

    private static boolean areTransposed(Layer first, Layer second) {
        if (ConvolutionUtils.layerHasConvolutionLayout(first) && ConvolutionUtils.layerHasConvolutionLayout(second)) {
            return ConvolutionUtils.getFormatForLayer(first) != ConvolutionUtils.getFormatForLayer(second);
        }
        return Convolution1DUtils.hasRnnDataFormat(first)
                && Convolution1DUtils.hasRnnDataFormat(second)
                && Convolution1DUtils.getRnnFormatFromLayer(first) != Convolution1DUtils.getRnnFormatFromLayer(second);
    }

    private void findOverwritten(String name, List<String> later) {
        List<String> overwritten = sameArray(name);
        Layer layer = layer(name);
        if (overwritten.isEmpty() || layer == null || !OVERWRITING.contains(layer.getClass())) {
            return;
        }
        String input = overwritten.get(overwritten.size() - 1);
        for (String reader : later) {
            for (String read : inputs(reader)) {
                List<String> same = sameArray(read);
                if (same.contains(input) && !same.contains(name)) {
                    effects.add(new Effect(
                            "'" + reader + "' reads '" + read + "' after '" + name + "' has overwritten it",
                            "Put a vertex, such as ScaleVertex(1), right after the input '" + input + "'."));
                }
            }
        }
    }

    private void findMissingGradients(String input) {
        List<String> readers =
                order.stream().filter(name -> inputs(name).contains(input)).toList();
        for (String reader : readers) {
            if (givesNoGradient(reader) && !givesNoGradient(readers.get(readers.size() - 1))) {
                effects.add(new Effect(
                        "'" + reader + "' comes before another layer that reads '" + input
                                + "', and gives it no gradient, with which training fails",
                        "Let another input or layer feed '" + reader + "'."));
            }
        }
    }

    /** DL4J leaves out a frozen layer that is not wrapped. */
    private boolean givesNoGradient(String vertex) {
        if (!(vertices.get(vertex) instanceof LayerVertex layerVertex)) {
            return false;
        }
        Layer inner = Wrappers.inner(layerVertex.getLayerConf().getLayer());
        while (inner != null && inner.getClass() != FrozenLayer.class) {
            inner = Wrappers.inner(inner);
        }
        Layer innermost = Objects.requireNonNull(layer(vertex));
        return inner != null || innermost instanceof EmbeddingLayer || innermost instanceof EmbeddingSequenceLayer;
    }

    /** The vertices whose output is the same array in inference, from the given one to an input; empty if there is none. */
    private List<String> sameArray(String vertex) {
        List<String> same = new ArrayList<>(List.of(vertex));
        String last = vertex;
        while (!graph.getConfiguration().getNetworkInputs().contains(last)) {
            Layer layer = layer(last);
            boolean handsOn =
                    layer != null && (OVERWRITING.contains(layer.getClass()) || VIEWING.contains(layer.getClass()));
            boolean joinsOne =
                    vertices.get(last) instanceof MergeVertex && inputs(last).size() == 1;
            if (!handsOn && !joinsOne && !(vertices.get(last) instanceof PreprocessorVertex)) {
                return List.of();
            }
            last = inputs(last).get(0);
            same.add(last);
        }
        return same;
    }

    private List<String> inputs(String vertex) {
        return graph.getConfiguration().getVertexInputs().getOrDefault(vertex, List.of());
    }
}
