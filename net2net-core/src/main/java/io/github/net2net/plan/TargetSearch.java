package io.github.net2net.plan;

import com.google.common.collect.ImmutableList;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Searches for insertions after which each node of the target is a node of the student, of the same kind and with the same
 * neighbors. Reads the target from its inputs on; a node that has no counterpart begins an insertion. Goes back where that
 * leads nowhere.
 */
final class TargetSearch {
    private static final int MOST_ATTEMPTS = 20_000;
    private static final Set<String> COMMUTATIVE = Set.of("sum", "product", "average", "maximum");

    private final TargetMatch match;
    private final TargetInsertions insertions;
    private final ImmutableList<Node> wanted;
    private final Set<List<Object>> failed = new HashSet<>();
    private int attempts;

    TargetSearch(TargetMatch match, TargetInsertions insertions) {
        this.match = match;
        this.insertions = insertions;
        this.wanted = TargetOrder.of(match.target().graph());
    }

    /** All nodes of the target matched; empty if that is impossible, or takes too long to find. */
    Optional<TargetAlignment> from(PlanState start) {
        return from(TargetAlignment.start(start), 0);
    }

    private Optional<TargetAlignment> from(TargetAlignment found, int index) {
        NetGraph student = found.student().graph();
        if (index == wanted.size()) {
            boolean all = found.nodes().size() == student.nodes().size() && outputsMatch(found);
            return all ? Optional.of(found) : Optional.empty();
        }
        attempts++;
        if (attempts > MOST_ATTEMPTS || !enoughLeft(found, index) || !failed.add(rest(found, index))) {
            return Optional.empty();
        }
        Node next = wanted.get(index);
        for (Node candidate : candidates(found, next)) {
            Optional<TargetAlignment> rest = from(found.matched(next, candidate), index + 1);
            if (rest.isPresent()) {
                return rest;
            }
        }
        return inserted(found, index);
    }

    private Optional<TargetAlignment> inserted(TargetAlignment found, int index) {
        Node next = wanted.get(index);
        for (String input : Set.copyOf(next.inputs())) {
            Node place = found.own(input).orElseThrow();
            List<Node> readers = found.student().graph().consumers(place.name());
            if (readers.stream().anyMatch(found::isMatched)) {
                continue;
            }
            for (TargetInsertions.Inserted insertion : insertions.after(found, place, next, match.isSummed(input))) {
                for (Node candidate : candidates(insertion.alignment(), next)) {
                    Optional<TargetAlignment> rest = from(insertion.alignment().matched(next, candidate), index + 1);
                    if (rest.isPresent()) {
                        return rest;
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** Nodes that read what the target's node reads, the one of the same name first. */
    private List<Node> candidates(TargetAlignment found, Node next) {
        NetGraph student = found.student().graph();
        List<Node> readers = next.inputs().isEmpty()
                ? student.nodes().stream()
                        .filter(node -> node.inputs().isEmpty())
                        .toList()
                : student.consumers(
                        found.own(next.inputs().get(0)).orElseThrow().name());
        return readers.stream()
                .filter(node ->
                        !found.isMatched(node) && readsTheSame(found, node, next) && match.fits(student, node, next))
                .sorted(Comparator.comparing(node -> !node.name().equals(next.name())))
                .toList();
    }

    /** Whether the nodes read the same nodes; of a sum, in any order. */
    static boolean readsTheSame(TargetAlignment found, Node own, Node next) {
        List<String> reads = new ArrayList<>(own.inputs());
        List<String> wanted = new ArrayList<>();
        next.inputs().forEach(input -> found.own(input).ifPresent(node -> wanted.add(node.name())));
        if (COMMUTATIVE.contains(next.kind())) {
            reads.sort(Comparator.naturalOrder());
            wanted.sort(Comparator.naturalOrder());
        }
        return reads.equals(wanted);
    }

    private boolean outputsMatch(TargetAlignment found) {
        return found.student()
                .graph()
                .outputs()
                .equals(Set.copyOf(match.target().graph().outputs().stream()
                        .map(output -> found.own(output).orElseThrow().name())
                        .toList()));
    }

    /** Whether the target has at least as many nodes of each kind left as the student. */
    private boolean enoughLeft(TargetAlignment found, int index) {
        Map<String, Integer> left = new HashMap<>();
        wanted.subList(index, wanted.size()).forEach(node -> left.merge(node.kind(), 1, Integer::sum));
        return found.student().graph().nodes().stream()
                .filter(node -> !found.isMatched(node))
                .allMatch(node -> left.merge(node.kind(), -1, Integer::sum) >= 0);
    }

    /** All that the rest of the search depends on. */
    private List<Object> rest(TargetAlignment found, int index) {
        Map<String, String> matched = found.nodes().inverse();
        List<Object> key = new ArrayList<>(List.of(index));
        for (Node node : wanted.subList(index, wanted.size())) {
            for (String input : node.inputs()) {
                found.own(input)
                        .ifPresent(own -> key.add(found.student().graph().channels(own.name())));
            }
        }
        for (Node node : found.student().graph().nodes()) {
            if (!found.isMatched(node)) {
                key.add(node.layer() + "/" + node.name());
                node.inputs().forEach(input -> key.add(matched.getOrDefault(input, "")));
            }
        }
        return key;
    }
}
