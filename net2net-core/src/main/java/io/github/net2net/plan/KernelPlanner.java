package io.github.net2net.plan;

import com.google.common.primitives.ImmutableIntArray;
import io.github.net2net.GrowthException;
import io.github.net2net.graph.AxisRole;
import io.github.net2net.graph.Kernel;
import io.github.net2net.graph.Masks;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.Node;
import io.github.net2net.graph.Param;
import io.github.net2net.graph.ParamKey;
import io.github.net2net.plan.PlannedStep.AxisChange;
import io.github.net2net.plan.PlannedStep.EditLine;
import io.github.net2net.tensor.Shape;
import io.github.net2net.transform.KernelGrowth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Plans larger kernels. */
record KernelPlanner(PlanState state) {

    PlanState enlarge(Step.EnlargeKernel step) {
        Node node = convolution(step);
        Kernel old = kernelOf(node);
        KernelGrowth growth =
                KernelGrowth.of(step.layer(), old, ImmutableIntArray.copyOf(step.to()), state.inputSize());
        if (growth.grown().equals(old)) {
            throw new GrowthException("cannot enlarge the kernel of '" + step.layer() + "' to "
                    + growth.grown().sizes() + ": that is its current size. Give a larger one.");
        }
        Map<ParamKey, ParamEdit> edits = new LinkedHashMap<>();
        List<Param> params = new ArrayList<>();
        for (Param param : node.params()) {
            params.add(grown(node, param, growth, edits));
        }
        Node grown = node.toBuilder().params(params).kernel(growth.grown()).build();
        NetGraph graph = state.graph().mapNodes(other -> other.equals(node) ? grown : other);
        boolean masks = Masks.in(graph).reach(node)
                && !(old.keepsMasks() && growth.grown().keepsMasks());
        List<EditLine> lines =
                edits.keySet().stream().map(param -> line(param, old, growth)).toList();
        return state.with(graph, edits, state.lineage()).withSteps(List.of(planned(step, old, growth, lines, !masks)));
    }

    private Node convolution(Step.EnlargeKernel step) {
        List<Node> nodes = state.graph().layer(step.layer());
        for (Node node : nodes) {
            if (node.kernel() != null) {
                return node;
            }
        }
        if (nodes.isEmpty()) {
            return new LayerLookup(state).producer("enlarge the kernel of", step.layer());
        }
        throw new GrowthException("cannot enlarge the kernel of '" + step.layer() + "': "
                + LayerLookup.withArticle(LayerLookup.mainKind(nodes))
                + " has no kernel that can grow. Name a convolution.");
    }

    private static Kernel kernelOf(Node node) {
        Kernel kernel = node.kernel();
        if (kernel == null) {
            throw new IllegalStateException(node + " has no kernel");
        }
        return kernel;
    }

    private Param grown(Node node, Param param, KernelGrowth growth, Map<ParamKey, ParamEdit> edits) {
        int dimensions = growth.grown().dimensions().size();
        int[] axes = new int[dimensions];
        Param grown = param;
        int found = 0;
        for (int axis = 0; axis < param.roles().size(); axis++) {
            if (param.roles().get(axis) instanceof AxisRole.Spatial spatial) {
                axes[spatial.dimension()] = axis;
                grown = grown.withSize(
                        axis,
                        growth.grown().dimensions().get(spatial.dimension()).size());
                found++;
            }
        }
        if (found == dimensions) {
            Shape target = grown.shape();
            edits.put(
                    new ParamKey(node.name(), param.name()),
                    new ParamEdit.Enlarged(growth, ImmutableIntArray.copyOf(axes), target, false));
        }
        return grown;
    }

    private static EditLine line(ParamKey param, Kernel old, KernelGrowth growth) {
        return new EditLine(
                param.node() + "." + param.param(),
                List.of(new AxisChange(
                        "kernel " + old.sizes() + "->" + growth.grown().sizes(),
                        "copy at offset " + growth.offsets() + ", zeros around it")));
    }

    private static PlannedStep planned(
            Step.EnlargeKernel step, Kernel old, KernelGrowth growth, List<EditLine> lines, boolean exactWithMasks) {
        String headline = "enlarge kernel of " + step.layer() + " " + old.sizes() + " -> "
                + growth.grown().sizes();
        String note = "a mask is pooled over the larger kernel, so with a mask more positions count than before";
        return new PlannedStep(
                headline,
                exactWithMasks ? List.of() : List.of(note),
                lines,
                List.of(),
                new Exactness(true, true, exactWithMasks),
                new PlannedStep.BaselineText(headline, List.of()));
    }
}
