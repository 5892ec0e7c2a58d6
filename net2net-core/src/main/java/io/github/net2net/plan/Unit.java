package io.github.net2net.plan;

import com.google.common.collect.ImmutableList;
import io.github.net2net.graph.ActivationTraits;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.Node;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a person means by "a layer": the layer that mixes channels, its batch norm, and its activation.
 *
 * <p>It ends at the first activation, or before the first node that is neither, or where more than one node reads on.
 *
 * @param nodes in order
 */
record Unit(ImmutableList<Node> nodes) {

    static Unit startingAt(NetGraph graph, Node producer) {
        List<Node> nodes = new ArrayList<>(List.of(producer));
        boolean normalized = false;
        Node next = onlyReader(graph, producer);
        while (next != null) {
            boolean norm = next.batchNorm() != null && !normalized;
            if (!norm && (next.activation() == null || !next.params().isEmpty())) {
                break;
            }
            nodes.add(next);
            normalized |= norm;
            if (isBend(next)) {
                break;
            }
            next = onlyReader(graph, next);
        }
        return new Unit(ImmutableList.copyOf(nodes));
    }

    private static boolean isBend(Node node) {
        ActivationTraits activation = node.activation();
        return activation != null && !activation.name().equals(ActivationTraits.IDENTITY.name());
    }

    private static @Nullable Node onlyReader(NetGraph graph, Node node) {
        List<Node> readers = graph.consumers(node.name());
        return readers.size() == 1 && !graph.outputs().contains(node.name()) ? readers.get(0) : null;
    }

    Node producer() {
        return nodes.get(0);
    }

    /** The node whose output is the unit's. */
    Node end() {
        return nodes.get(nodes.size() - 1);
    }

    @Nullable
    Node batchNorm() {
        return nodes.stream()
                .filter(node -> node.batchNorm() != null)
                .findFirst()
                .orElse(null);
    }

    /** The function at the unit's end. */
    ActivationTraits activation() {
        return nodes.stream()
                .filter(Unit::isBend)
                .map(Node::activation)
                .findFirst()
                .orElse(ActivationTraits.IDENTITY);
    }
}
