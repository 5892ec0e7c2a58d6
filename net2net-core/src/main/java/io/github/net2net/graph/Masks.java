package io.github.net2net.graph;

import com.google.common.collect.ImmutableSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Where masks can arrive.
 *
 * @param carriers the nodes whose output a mask can go with
 * @param certain the nodes all of whose inputs come with a mask if the network gets one
 * @param inputs how many inputs can take one
 */
public record Masks(ImmutableSet<String> carriers, ImmutableSet<String> certain, int inputs) {
    /** Where masks of the graph's inputs can arrive. */
    public static Masks in(NetGraph graph) {
        Set<String> carriers = new HashSet<>();
        Set<String> certain = new HashSet<>();
        int inputs = 0;
        for (Node node : graph.nodes()) {
            if (node.maskUse() == MaskUse.STARTS && !isRejected(node, graph)) {
                inputs += node.inputs().isEmpty() ? 1 : 0;
                carriers.addAll(reachedFrom(node, graph, Masks::handsOn, false));
                certain.addAll(reachedFrom(node, graph, Masks::handsOn, true));
            }
        }
        return new Masks(ImmutableSet.copyOf(carriers), ImmutableSet.copyOf(certain), inputs);
    }

    /** Whether a mask of the input certainly comes to a node that fails with it. */
    private static boolean isRejected(Node input, NetGraph graph) {
        Set<String> certain = reachedFrom(input, graph, Masks::certainlyHandsOn, true);
        return graph.nodes().stream()
                .anyMatch(node -> node.maskUse() == MaskUse.REJECTS
                        && node.inputs().stream().allMatch(certain::contains));
    }

    /** The nodes that hand on a mask that comes from the input by any, or by all, of what they read. */
    private static Set<String> reachedFrom(Node input, NetGraph graph, Predicate<Node> handsOn, boolean all) {
        Set<String> reached = new HashSet<>(Set.of(input.name()));
        for (Node node : graph.nodes()) {
            List<String> read = read(node);
            boolean arrives = all
                    ? !read.isEmpty() && reached.containsAll(read)
                    : read.stream().anyMatch(reached::contains);
            if (arrives && handsOn.test(node)) {
                reached.add(node.name());
            }
        }
        return reached;
    }

    /** The inputs whose masks the node hands on, if it hands on any. */
    private static List<String> read(Node node) {
        return node.maskUse() == MaskUse.ZEROES_BY_FIRST ? node.inputs().subList(0, 1) : node.inputs();
    }

    private static boolean handsOn(Node node) {
        return !Set.of(MaskUse.ENDS, MaskUse.COMPARES, MaskUse.REJECTS).contains(node.maskUse());
    }

    private static boolean certainlyHandsOn(Node node) {
        return node.maskUse() == MaskUse.PASSES || node.maskUse().zeroes();
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
