package io.github.net2net.plan;

import io.github.net2net.GrowthException;
import io.github.net2net.graph.Node;
import io.github.net2net.rule.Deepening;
import io.github.net2net.spi.Blueprint;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The insertions that are possible behind a node. */
record TargetInsertions(Options options, Deepening.@Nullable BatchNorm batchNorm) {

    /**
     * A student with an insertion.
     *
     * @param after the node behind which it is
     * @param nodes the new ones, in their order
     */
    record Inserted(TargetAlignment alignment, String after, List<Node> nodes) {}

    List<Inserted> behind(TargetAlignment before, Node node) {
        return steps(before, node).stream()
                .map(step -> inserted(before, step))
                .flatMap(Optional::stream)
                .filter(inserted -> inserted.after.equals(node.name()))
                .toList();
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

    private List<Step> steps(TargetAlignment before, Node node) {
        Set<String> layers = new LinkedHashSet<>();
        for (Node front = node;
                ;
                front = before.student().graph().node(front.inputs().get(0))) {
            if (front.produces()) {
                layers.add(front.layer());
            }
            if (front.produces() || front.inputs().size() != 1) {
                break;
            }
        }
        Set<Step> steps = new LinkedHashSet<>();
        for (String layer : layers) {
            steps.add(new Step.Deepen(layer, batchNorm));
            steps.add(new Step.Deepen(layer, null));
            steps.add(new Step.Deepen(layer, new Deepening.Omitted()));
        }
        return List.copyOf(steps);
    }
}
