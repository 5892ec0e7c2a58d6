package io.github.net2net.plan;

import io.github.net2net.GrowthException;
import io.github.net2net.graph.AttentionTraits;
import io.github.net2net.graph.AxisRole;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.Kernel;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.Node;
import io.github.net2net.graph.Param;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;

/** Finds the steps that give matched nodes the target's sizes. A step that is refused is a difference that remains. */
record TargetSizes(NetGraph target, Options options) {

    /** Kernels first, then what is inside layers, then widths, then the network's ends. */
    TargetAlignment applied(TargetAlignment aligned) {
        List<BiFunction<PlanState, Pair, Optional<Step>>> kinds = List.of(
                this::kernel, this::heads, this::headSize, this::vocabulary, this::width, this::inputs, this::classes);
        TargetAlignment grown = aligned;
        for (BiFunction<PlanState, Pair, Optional<Step>> kind : kinds) {
            for (Node wanted : TargetOrder.of(target)) {
                grown = applied(grown, wanted, kind);
            }
        }
        return grown;
    }

    /** A node of the student and the one that it becomes. */
    private record Pair(Node own, Node wanted) {}

    private TargetAlignment applied(
            TargetAlignment before, Node wanted, BiFunction<PlanState, Pair, Optional<Step>> kind) {
        Node own = before.own(wanted.name()).orElse(null);
        Step step = own == null
                ? null
                : kind.apply(before.student(), new Pair(own, wanted)).orElse(null);
        if (own == null || step == null) {
            return before;
        }
        try {
            return before.with(Planner.apply(before.student(), step, options), step);
        } catch (GrowthException refusal) {
            String reason = String.valueOf(refusal.getMessage()).replaceFirst("^cannot [^:]*: ", "");
            return before.with(List.of(new TargetDifference(own.layer(), "cannot " + step.text() + ": " + reason)));
        }
    }

    private Optional<Step> kernel(PlanState student, Pair pair) {
        Kernel own = pair.own.kernel();
        Kernel wanted = pair.wanted.kernel();
        if (own == null || wanted == null || sizes(own).equals(sizes(wanted)) || !isLarger(own, wanted)) {
            return Optional.empty();
        }
        return Optional.of(new Step.EnlargeKernel(pair.own.layer(), sizes(wanted)));
    }

    private static List<Integer> sizes(Kernel kernel) {
        return kernel.dimensions().stream().map(Kernel.Dimension::size).toList();
    }

    private static boolean isLarger(Kernel own, Kernel wanted) {
        List<Integer> now = sizes(own);
        List<Integer> then = sizes(wanted);
        boolean larger = now.size() == then.size();
        for (int i = 0; larger && i < now.size(); i++) {
            larger = now.get(i) <= then.get(i);
        }
        return larger;
    }

    private Optional<Step> heads(PlanState student, Pair pair) {
        AttentionTraits own = pair.own.attention();
        AttentionTraits wanted = pair.wanted.attention();
        return own == null || wanted == null || own.heads() >= wanted.heads()
                ? Optional.empty()
                : Optional.of(new Step.NHeads(pair.own.layer(), wanted.heads()));
    }

    private Optional<Step> headSize(PlanState student, Pair pair) {
        AttentionTraits own = pair.own.attention();
        AttentionTraits wanted = pair.wanted.attention();
        return own == null || wanted == null || own.headSize() >= wanted.headSize()
                ? Optional.empty()
                : Optional.of(new Step.HeadSize(pair.own.layer(), wanted.headSize()));
    }

    private Optional<Step> vocabulary(PlanState student, Pair pair) {
        OptionalInt own = entries(pair.own);
        OptionalInt wanted = entries(pair.wanted);
        return own.isEmpty() || wanted.isEmpty() || own.getAsInt() >= wanted.getAsInt()
                ? Optional.empty()
                : Optional.of(new Step.ExtendVocabulary(pair.own.layer(), new Amount.To(wanted.getAsInt())));
    }

    private static OptionalInt entries(Node node) {
        for (Param param : node.params()) {
            int axis = param.roles().indexOf(AxisRole.VOCABULARY);
            if (axis >= 0) {
                return OptionalInt.of(param.shape().size(axis));
            }
        }
        return OptionalInt.empty();
    }

    private Optional<Step> width(PlanState student, Pair pair) {
        int wanted = target.channels(pair.wanted.name());
        return !pair.own.produces() || makesClasses(student, pair.own) || missing(student, pair) <= 0
                ? Optional.empty()
                : Optional.of(new Step.Widen(pair.own.layer(), new Amount.To(wanted), null, null));
    }

    private int missing(PlanState student, Pair pair) {
        return target.channels(pair.wanted.name()) - student.graph().channels(pair.own.name());
    }

    /** Whether the node makes the logits of an output, or belongs to its layer. */
    private static boolean makesClasses(PlanState student, Node own) {
        NetGraph graph = student.graph();
        return graph.layer(own.layer()).stream()
                        .anyMatch(node -> graph.outputs().contains(node.name()))
                || ClassLogits.outputOf(student, own).isPresent();
    }

    private Optional<Step> inputs(PlanState student, Pair pair) {
        boolean input = pair.own.behavior() instanceof ChannelBehavior.Source
                && TargetMatch.hasAxesOf(pair.own, pair.wanted)
                && missing(student, pair) > 0;
        return input ? Optional.of(new Step.AddInputs(pair.own.layer(), missing(student, pair))) : Optional.empty();
    }

    private Optional<Step> classes(PlanState student, Pair pair) {
        boolean output = student.graph().outputs().contains(pair.own.name()) && missing(student, pair) > 0;
        return output ? Optional.of(new Step.AddClasses(pair.own.layer(), missing(student, pair))) : Optional.empty();
    }
}
