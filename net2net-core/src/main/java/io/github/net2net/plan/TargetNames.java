package io.github.net2net.plan;

import com.google.common.collect.ImmutableBiMap;
import com.google.common.collect.ImmutableList;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.Node;
import io.github.net2net.spi.Blueprint;
import io.github.net2net.spi.Blueprint.InsertedNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Plans insertions again, so that new layers get the names of the target's.
 *
 * @param start what the insertions began with
 */
record TargetNames(PlanState start, NetGraph target, Options options) {

    /** The same alignment by insertions with names; a layer whose name another one has keeps a generated name. */
    TargetAlignment applied(TargetAlignment found) {
        Map<String, String> newNodes = new HashMap<>();
        Map<String, String> newLayers = new HashMap<>();
        PlanState student = start;
        List<Step> steps = new ArrayList<>();
        int index = start.insertions().size();
        for (Step step : found.steps()) {
            ImmutableList<InsertedNode> before =
                    found.student().insertions().get(index).nodes();
            Step.Deepen deepen = (Step.Deepen) step.renamed(layer -> newLayers.getOrDefault(layer, layer));
            Step named = new Step.Deepen(deepen.after(), deepen.deepening().names(names(student, found, before)));
            student = Planner.apply(student, named, options);
            steps.add(named);
            ImmutableList<InsertedNode> after = student.insertions().get(index).nodes();
            for (int i = 0; i < before.size(); i++) {
                newNodes.put(before.get(i).node().name(), after.get(i).node().name());
                newLayers.put(before.get(i).node().layer(), after.get(i).node().layer());
            }
            index++;
        }
        ImmutableBiMap.Builder<String, String> nodes = ImmutableBiMap.builder();
        found.nodes().forEach((wanted, own) -> nodes.put(wanted, newNodes.getOrDefault(own, own)));
        return new TargetAlignment(student, ImmutableList.copyOf(steps), nodes.buildOrThrow(), found.differences());
    }

    private List<String> names(PlanState student, TargetAlignment found, List<InsertedNode> inserted) {
        FreshNames fresh = new FreshNames(student.graph());
        List<String> names = new ArrayList<>();
        for (String layer : layers(inserted)) {
            String wanted = wanted(found, layer, inserted);
            boolean taken = !student.graph().layer(wanted).isEmpty() || names.contains(wanted);
            names.add(taken ? fresh.layer(wanted) : wanted);
        }
        return names;
    }

    private static List<String> layers(List<InsertedNode> inserted) {
        return inserted.stream().map(one -> one.node().layer()).distinct().toList();
    }

    /** The target's name of a new layer. */
    private String wanted(TargetAlignment found, String layer, List<Blueprint.InsertedNode> inserted) {
        return inserted.stream()
                .map(InsertedNode::node)
                .filter(node -> node.layer().equals(layer))
                .map(Node::name)
                .map(node -> target.node(
                        Objects.requireNonNull(found.nodes().inverse().get(node))))
                .findFirst()
                .orElseThrow()
                .layer();
    }
}
