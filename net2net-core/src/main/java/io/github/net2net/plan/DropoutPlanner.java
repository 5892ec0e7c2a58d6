package io.github.net2net.plan;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.Node;
import io.github.net2net.spi.Blueprint;
import io.github.net2net.transform.SymmetryRule;
import java.util.Set;

/** Plans dropout layers behind widened units, so that copies see different gradients. */
record DropoutPlanner(PlanState state, SymmetryRule.DropoutOnCopies dropout) {

    PlanState insertAfter(Set<String> layers) {
        PlanState grown = state;
        for (String layer : layers) {
            grown = insertAfter(grown, layer);
        }
        return grown;
    }

    private PlanState insertAfter(PlanState before, String layer) {
        Node producer = before.graph().producerOf(layer);
        if (producer == null) {
            throw new IllegalStateException("no producer in " + layer);
        }
        Node end = Unit.startingAt(before.graph(), producer).end();
        String name = new FreshNames(before.graph()).layer(layer + "_dropout");
        Node node = Node.named(name)
                .kind("dropout")
                .inputs(end.name())
                .behavior(new ChannelBehavior.Keeps())
                .build();
        PlannedStep step = new PlannedStep(
                "new layer " + name + ": dropout " + dropout.rate() + " after " + end.layer(),
                ImmutableList.of("exact in inference; in training mode dropout changes what is computed"),
                ImmutableList.of(),
                true,
                false);
        return before.with(
                        before.graph().insertAfter(end.name(), ImmutableList.of(node)),
                        ImmutableMap.of(),
                        before.lineage().inserted(ImmutableSet.of(name), end.name()))
                .with(new Blueprint.Insertion(
                        end.name(), ImmutableList.of(new Blueprint.InsertedNode(node, null, dropout.rate()))))
                .with(step);
    }
}
