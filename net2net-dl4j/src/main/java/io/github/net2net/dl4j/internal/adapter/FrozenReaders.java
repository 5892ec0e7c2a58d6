package io.github.net2net.dl4j.internal.adapter;

import com.google.common.collect.Maps;
import io.github.net2net.GrowthException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;

/**
 * Vertices that only frozen ones read. DL4J 1.0.0-M2.1 skips those in backpropagation, and fails at what is before
 * them ({@code ComputationGraph.calcBackpropGradients}).
 */
final class FrozenReaders {
    private FrozenReaders() {}

    /** Refuses a student that has such vertices where its teacher has none. */
    static void check(ComputationGraphConfiguration teacher, ComputationGraphConfiguration student) {
        if (readByFrozenAlone(teacher).isEmpty()) {
            readByFrozenAlone(student).forEach((vertex, frozen) -> {
                throw new GrowthException("cannot insert layers into this graph: only the frozen '" + frozen
                        + "' would read '" + vertex
                        + "', and DL4J can't train a graph with a layer before a frozen"
                        + " one. Insert layers after '" + frozen + "', or freeze it with FrozenLayerWithBackprop.");
            });
        }
    }

    /** Each with a frozen vertex that reads it. */
    private static Map<String, String> readByFrozenAlone(ComputationGraphConfiguration graph) {
        Set<String> frozen =
                Maps.filterValues(graph.getVertices(), FrozenReaders::isFrozen).keySet();
        Map<String, String> found = new TreeMap<>();
        for (String vertex : graph.getVertices().keySet()) {
            List<String> readers = graph.getVertexInputs().entrySet().stream()
                    .filter(entry -> entry.getValue().contains(vertex))
                    .map(Map.Entry::getKey)
                    .toList();
            if (!frozen.contains(vertex) && !readers.isEmpty() && frozen.containsAll(readers)) {
                found.put(vertex, readers.get(0));
            }
        }
        return found;
    }

    private static boolean isFrozen(GraphVertex vertex) {
        return vertex instanceof FrozenVertex
                || (vertex instanceof LayerVertex layer && layer.getLayerConf().getLayer() instanceof FrozenLayer);
    }
}
