package io.github.net2net.plan;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.github.net2net.GrowthException;
import io.github.net2net.channel.ChannelGroup;
import io.github.net2net.channel.ChannelMap;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.EqualCopies;
import io.github.net2net.graph.Node;
import io.github.net2net.infer.Bundle;
import io.github.net2net.rule.Donors;
import io.github.net2net.spi.Blueprint;
import io.github.net2net.spi.Making;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What layers that combine all their channels, such as layer normalization, ask of a widening: equal numbers of copies. */
record EqualCopying(PlanState state, Donors specified) {
    private static final String SO = ", so each of its channels must be copied equally often";

    /** The groups that must grow by the same factor as the given one; null if none must. */
    @Nullable
    Bundle bundle(ChannelGroup group) {
        Bundle bundle = state.channels().bundle(group);
        return bundle == null || (bundle.averages() && !specified.copies()) ? null : bundle;
    }

    /** Why only some widths of the node can be reached, as the beginning of a sentence. */
    String whyInBlocks(Node producer) {
        return bundles(producer)
                .map(bundle -> bundle.reason() + SO + "; ")
                .findFirst()
                .orElse("its " + state.graph().channels(producer.name()) + " channels are tied in blocks, so ");
    }

    /** How else a width can be reached, as a sentence; empty if there is no other way. */
    String otherWidths(Node producer) {
        return bundles(producer).findFirst().isPresent() && bundles(producer).allMatch(Bundle::averages)
                ? " Donors.fresh() reaches any width."
                : "";
    }

    private Stream<Bundle> bundles(Node producer) {
        return state.channels().layout(producer.name()).groups().stream()
                .map(this::bundle)
                .flatMap(Stream::ofNullable);
    }

    /** Why a factor adds no channel to a bundle, which grows by whole factors only. */
    static String whySkipped(Bundle bundle, Amount.Times amount) {
        return bundle.reason() + SO + ", and the whole number nearest to " + amount.factor()
                + " is 1; give 1.5 or more";
    }

    /** The groups that must grow by the same factor as the given one. */
    static List<ChannelGroup> others(@Nullable Bundle bundle, ChannelGroup group) {
        return bundle == null
                ? List.of()
                : bundle.groups().stream().filter(other -> !other.equals(group)).toList();
    }

    /**
     * A map that copies all channels equally often: the given one if it does, else the cyclic one.
     *
     * @throws GrowthException if new channels shall be no copies, or given ones are unequal
     */
    ChannelMap choose(Bundle bundle, int teacherSize, int studentSize) {
        if (!specified.copies()) {
            throw new GrowthException(bundle.reason() + ", which new channels that are no copies would change. Use"
                    + " donors(Donors.cyclic()) for this widening.");
        }
        Donors donors = specified instanceof Donors.Given ? specified : Donors.cyclic();
        ChannelMap map = donors.choose(teacherSize, studentSize, new Random(0));
        int[] copies = map.copies();
        for (int channel = 1; channel < copies.length; channel++) {
            if (copies[channel] != copies[0]) {
                throw new GrowthException(String.format(
                        "%s%s, but donors(given(..)) makes %d of channel 0 and %d of channel %d. Name each donor"
                                + " equally often, or use Donors.cyclic().",
                        bundle.reason(), SO, copies[0], copies[channel], channel));
            }
        }
        return map;
    }

    /** What plans print: which groups are copied equally often, and why. */
    List<String> notes(Map<ChannelGroup, ChannelMap> maps) {
        Set<String> notes = new LinkedHashSet<>();
        maps.forEach((group, map) -> {
            Bundle bundle = state.channels().bundle(group);
            if (bundle != null && map.hasFresh()) {
                notes.add("new channels of " + group + " start as the mean of the others, because " + bundle.reason());
            } else if (bundle != null) {
                notes.add(times(map) + " copies of each channel of " + group + ", because " + bundle.reason());
            }
        });
        return new ArrayList<>(notes);
    }

    private static int times(ChannelMap map) {
        return map.size() / map.teacherSize();
    }

    /** The plan with scalings after layers whose output copies multiply. */
    PlanState withScalings(PlanState grown, WidenPlanner.GroupGrowths growths) {
        FreshNames names = new FreshNames(grown.graph());
        Map<String, ImmutableList<Node>> chains = new LinkedHashMap<>();
        Map<String, String> lineage = new LinkedHashMap<>();
        List<Blueprint.Insertion> insertions = new ArrayList<>();
        List<PlannedStep> steps = new ArrayList<>();
        for (Node node : state.graph().nodes()) {
            EqualCopies copies = node.equalCopies();
            if (copies != null
                    && copies.power() != 0
                    && growths.touch(state.channels().layout(node.name()))) {
                int times = times(growths.map(state.channels().layout(node.name())));
                Node end = lastOf(node.layer());
                Node scaling = scaling(names.layer(node.layer() + "_scale"), end);
                chains.put(end.name(), ImmutableList.of(scaling));
                lineage.put(scaling.name(), end.name());
                double factor = copies.compensation(times);
                insertions.add(new Blueprint.Insertion(
                        end.name(), ImmutableList.of(new Blueprint.InsertedNode(scaling, new Making.Scaling(factor)))));
                steps.add(planned(scaling, end, factor, times));
            }
        }
        return chains.isEmpty()
                ? grown
                : grown.with(
                                grown.graph().insertAfter(chains),
                                ImmutableMap.of(),
                                grown.lineage().inserted(lineage))
                        .withInsertions(insertions)
                        .withSteps(steps);
    }

    private Node lastOf(String layer) {
        List<Node> nodes = state.graph().layer(layer);
        return nodes.get(nodes.size() - 1);
    }

    private static Node scaling(String name, Node end) {
        return Node.named(name)
                .kind("scaling")
                .inputs(end.name())
                .behavior(new ChannelBehavior.PerChannel())
                .format(end.format())
                .build();
    }

    private static PlannedStep planned(Node scaling, Node end, double factor, int times) {
        return new PlannedStep(
                "new layer " + scaling.name() + ": times " + factor + " after " + end.layer(),
                List.of("makes up for " + times + " copies of each channel that " + end.layer() + " combines"),
                List.of(),
                List.of(),
                Exactness.FULL,
                PlannedStep.BaselineText.NOTHING);
    }
}
