package io.github.net2net.plan;

import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * New nodes between a node and one of its readers. The parts of the reader's layer before the reader, such as those of a
 * preprocessor, become parts of the first new layer.
 *
 * @param reader as it is to be from now on but for its inputs
 */
record InsertedBefore(NetGraph before, Node input, Node reader, List<Node> inserted) {

    /** The new names of parts of the reader's layer, with the old ones. */
    Map<String, String> renamed() {
        Map<String, String> names = new LinkedHashMap<>();
        String first = inserted.get(0).layer();
        Node part = input;
        while (part.layer().equals(reader.layer())) {
            names.put(first + part.name().substring(part.layer().length()), part.name());
            part = before.node(part.inputs().get(0));
        }
        return names;
    }

    /** The graph with the new nodes. */
    NetGraph graph() {
        Map<String, String> newNames = new LinkedHashMap<>();
        renamed().forEach((now, old) -> newNames.put(old, now));
        List<Node> all = new ArrayList<>();
        for (Node node : before.nodes()) {
            all.add(node.name().equals(reader.name()) ? wired(reader) : moved(node, newNames));
        }
        inserted.forEach(node -> all.add(moved(node, newNames)));
        return NetGraph.of(all, before.outputs());
    }

    private Node wired(Node node) {
        return node.toBuilder().inputs(inserted.get(inserted.size() - 1).name()).build();
    }

    private Node moved(Node node, Map<String, String> newNames) {
        Node.Builder builder = node.toBuilder();
        if (newNames.containsKey(node.name())) {
            builder.rename(newNames.getOrDefault(node.name(), node.name()))
                    .layer(inserted.get(0).layer());
        }
        return builder.inputs(node.inputs().stream()
                        .map(read -> newNames.getOrDefault(read, read))
                        .toList())
                .build();
    }
}
