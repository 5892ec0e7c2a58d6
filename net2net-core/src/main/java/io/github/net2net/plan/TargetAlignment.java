package io.github.net2net.plan;

import com.google.common.collect.ImmutableBiMap;
import com.google.common.collect.ImmutableList;
import io.github.net2net.graph.Node;
import java.util.List;
import java.util.Optional;

/**
 * Which nodes of a student become which nodes of a target.
 *
 * @param student the student so far
 * @param steps that led to it
 * @param nodes the student's node for each of the target's, by names
 * @param differences that remain for certain
 */
record TargetAlignment(
        PlanState student,
        ImmutableList<Step> steps,
        ImmutableBiMap<String, String> nodes,
        ImmutableList<TargetDifference> differences) {

    static TargetAlignment start(PlanState student) {
        return new TargetAlignment(student, ImmutableList.of(), ImmutableBiMap.of(), ImmutableList.of());
    }

    TargetAlignment matched(Node wanted, Node own) {
        ImmutableBiMap<String, String> more = ImmutableBiMap.<String, String>builder()
                .putAll(nodes)
                .put(wanted.name(), own.name())
                .buildOrThrow();
        return new TargetAlignment(student, steps, more, differences);
    }

    TargetAlignment with(PlanState grown, Step step) {
        ImmutableList<Step> more =
                ImmutableList.<Step>builder().addAll(steps).add(step).build();
        return new TargetAlignment(grown, more, nodes, differences);
    }

    TargetAlignment with(List<TargetDifference> more) {
        ImmutableList<TargetDifference> all = ImmutableList.<TargetDifference>builder()
                .addAll(differences)
                .addAll(more)
                .build();
        return new TargetAlignment(student, steps, nodes, all);
    }

    boolean isMatched(Node own) {
        return nodes.containsValue(own.name());
    }

    /** The student's node that becomes the target's. */
    Optional<Node> own(String wanted) {
        return Optional.ofNullable(nodes.get(wanted)).map(student.graph()::node);
    }
}
