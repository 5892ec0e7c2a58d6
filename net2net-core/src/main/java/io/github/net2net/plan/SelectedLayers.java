package io.github.net2net.plan;

import io.github.net2net.GrowthException;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.Node;
import io.github.net2net.rule.Layers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The layers of a network that a selector selects.
 *
 * @param verb what is to be done with them, for messages: "widen"
 */
record SelectedLayers(PlanState state, String verb) {

    /**
     * The nodes with channels of their own, and those that would have some if growing preserved what they do; of named
     * layers without either the last node.
     *
     * @throws GrowthException if there are none, or a named layer does not exist
     */
    List<Node> nodes(Layers layers) {
        List<Node> nodes = new ArrayList<>();
        for (Node node : state.graph().nodes()) {
            if (layers.selects(node) && (node.produces() || isWeighted(node))) {
                nodes.add(node);
            }
        }
        nodes.addAll(withoutChannels(layers, nodes));
        if (nodes.isEmpty()) {
            String kinds = state.graph().nodes().stream()
                    .filter(node -> node.produces() || isWeighted(node))
                    .map(Node::kind)
                    .distinct()
                    .collect(Collectors.joining(", "));
            throw new GrowthException("cannot " + verb + " " + layers + ": no layer of this network matches. Its kinds"
                    + " of layers that compute new channels are: " + kinds + ".");
        }
        return nodes;
    }

    private static boolean isWeighted(Node node) {
        return node.behavior() instanceof ChannelBehavior.Opaque
                && !node.params().isEmpty();
    }

    private List<Node> withoutChannels(Layers named, List<Node> found) {
        List<Node> others = new ArrayList<>();
        for (String name : named.names()) {
            List<Node> layer = state.graph().layer(name);
            if (layer.isEmpty()) {
                throw new GrowthException("cannot " + verb + " " + named + ": "
                        + new LayerLookup(state).noSuchLayer("no layer is named '" + name + "'", name));
            } else if (found.stream().noneMatch(node -> node.layer().equals(name))) {
                others.add(layer.get(layer.size() - 1));
            }
        }
        return others;
    }

    /** Why a selected layer without channels of its own stays as it is. */
    static String whySkipped(Node node) {
        if (node.behavior() instanceof ChannelBehavior.Opaque opaque) {
            return "it " + opaque.reason();
        }
        return node.behavior() instanceof ChannelBehavior.Source
                ? "it is an input of the network"
                : "it outputs the channels of its inputs (" + node.kind() + ")";
    }
}
