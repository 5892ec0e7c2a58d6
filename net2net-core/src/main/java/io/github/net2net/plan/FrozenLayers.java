package io.github.net2net.plan;

import io.github.net2net.graph.Node;
import io.github.net2net.graph.Param;
import io.github.net2net.graph.ParamKey;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The layers that are not trained, as far as a plan gives them something to learn. */
public record FrozenLayers(PlanState plan) {

    /** One line for each. */
    public List<String> lines() {
        Map<String, Set<String>> grown = new LinkedHashMap<>();
        for (Node node : plan.graph().nodes()) {
            for (Param param : node.frozen() ? node.params() : List.<Param>of()) {
                plan.edits(new ParamKey(node.name(), param.name()))
                        .forEach(edit -> grown.computeIfAbsent(node.layer(), key -> new LinkedHashSet<>())
                                .addAll(edit.grown()));
            }
        }
        return grown.entrySet().stream()
                .filter(layer -> !layer.getValue().isEmpty())
                .map(layer -> layer.getKey() + " is frozen, so its " + String.join(" and ", layer.getValue())
                        + " never learn")
                .toList();
    }
}
