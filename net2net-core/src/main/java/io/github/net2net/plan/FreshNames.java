package io.github.net2net.plan;

import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.Node;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Names for new layers: {@code conv3_1}, then {@code conv3_2}, …. */
final class FreshNames {
    private final Set<String> taken;
    private final Map<String, String> renamed = new HashMap<>();

    FreshNames(NetGraph graph) {
        taken = new HashSet<>(graph.layers());
        graph.nodes().forEach(node -> taken.add(node.name()));
    }

    /** Regards the name of the node and its layer as taken. */
    void take(Node node) {
        taken.add(node.layer());
        taken.add(node.name());
    }

    /** The new layer's name for a copy of the given layer; the same each time. */
    String layer(String layer) {
        return renamed.computeIfAbsent(layer, key -> {
            int number = 1;
            while (taken.contains(key + "_" + number)) {
                number++;
            }
            return key + "_" + number;
        });
    }

    /** The name of a copy of the node: its layer's new name, and what stands after that in its own. */
    String node(Node node) {
        return node.name().startsWith(node.layer())
                ? layer(node.layer()) + node.name().substring(node.layer().length())
                : layer(node.name());
    }
}
