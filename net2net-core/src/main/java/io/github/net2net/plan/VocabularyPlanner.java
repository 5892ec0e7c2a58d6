package io.github.net2net.plan;

import com.google.common.collect.ImmutableList;
import io.github.net2net.GrowthException;
import io.github.net2net.channel.ChannelMap;
import io.github.net2net.graph.AxisRole;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.Node;
import io.github.net2net.graph.Param;
import io.github.net2net.graph.ParamKey;
import io.github.net2net.transform.AxisGrowth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Plans larger vocabularies: rows for new indices, as the layer's initializer makes them. Those of old ones stay. */
record VocabularyPlanner(PlanState state, Settings settings) {

    PlanState extend(Step.ExtendVocabulary step) {
        Node node = embedding(step);
        Param param = vocabularyOf(node);
        int axis = param.roles().indexOf(AxisRole.VOCABULARY);
        int today = param.shape().size(axis);
        long wanted = step.amount().of(today);
        if (wanted <= today || wanted > Integer.MAX_VALUE) {
            throw new GrowthException(String.format(
                    "cannot extend the vocabulary of '%s' to %d: it has %d entries now, and can only grow, to at most %d."
                            + " Give a number in between.",
                    step.layer(), wanted, today, Integer.MAX_VALUE));
        }
        AxisGrowth growth = AxisGrowth.producing(axis, ChannelMap.extended(today, (int) wanted));
        EditLines lines = new EditLines(settings);
        lines.add(node, param, List.of(growth));
        PlannedStep planned = new PlannedStep(
                "extend vocabulary of " + step.layer() + " " + today + " -> " + wanted,
                notes(node, (int) wanted),
                lines.build(),
                List.of(),
                Exactness.FULL,
                null);
        ParamEdit edit = new ParamEdit.Widened(ImmutableList.of(growth), settings.symmetry(), 0, false);
        Node grown = node.toBuilder()
                .params(node.params().stream()
                        .map(each -> each.equals(param) ? each.withSize(axis, (int) wanted) : each)
                        .toList())
                .build();
        NetGraph graph = state.graph().mapNodes(each -> grown(each, node, grown, (int) wanted));
        return state.with(graph, Map.of(new ParamKey(node.name(), param.name()), edit), state.lineage())
                .withSteps(List.of(planned));
    }

    /** What plans print; an embedding that reads the same indices would fail on new ones. */
    private List<String> notes(Node embedding, int wanted) {
        List<String> notes = new ArrayList<>(List.of("the old entries stay as they are"));
        for (Node other : state.graph().nodes()) {
            if (!other.equals(embedding) && isEmbedding(other) && other.inputs().equals(embedding.inputs())) {
                Param vocabulary = vocabularyOf(other);
                int entries = vocabulary.shape().size(vocabulary.roles().indexOf(AxisRole.VOCABULARY));
                if (entries < wanted) {
                    notes.add(other.layer() + " reads the same indices and has " + entries
                            + " entries, so new indices need its vocabulary extended too");
                }
            }
        }
        return notes;
    }

    static boolean isEmbedding(Node node) {
        return node.params().stream().anyMatch(param -> param.roles().contains(AxisRole.VOCABULARY));
    }

    /** An input of indices has as many channels as there are. */
    private static Node grown(Node each, Node embedding, Node grown, int vocabulary) {
        boolean input = embedding.inputs().contains(each.name()) && each.behavior() instanceof ChannelBehavior.Source;
        if (input) {
            return each.toBuilder()
                    .behavior(new ChannelBehavior.Source(vocabulary))
                    .build();
        }
        return each.equals(embedding) ? grown : each;
    }

    private Node embedding(Step.ExtendVocabulary step) {
        Node node = new LayerLookup(state).producer("extend the vocabulary of", step.layer());
        if (!isEmbedding(node)) {
            throw new GrowthException("cannot extend the vocabulary of '" + step.layer() + "': "
                    + LayerLookup.withArticle(node.kind()) + " has no vocabulary. Name an embedding.");
        }
        return node;
    }

    private static Param vocabularyOf(Node node) {
        return node.params().stream()
                .filter(param -> param.roles().contains(AxisRole.VOCABULARY))
                .findFirst()
                .orElseThrow();
    }
}
