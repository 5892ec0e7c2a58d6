package io.github.net2net.plan;

import com.google.common.collect.Sets;
import io.github.net2net.GrowthException;
import io.github.net2net.channel.ChannelGroup;
import io.github.net2net.channel.ChannelLayout;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.Node;
import io.github.net2net.graph.Quantities;
import io.github.net2net.infer.Pin;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Plans more input channels and more classes. Other steps leave the network's ends as they are; here an end is taken for
 * an inner layer, and widened by new channels that copy none.
 */
record EndsPlanner(PlanState state, Step step, Settings settings) {

    /** New input channels after the old ones, read with weight zero. */
    PlanState addInputs(String name, int count) {
        Node input = input(name);
        NetGraph inner = replaced(
                state.graph(),
                state.graph().outputs(),
                node -> node.equals(input) ? inner(node, state.graph().channels(name)) : node);
        PlanState grown = grown(inner, input, count);
        int channels = grown.graph().channels(name);
        NetGraph graph = replaced(
                grown.graph(),
                state.graph().outputs(),
                node -> node.name().equals(name)
                        ? node.toBuilder()
                                .behavior(new ChannelBehavior.Source(channels))
                                .build()
                        : node);
        PlannedStep planned = new PlannedStep(
                "add inputs to " + name + " " + state.graph().channels(name) + " -> " + channels,
                inputNotes(grown, name, channels),
                last(grown).edits(),
                List.of(),
                Exactness.FULL,
                null);
        return finished(grown, graph, planned);
    }

    private List<String> inputNotes(PlanState grown, String name, int after) {
        int before = state.graph().channels(name);
        ChannelLayout layout = grown.channels().layout(name);
        int positions = layout instanceof ChannelLayout.RepeatEach repeated ? repeated.times() : 1;
        String effect = "new inputs have no effect until weights learn";
        return positions == 1
                ? List.of(effect)
                : List.of(
                        Quantities.of(before / positions, "channel") + " -> " + after / positions + ", each of "
                                + positions + " positions",
                        effect);
    }

    private static Node inner(Node input, int channels) {
        return input.toBuilder()
                .behavior(new ChannelBehavior.Producer(channels))
                .build();
    }

    private Node input(String name) {
        List<Node> inputs = state.graph().nodes().stream()
                .filter(node -> node.behavior() instanceof ChannelBehavior.Source)
                .toList();
        Node input = inputs.stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow(() -> refusal("the network has no such input. Its inputs are: "
                        + inputs.stream().map(Node::name).collect(Collectors.joining(", ")) + "."));
        for (Node reader : state.graph().consumers(name)) {
            if (VocabularyPlanner.isEmbedding(reader)) {
                throw refusal("it holds indices, which '" + reader.layer() + "' looks up. Use extendVocabulary(\""
                        + reader.layer() + "\") for more of them.");
            }
        }
        return input;
    }

    /** New classes after the old ones, whose logits stay. */
    PlanState addClasses(@Nullable String named, int count) {
        String layer = named == null ? onlyOutput() : named;
        ClassLogits classes = ClassLogits.of(state, layer, this::refusal);
        Node logits = classes.logits();
        Set<String> others = Sets.difference(state.graph().outputs(), Set.of(classes.output()));
        PlanState grown = grown(replaced(state.graph(), others, classes::asInner), logits, count);
        NetGraph graph = replaced(
                grown.graph(),
                state.graph().outputs(),
                node -> classes.restored(node, grown.graph().channels(logits.name())));
        PlannedStep planned = new PlannedStep(
                "add classes to " + layer + " " + state.graph().channels(logits.name()) + " -> "
                        + grown.graph().channels(logits.name()),
                classes.notes(),
                classes.lines(last(grown).edits()),
                List.of(),
                Exactness.FULL,
                null);
        PlanState finished = finished(grown, graph, planned);
        return finished.with(graph, classes.edits(graph), finished.lineage());
    }

    private String onlyOutput() {
        List<String> outputs = state.graph().outputs().stream()
                .map(name -> state.graph().node(name).layer())
                .toList();
        if (outputs.size() != 1) {
            throw refusal("the network has the outputs " + String.join(", ", outputs)
                    + ". Name one of them: addClasses(\"" + outputs.get(0) + "\", n).");
        }
        return outputs.get(0);
    }

    /** The end, widened as an inner layer. */
    private PlanState grown(NetGraph inner, Node end, int count) {
        PlanState freed = state.with(inner, Map.of(), state.lineage());
        ChannelLayout layout = freed.channels().layout(end.name());
        ChannelLayout unit = layout instanceof ChannelLayout.RepeatEach repeated ? repeated.inner() : layout;
        if (!(unit instanceof ChannelLayout.Whole whole)) {
            throw refusal(
                    "its channels are read, or made, in several parts, so that new ones have no place at the end.");
        }
        ChannelGroup group = whole.group();
        Set<Pin> pins = new LinkedHashSet<>(freed.channels().pins(group));
        if (!pins.isEmpty()) {
            throw refusal("its channels can't change, because " + LayerLookup.reasons(pins) + ".");
        }
        int each = layout.size() / group.size();
        if (count % each != 0) {
            throw refusal("its " + layout.size() + " entries are " + Quantities.of(group.size(), "channel") + " of "
                    + each + " positions. Give a multiple of " + each + ".");
        }
        int size = Math.addExact(group.size(), count / each);
        new MemoryCheck(freed, step).check(Map.of(group, size));
        return new WidenPlanner(freed, settings).apply(step.text(), Map.of(group, size), List.of());
    }

    private static PlannedStep last(PlanState plan) {
        return plan.steps().get(plan.steps().size() - 1);
    }

    /** The plan with the ends restored, and its last step described by itself. */
    private static PlanState finished(PlanState grown, NetGraph graph, PlannedStep planned) {
        return grown.withGraph(graph).withLastStep(widening -> planned);
    }

    private static NetGraph replaced(NetGraph graph, Collection<String> outputs, UnaryOperator<Node> change) {
        return NetGraph.of(graph.nodes().stream().map(change).toList(), outputs);
    }

    private GrowthException refusal(String reason) {
        return new GrowthException("cannot " + step.text() + ": " + reason);
    }
}
