package io.github.net2net.plan;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.github.net2net.graph.BatchNormTraits;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.Node;
import io.github.net2net.graph.Param;
import io.github.net2net.graph.ParamKey;
import io.github.net2net.rule.Baseline;
import io.github.net2net.spi.Blueprint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Another way to execute a plan, with values as the layers' initializers make them. Nothing is copied, divided or scaled, and
 * no dropout layer is inserted.
 */
final class BaselinePlan {
    private final PlanState plan;
    private final Baseline baseline;
    private final Map<String, String> templates = new HashMap<>();
    private final ImmutableSet<String> aids;

    BaselinePlan(PlanState plan, Baseline baseline) {
        this.plan = plan;
        this.baseline = baseline;
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
        this.aids = without.build();
    }

    /** The baseline of a plan for a function-preserving student. */
    PlanState executed() {
        NetGraph graph = plan.graph().without(aids).mapNodes(this::withTeachersEpsilon);
        return plan.executedAs(graph, edits(graph), insertions(), steps());
    }

    private ImmutableMap<ParamKey, ImmutableList<ParamEdit>> edits(NetGraph graph) {
        ImmutableMap.Builder<ParamKey, ImmutableList<ParamEdit>> edits = ImmutableMap.builder();
        for (Node node : graph.nodes()) {
            for (Param param : node.params()) {
                ParamKey key = new ParamKey(node.name(), param.name());
                ImmutableList<ParamEdit> own = edits(key, param);
                if (!own.isEmpty()) {
                    edits.put(key, own);
                }
            }
        }
        return edits.buildOrThrow();
    }

    private ImmutableList<ParamEdit> edits(ParamKey key, Param param) {
        ImmutableList<ParamEdit> own = plan.edits(key);
        boolean anew = baseline == Baseline.FROM_SCRATCH || (baseline == Baseline.RANDOM_INIT && !own.isEmpty());
        return anew
                ? ImmutableList.of(new ParamEdit.Initialized(param.shape()))
                : own.stream().map(ParamEdit::padded).collect(ImmutableList.toImmutableList());
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
            if (aids.contains(end)) {
                before.put(end, after);
            } else {
                kept.add(new Blueprint.Insertion(after, insertion.nodes(), insertion.reader()));
            }
        }
        return kept.build();
    }

    private ImmutableList<PlannedStep> steps() {
        ImmutableList.Builder<PlannedStep> steps = ImmutableList.builder();
        plan.steps().forEach(step -> step.in(baseline).ifPresent(steps::add));
        if (baseline == Baseline.FROM_SCRATCH) {
            String all = "initialize every parameter anew, also those that no step changes";
            steps.add(new PlannedStep(all, List.of(), List.of(), List.of(), Exactness.NONE, null));
        }
        return steps.build();
    }
}
