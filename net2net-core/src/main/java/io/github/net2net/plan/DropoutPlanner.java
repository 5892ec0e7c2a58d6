package io.github.net2net.plan;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.MaskUse;
import io.github.net2net.graph.Masks;
import io.github.net2net.graph.Node;
import io.github.net2net.graph.ValueFlow;
import io.github.net2net.spi.Blueprint;
import io.github.net2net.spi.Making;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Plans dropout layers after widened units, so that copies see different gradients. */
record DropoutPlanner(PlanState state, double rate) {

    PlanState insertAfter(Set<String> layers) {
        FreshNames names = new FreshNames(state.graph());
        Masks masks = Masks.in(state.graph());
        Map<String, ImmutableList<Node>> chains = new LinkedHashMap<>();
        Map<String, String> lineage = new LinkedHashMap<>();
        List<Blueprint.Insertion> insertions = new ArrayList<>();
        List<PlannedStep> steps = new ArrayList<>();
        for (Node producer : producers(layers)) {
            Node end = Unit.startingAt(state.graph(), producer).end();
            Node node = Node.named(names.layer(producer.layer() + "_dropout"))
                    .kind("dropout")
                    .inputs(end.name())
                    .behavior(new ChannelBehavior.PerChannel())
                    .format(end.format())
                    .values(ValueFlow.SELECTS)
                    .build();
            chains.put(end.name(), ImmutableList.of(node));
            lineage.put(node.name(), end.name());
            Blueprint.InsertedNode inserted = new Blueprint.InsertedNode(node, new Making.Dropout(rate));
            insertions.add(new Blueprint.Insertion(end.name(), ImmutableList.of(inserted)));
            steps.add(planned(node, end, masks));
        }
        return state.with(
                        state.graph().insertAfter(chains),
                        ImmutableMap.of(),
                        state.lineage().inserted(lineage))
                .withInsertions(insertions)
                .withSteps(steps);
    }

    /** The first producer of each layer. */
    private Collection<Node> producers(Set<String> layers) {
        Map<String, Node> producers = new LinkedHashMap<>();
        for (Node node : state.graph().nodes()) {
            if (node.produces() && layers.contains(node.layer())) {
                producers.putIfAbsent(node.layer(), node);
            }
        }
        return producers.values();
    }

    private PlannedStep planned(Node node, Node end, Masks masks) {
        ImmutableList.Builder<String> notes = ImmutableList.builder();
        notes.add("exact in inference; in training mode dropout changes what is computed");
        boolean hidden = end.maskUse() == MaskUse.ZEROES_BY_FIRST
                && DeepenSite.missedMask(masks, end, state.graph().consumers(end.name()))
                        .isPresent();
        if (masks.leave(end)) {
            notes.add(
                    "a mask can arrive at the new layer, and dropout layers do not run with every mask: not with one of"
                            + " steps or pixels, nor with one of another data type");
        } else if (hidden) {
            notes.add("the 1D convolution after the new layer is not known to run with masks of other inputs alone");
        }
        return new PlannedStep(
                "new layer " + node.name() + ": dropout " + rate + " after " + end.layer(),
                notes.build(),
                ImmutableList.of(),
                ImmutableList.of(),
                new Exactness(true, false, !masks.leave(end) && !hidden),
                PlannedStep.BaselineText.NOTHING);
    }
}
