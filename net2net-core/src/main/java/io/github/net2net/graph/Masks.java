package io.github.net2net.graph;

import com.google.common.collect.ImmutableSet;
import java.util.HashSet;
import java.util.Set;

/**
 * Where masks can arrive.
 *
 * @param carriers the nodes whose output a mask can go with
 */
public record Masks(ImmutableSet<String> carriers) {
    /** Where masks of the graph's inputs can arrive. */
    public static Masks in(NetGraph graph) {
        Set<String> carriers = new HashSet<>();
        for (Node node : graph.nodes()) {
            if (node.maskUse() == MaskUse.STARTS) {
                carriers.addAll(carriersFrom(node, graph));
            }
        }
        return new Masks(ImmutableSet.copyOf(carriers));
    }

    /** The nodes that hand on a mask of the given input; none if it comes to a node that rejects masks. */
    private static Set<String> carriersFrom(Node input, NetGraph graph) {
        Set<String> carriers = new HashSet<>(Set.of(input.name()));
        for (Node node : graph.nodes()) {
            if (node.inputs().stream().anyMatch(carriers::contains)) {
                if (node.maskUse() == MaskUse.REJECTS) {
                    return Set.of();
                } else if (node.maskUse() != MaskUse.ENDS) {
                    carriers.add(node.name());
                }
            }
        }
        return carriers;
    }

    /** Whether a mask can arrive at the node. */
    public boolean reach(Node node) {
        return node.inputs().stream().anyMatch(carriers::contains);
    }

    /** Whether a mask can go with the node's output. */
    public boolean leave(Node node) {
        return carriers.contains(node.name());
    }
}
