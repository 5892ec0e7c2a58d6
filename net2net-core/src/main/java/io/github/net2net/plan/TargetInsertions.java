package io.github.net2net.plan;

import io.github.net2net.GrowthException;
import io.github.net2net.graph.Kernel;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.Node;
import io.github.net2net.rule.Deepening;
import io.github.net2net.spi.Blueprint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The insertions that are possible after a node.
 *
 * @param target what the network is to become
 * @param anyModel whether new layers may be copies of any unit of the network, and not of the nearest only
 */
record TargetInsertions(NetGraph target, Options options, Deepening.@Nullable BatchNorm batchNorm, boolean anyModel) {

    private static final List<Deepening> PLAIN = List.of(
            Deepening.identityUnit(),
            Deepening.pairIdentity(),
            Deepening.slopes(),
            Deepening.separable(),
            Deepening.linear());

    private static final List<Deepening> RESIDUAL = List.of(
            Deepening.zeroResidual().activation(Deepening.Activation.AFTER_SUM),
            Deepening.zeroResidual().activation(Deepening.Activation.BEFORE_SUM),
            Deepening.zeroResidual().layers(1).activation(Deepening.Activation.AFTER_SUM),
            Deepening.zeroResidual().layers(1).activation(Deepening.Activation.BEFORE_SUM),
            Deepening.zeroRecurrent());

    /**
     * A student with an insertion.
     *
     * @param after the node after which it is
     * @param nodes the new ones, in their order
     */
    record Inserted(TargetAlignment alignment, String after, List<Node> nodes) {}

    /**
     * Insertions after a node.
     *
     * @param next the target's node that the first new node has to become
     * @param residual whether there is a sum with what arrives
     */
    List<Inserted> after(TargetAlignment before, Node node, Node next, boolean residual) {
        Set<String> seen = new HashSet<>();
        return layersEndingAt(before.student().graph(), node).stream()
                .flatMap(layer -> deepenings(before.student().graph(), next, residual).stream()
                        .map(way -> new Step.Deepen(layer, way)))
                .map(step -> inserted(before, step))
                .flatMap(Optional::stream)
                .filter(inserted -> inserted.after.equals(node.name()) && seen.add(structure(inserted.nodes)))
                .toList();
    }

    private static String structure(List<Node> nodes) {
        return nodes.stream()
                .map(node -> node.kind()
                        + (node.kernel() == null ? "" : node.kernel().sizes())
                        + (node.activation() == null ? "" : node.activation().name()))
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

    private List<Deepening> deepenings(NetGraph student, Node next, boolean residual) {
        List<Deepening> all = new ArrayList<>();
        for (Deepening way : residual ? RESIDUAL : PLAIN) {
            for (Deepening sized : sized(way, next)) {
                if (batchNorm != null) {
                    all.add(sized.batchNorm(batchNorm));
                }
                all.add(sized);
                all.add(sized.withoutBatchNorm());
            }
        }
        List<Deepening> copies = new ArrayList<>(all);
        models(student, next).forEach(model -> all.forEach(way -> copies.add(way.like(model))));
        return copies;
    }

    /** With the target's kernel, and its width if no widening leads to that. */
    private List<Deepening> sized(Deepening way, Node next) {
        List<Deepening> all = new ArrayList<>(List.of(way));
        Kernel kernel = next.kernel();
        if (kernel != null) {
            all.add(way.kernel(kernel.dimensions().stream()
                    .mapToInt(Kernel.Dimension::size)
                    .toArray()));
        }
        boolean inner = way.way() instanceof Deepening.ZeroResidual block && block.layers() == 2 && next.produces();
        if (inner) {
            all.replaceAll(each -> each.width(target.channels(next.name())));
        }
        return all;
    }

    /** One layer of each kind of unit that begins with a layer of the target's kind. */
    private Collection<String> models(NetGraph student, Node next) {
        Map<String, String> models = new LinkedHashMap<>();
        if (anyModel && next.produces()) {
            student.nodes().stream()
                    .filter(node -> TargetMatch.isSame(node, next))
                    .forEach(node -> models.putIfAbsent(
                            structure(Unit.startingAt(student, node).nodes()), node.layer()));
        }
        return models.values();
    }
}
