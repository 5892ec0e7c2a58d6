package io.github.net2net.dl4j.network;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.LinkedHashMultimap;
import com.google.common.collect.Multimap;
import io.github.net2net.dl4j.layer.Form;
import io.github.net2net.dl4j.layer.LayerKinds;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PoolHelperVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.graph.StackVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.graph.UnstackVertex;
import org.jspecify.annotations.Nullable;

/**
 * What the layers behind a vertex tell about what it outputs. Number of channels and form are looked for apart: global
 * pooling keeps the one and not the other.
 */
final class GraphAnchors {
    private static final ImmutableSet<Class<? extends GraphVertex>> KEEPING_CHANNELS = ImmutableSet.of(
            L2NormalizeVertex.class,
            PoolHelperVertex.class,
            ScaleVertex.class,
            ShiftVertex.class,
            StackVertex.class,
            UnstackVertex.class);

    private static final ImmutableSet<Class<? extends GraphVertex>> KEEPING_FORM =
            ImmutableSet.of(ElementWiseVertex.class, MergeVertex.class, SubsetVertex.class);

    private final ComputationGraphConfiguration configuration;
    private final Multimap<String, String> readers = LinkedHashMultimap.create();

    GraphAnchors(ComputationGraphConfiguration configuration) {
        this.configuration = configuration;
        configuration
                .getVertexInputs()
                .forEach((vertex, inputs) -> inputs.forEach(input -> readers.put(input, vertex)));
    }

    /** What the nearest layers behind the vertex tell; null if none tells a number of channels. */
    @Nullable
    Anchor behind(String vertex) {
        Integer certain = channelsBehind(vertex);
        Integer channels = certain == null ? first(vertex, GraphAnchors::mayKeepChannels) : certain;
        return channels == null ? null : new Anchor(channels, formBehind(vertex));
    }

    /** The number of channels that the vertex must output; null if nothing tells for certain. */
    @Nullable
    Integer channelsBehind(String vertex) {
        return first(vertex, GraphAnchors::keepsChannels);
    }

    private @Nullable Integer first(String vertex, Predicate<GraphVertex> keepsChannels) {
        return told(vertex, GraphAnchors::channels, keepsChannels).stream()
                .findFirst()
                .orElse(null);
    }

    /** Unknown also if layers are configured for different forms: then one of them gets what it is not made for. */
    private Form formBehind(String vertex) {
        Set<Form> told = Set.copyOf(told(vertex, GraphAnchors::form, GraphAnchors::keepsForm));
        return told.size() == 1 ? told.iterator().next() : new Form.Unknown();
    }

    /** What is told, nearest first, by the readers of the vertex and of others that leave alone what is asked for. */
    private <T> List<T> told(
            String vertex, Function<GraphVertex, @Nullable T> telling, Predicate<GraphVertex> leavesAlone) {
        List<T> told = new ArrayList<>();
        Deque<String> next = new ArrayDeque<>(readers.get(vertex));
        Set<String> seen = new HashSet<>(next);
        while (!next.isEmpty()) {
            String name = next.remove();
            GraphVertex reader = configuration.getVertices().get(name);
            T found = telling.apply(reader);
            if (found != null) {
                told.add(found);
            } else if (leavesAlone.test(reader)) {
                readers.get(name).stream().filter(seen::add).forEach(next::add);
            }
        }
        return told;
    }

    private static @Nullable Integer channels(GraphVertex vertex) {
        Anchor anchor = at(vertex);
        return anchor == null ? null : anchor.channels();
    }

    private static @Nullable Form form(GraphVertex vertex) {
        Anchor anchor = at(vertex);
        return anchor == null || anchor.form() instanceof Form.Unknown ? null : anchor.form();
    }

    private static @Nullable Anchor at(GraphVertex vertex) {
        if (vertex instanceof LayerVertex layer) {
            return Anchor.at(layer.getLayerConf().getLayer(), layer.getPreProcessor());
        } else if (vertex instanceof PreprocessorVertex processor) {
            return Anchor.before(processor.getPreProcessor(), null);
        }
        return null;
    }

    private static boolean keepsChannels(GraphVertex vertex) {
        return vertex instanceof LayerVertex layer
                ? layer.getPreProcessor() == null
                        && LayerKinds.keepChannels(layer.getLayerConf().getLayer())
                : KEEPING_CHANNELS.contains(vertex.getClass());
    }

    /** An element-wise vertex may repeat one channel, and global pooling may pool over channels by mistake. */
    private static boolean mayKeepChannels(GraphVertex vertex) {
        return vertex instanceof LayerVertex layer
                ? layer.getPreProcessor() == null
                        && LayerKinds.mayKeepChannels(layer.getLayerConf().getLayer())
                : keepsChannels(vertex) || vertex.getClass() == ElementWiseVertex.class;
    }

    private static boolean keepsForm(GraphVertex vertex) {
        return vertex instanceof LayerVertex layer
                ? layer.getPreProcessor() == null
                        && LayerKinds.keepForm(layer.getLayerConf().getLayer())
                : KEEPING_CHANNELS.contains(vertex.getClass()) || KEEPING_FORM.contains(vertex.getClass());
    }
}
