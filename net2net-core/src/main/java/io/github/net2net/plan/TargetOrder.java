package io.github.net2net.plan;

import com.google.common.collect.ImmutableList;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.Node;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A graph's nodes, every one after those it reads, one branch after the other. */
final class TargetOrder {
    private TargetOrder() {}

    static ImmutableList<Node> of(NetGraph graph) {
        Map<String, Integer> missing = new HashMap<>();
        Deque<Node> ready = new ArrayDeque<>();
        for (Node node : graph.nodes()) {
            missing.put(node.name(), Set.copyOf(node.inputs()).size());
            if (node.inputs().isEmpty()) {
                ready.add(node);
            }
        }
        ImmutableList.Builder<Node> order = ImmutableList.builder();
        while (!ready.isEmpty()) {
            Node next = ready.pop();
            order.add(next);
            List<Node> readers = graph.consumers(next.name());
            for (int i = readers.size() - 1; i >= 0; i--) {
                if (missing.merge(readers.get(i).name(), -1, Integer::sum) == 0) {
                    ready.push(readers.get(i));
                }
            }
        }
        return order.build();
    }
}
