package io.github.net2net.plan;

import io.github.net2net.GrowthException;
import io.github.net2net.graph.Kernel;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.Node;
import io.github.net2net.rule.Deepening;
import io.github.net2net.spi.Blueprint;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The insertions that are possible behind a node. */
record TargetInsertions(Options options, Deepening.@Nullable BatchNorm batchNorm) {

    private static final List<Deepening> PLAIN = List.of(
            Deepening.identityUnit(),
            Deepening.pairIdentity(),
            Deepening.slopes(),
            Deepening.separable(),
            Deepening.linear());

    private static final List<Deepening> RESIDUAL = List.of(
            Deepening.zeroResidual().activation(Deepening.Activation.BEHIND),
            Deepening.zeroResidual().activation(Deepening.Activation.IN_FRONT),
            Deepening.zeroResidual().layers(1).activation(Deepening.Activation.BEHIND),
            Deepening.zeroResidual().layers(1).activation(Deepening.Activation.IN_FRONT),
            Deepening.zeroRecurrent());

    /**
     * A student with an insertion.
     *
     * @param after the node behind which it is
     * @param nodes the new ones, in their order
     */
    record Inserted(TargetAlignment alignment, String after, List<Node> nodes) {}

    /**
     * Insertions behind a node.
     *
     * @param next the target's node that the first new node has to become
     * @param residual whether there is a sum with what arrives
     */
    List<Inserted> behind(TargetAlignment before, Node node, Node next, boolean residual) {
        Set<String> seen = new HashSet<>();
        return layersEndingAt(before.student().graph(), node).stream()
                .flatMap(layer -> deepenings(next, residual).stream().map(way -> new Step.Deepen(layer, way)))
                .map(step -> inserted(before, step))
                .flatMap(Optional::stream)
                .filter(inserted -> inserted.after.equals(node.name()) && seen.add(structure(inserted.nodes)))
                .toList();
    }

    private static String structure(List<Node> nodes) {
        return nodes.stream()
                .map(node -> node.kind()
                        + (node.kernel() == null ? "" : node.kernel().sizes()))
                .collect(Collectors.joining(", "));
    }

    private Optional<Inserted> inserted(TargetAlignment before, Step step) {
        try {
            PlanState grown = Planner.apply(before.student(), step, options);
            Blueprint.Insertion insertion =
                    grown.insertions().get(grown.insertions().size() - 1);
            List<Node> nodes =
                    insertion.nodes().stream().map(Blueprint.InsertedNode::node).toList();
            return Optional.of(new Inserted(before.with(grown, step), insertion.after(), nodes));
        } catch (GrowthException impossible) {
            return Optional.empty();
        }
    }

    /** The layer whose unit may end at the node, and that of the node. */
    private static Set<String> layersEndingAt(NetGraph graph, Node node) {
        Node front = node;
        while (!front.produces() && front.inputs().size() == 1) {
            front = graph.node(front.inputs().get(0));
        }
        Set<String> layers = new LinkedHashSet<>();
        if (front.produces()) {
            layers.add(front.layer());
        }
        layers.add(node.layer());
        return layers;
    }

    private List<Deepening> deepenings(Node next, boolean residual) {
        List<Deepening> ways = residual ? RESIDUAL : PLAIN;
        List<Deepening> all = new ArrayList<>();
        Kernel kernel = next.kernel();
        for (Deepening way : ways) {
            List<Deepening> sized = new ArrayList<>(List.of(way));
            if (kernel != null) {
                sized.add(way.kernel(kernel.dimensions().stream()
                        .mapToInt(Kernel.Dimension::size)
                        .toArray()));
            }
            for (Deepening each : sized) {
                if (batchNorm != null) {
                    all.add(each.batchNorm(batchNorm));
                }
                all.add(each);
                all.add(each.withoutBatchNorm());
            }
        }
        return all;
    }
}
