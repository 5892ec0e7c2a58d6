package io.github.net2net.plan;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.github.net2net.graph.BatchNormTraits;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.Node;
import io.github.net2net.spi.Blueprint;
import java.util.HashMap;
import java.util.Map;

/**
 * Another way to execute a plan: the teacher's own slices inside, everything else as the layers' initializers make it.
 * Nothing is copied, divided or scaled, and no dropout layer is inserted.
 */
final class RandomPad {
    private final PlanState plan;
    private final Map<String, String> templates = new HashMap<>();
    private final ImmutableSet<String> dropouts;

    private RandomPad(PlanState plan) {
        this.plan = plan;
        ImmutableSet.Builder<String> without = ImmutableSet.builder();
        for (Blueprint.Insertion insertion : plan.insertions()) {
            for (Blueprint.InsertedNode inserted : insertion.nodes()) {
                String template = inserted.template();
                if (inserted.making().isAid()) {
                    without.add(inserted.node().name());
                } else if (template != null) {
                    templates.put(inserted.node().name(), template);
                }
            }
        }
        this.dropouts = without.build();
    }

    /** The baseline of a plan for a function-preserving student. */
    static PlanState of(PlanState plan) {
        return new RandomPad(plan).padded();
    }

    private PlanState padded() {
        NetGraph graph = plan.graph().without(dropouts).mapNodes(this::withTeachersEpsilon);
        return plan.executedAs(graph, ParamEdit::padded, insertions(), steps());
    }

    /** Balanced shares scale what arrives at a batch norm, and its epsilon with it; copies do so with a norm. */
    private Node withTeachersEpsilon(Node node) {
        if (node.equalCopies() != null) {
            return node.toBuilder()
                    .equalCopies(plan.teacher().node(node.name()).equalCopies())
                    .build();
        }
        BatchNormTraits own = node.batchNorm();
        if (own == null) {
            return node;
        }
        String origin = node.name();
        for (String template = templates.get(origin); template != null; template = templates.get(origin)) {
            origin = template;
        }
        BatchNormTraits teachers = plan.teacher().node(origin).batchNorm();
        return teachers == null
                ? node
                : node.toBuilder()
                        .batchNorm(own.withEpsilon(teachers.epsilon()))
                        .build();
    }

    private ImmutableList<Blueprint.Insertion> insertions() {
        Map<String, String> before = new HashMap<>();
        ImmutableList.Builder<Blueprint.Insertion> kept = ImmutableList.builder();
        for (Blueprint.Insertion insertion : plan.insertions()) {
            String after = before.getOrDefault(insertion.after(), insertion.after());
            String end = insertion.end();
            if (dropouts.contains(end)) {
                before.put(end, after);
            } else {
                kept.add(new Blueprint.Insertion(after, insertion.nodes(), insertion.reader()));
            }
        }
        return kept.build();
    }

    private ImmutableList<PlannedStep> steps() {
        return plan.steps().stream().flatMap(step -> step.padded().stream()).collect(ImmutableList.toImmutableList());
    }
}
