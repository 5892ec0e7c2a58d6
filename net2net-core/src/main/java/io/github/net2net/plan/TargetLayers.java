package io.github.net2net.plan;

import com.google.common.collect.ImmutableList;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Aligns a network with a target that it can't become: the longest sequence of layers of the same kinds in both, those that
 * are alike first. What remains are the differences.
 */
record TargetLayers(TargetMatch match, TargetInsertions insertions, PlanState start) {
    private static final double SAME = 1;
    private static final double ALIKE = 1;
    private static final double NAMED = 1.5;

    TargetAlignment align() {
        ImmutableList<String> own = layers(start.graph());
        ImmutableList<String> wanted = layers(match.target().graph());
        double[][] best = best(own, wanted);
        TargetAlignment aligned = TargetAlignment.start(start);
        List<TargetDifference> missing = new ArrayList<>();
        String before = null;
        int i = 0;
        int j = 0;
        while (i < own.size() || j < wanted.size()) {
            double pair = i < own.size() && j < wanted.size() ? score(own.get(i), wanted.get(j)) : 0;
            if (pair > 0 && best[i][j] == pair + best[i + 1][j + 1]) {
                aligned = matched(aligned, own.get(i), wanted.get(j));
                before = own.get(i);
                i++;
                j++;
            } else if (j < wanted.size() && best[i][j] == best[i][j + 1]) {
                int end = j + 1;
                while (end < wanted.size() && best[i][end] == best[i][end + 1] && best[i][end] == best[i][j]) {
                    end++;
                }
                aligned = inserted(aligned, before, wanted.subList(j, end));
                j = end;
            } else {
                missing.add(new TargetDifference(
                        own.get(i),
                        "no counterpart in the target (" + TargetMatch.kind(start.graph(), own.get(i))
                                + "); no layer can be removed exactly"));
                i++;
            }
        }
        return aligned.with(missing);
    }

    private static ImmutableList<String> layers(NetGraph graph) {
        return TargetOrder.of(graph).stream().map(Node::layer).distinct().collect(ImmutableList.toImmutableList());
    }

    /** The best score of the layers from each pair of places on. */
    private double[][] best(List<String> own, List<String> wanted) {
        double[][] best = new double[own.size() + 1][wanted.size() + 1];
        for (int i = own.size() - 1; i >= 0; i--) {
            for (int j = wanted.size() - 1; j >= 0; j--) {
                double pair = score(own.get(i), wanted.get(j));
                double without = Math.max(best[i + 1][j], best[i][j + 1]);
                best[i][j] = pair > 0 ? Math.max(pair + best[i + 1][j + 1], without) : without;
            }
        }
        return best;
    }

    private double score(String own, String wanted) {
        Node now = main(start.graph(), own);
        Node then = main(match.target().graph(), wanted);
        if (!TargetMatch.isSame(now, then)) {
            return 0;
        }
        return SAME
                + (match.differences(start.graph(), now, then).isEmpty() ? ALIKE : 0)
                + (own.equals(wanted) ? NAMED : 0);
    }

    private static Node main(NetGraph graph, String layer) {
        List<Node> nodes = graph.layer(layer);
        return nodes.stream().filter(Node::produces).findFirst().orElse(nodes.get(0));
    }

    private TargetAlignment matched(TargetAlignment before, String layer, String wanted) {
        TargetAlignment aligned = before;
        NetGraph target = match.target().graph();
        List<TargetDifference> found = new ArrayList<>();
        List<Node> rest = new ArrayList<>(before.student().graph().layer(layer));
        for (Node then : target.layer(wanted)) {
            Node now = rest.stream()
                    .filter(node -> TargetMatch.isSame(node, then))
                    .findFirst()
                    .orElse(null);
            if (now == null) {
                found.add(new TargetDifference(
                        layer, wanted, "it does not include '" + text(then) + "', its counterpart does"));
            } else {
                rest.remove(now);
                aligned = aligned.matched(then, now);
                found.addAll(match.differences(before.student().graph(), now, then));
            }
        }
        rest.forEach(node -> found.add(
                new TargetDifference(layer, wanted, "it includes '" + text(node) + "', its counterpart does not")));
        return aligned.with(found.stream().distinct().toList());
    }

    private static String text(Node node) {
        String name = node.activation() == null ? "" : node.activation().name() + " ";
        return name + node.kind();
    }

    /** With as many of the layers as insertions after a layer can make. */
    private TargetAlignment inserted(TargetAlignment before, @Nullable String layer, List<String> wanted) {
        NetGraph target = match.target().graph();
        List<Node> missing =
                wanted.stream().flatMap(name -> target.layer(name).stream()).toList();
        List<Node> nodes = layer == null ? List.of() : before.student().graph().layer(layer);
        TargetAlignment grown = before;
        Node end = nodes.isEmpty() ? null : nodes.get(nodes.size() - 1);
        TargetAlignment next = end == null ? null : insertion(before, end, missing);
        while (end != null && next != null) {
            int count = next.nodes().size() - grown.nodes().size();
            end = next.own(missing.get(count - 1).name()).orElseThrow();
            missing = missing.subList(count, missing.size());
            grown = next;
            next = missing.isEmpty() ? null : insertion(grown, end, missing);
        }
        String place = layer == null ? "at the beginning" : "after '" + layer + "'";
        return grown.with(missing.stream()
                .map(Node::layer)
                .distinct()
                .map(name -> new TargetDifference(
                        name,
                        "no counterpart in the network (" + TargetMatch.kind(target, name) + "); "
                                + whyNotInserted(main(target, name), TargetMatch.kind(target, name), place)))
                .toList());
    }

    private static String whyNotInserted(Node wanted, String kind, String place) {
        String reason = wanted.notRepeatable();
        String remedy = wanted.silent() ? "; in a residual block, it can start without effect" : "";
        return reason == null
                ? "no such layer starts as the identity " + place
                : LayerLookup.withArticle(kind) + " " + reason + remedy;
    }

    private @Nullable TargetAlignment insertion(TargetAlignment before, Node end, List<Node> missing) {
        boolean residual = match.isSummed(missing.get(0).inputs().get(0));
        return insertions.after(before, end, missing.get(0), residual).stream()
                .filter(inserted -> inserted.nodes().size() <= missing.size())
                .map(inserted -> matched(inserted, missing))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private @Nullable TargetAlignment matched(TargetInsertions.Inserted inserted, List<Node> missing) {
        TargetAlignment aligned = inserted.alignment();
        for (int i = 0; i < inserted.nodes().size(); i++) {
            Node own = inserted.nodes().get(i);
            if (!match.fits(aligned.student().graph(), own, missing.get(i))) {
                return null;
            }
            aligned = aligned.matched(missing.get(i), own);
        }
        return aligned;
    }
}
