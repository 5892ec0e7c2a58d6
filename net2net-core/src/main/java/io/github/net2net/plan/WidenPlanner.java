package io.github.net2net.plan;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.github.net2net.GrowthException;
import io.github.net2net.channel.ChannelGroup;
import io.github.net2net.channel.ChannelLayout;
import io.github.net2net.channel.ChannelMap;
import io.github.net2net.graph.MaskUse;
import io.github.net2net.graph.Masks;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.Node;
import io.github.net2net.graph.Quantities;
import io.github.net2net.infer.Bundle;
import io.github.net2net.infer.Pin;
import io.github.net2net.rule.SymmetryBreaking;
import io.github.net2net.transform.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;

/** Plans widenings: which groups get how many channels, copied from where. */
record WidenPlanner(PlanState state, Settings settings) {
    private static final int MOST_CHANNELS = Integer.MAX_VALUE;

    PlanState widen(Step.Widen step) {
        Node producer = new LayerLookup(state).producer("widen", step.layer());
        int today = state.graph().channels(producer.name());
        long wanted = step.amount().of(today);
        Widths widths = new Widths(state.channels().layout(producer.name()), state.channels(), equalCopying()::bundle);
        if (widths.noneFree()) {
            throw new GrowthException(String.format(
                    "cannot widen '%s': its %s can't change, because %s",
                    step.layer(), Quantities.of(today, "channel"), pinReasons(producer)));
        }
        checkGrows(step, today, wanted);
        MemoryCheck memory = new MemoryCheck(state, step);
        memory.checkPlan((double) wanted);
        int more = (int) (wanted - today);
        Map<ChannelGroup, Integer> sizes = widths.grownBy(more);
        if (sizes.isEmpty()) {
            int[] reachable = widths.reachableAround(more);
            String nearest = reachable[0] == 0
                    ? "the next width is " + (today + reachable[1])
                    : "the nearest widths are " + (today + reachable[0]) + " and " + (today + reachable[1]);
            throw new GrowthException(String.format(
                    "cannot widen '%s' to %d: %s%s.%s",
                    step.layer(),
                    wanted,
                    equalCopying().whyInBlocks(producer),
                    nearest,
                    equalCopying().otherWidths(producer)));
        }
        memory.check(sizes);
        return apply("widen " + step.layer() + " " + today + " -> " + wanted, sizes, List.of());
    }

    private EqualCopying equalCopying() {
        return new EqualCopying(state, settings.donors());
    }

    private static void checkGrows(Step.Widen step, int today, long wanted) {
        if (wanted <= today && step.amount() instanceof Amount.Times times) {
            throw new GrowthException(String.format(
                    "cannot widen '%s' by a factor of %s: its %d channels times %s are %d, and a layer can only grow."
                            + " Give %s or more.",
                    step.layer(), times.factor(), today, times.factor(), wanted, Amount.Times.smallest(today)));
        } else if (wanted <= today) {
            throw new GrowthException(String.format(
                    "cannot widen '%s' to %d: it has %d channels now, and a layer can only grow. Give more than %d.",
                    step.layer(), wanted, today, today));
        } else if (wanted > MOST_CHANNELS) {
            throw new GrowthException(String.format(
                    "cannot widen '%s' to %d: an array has at most %d entries along an axis. Give a smaller number.",
                    step.layer(), wanted, MOST_CHANNELS));
        }
    }

    private String pinReasons(Node producer) {
        Set<Pin> pins = new LinkedHashSet<>();
        state.channels()
                .layout(producer.name())
                .groups()
                .forEach(group -> pins.addAll(state.channels().pins(group)));
        return ClassLogits.outputOf(state, producer)
                .map(output -> LayerLookup.reasons(pins) + ". Add classes with addClasses(\"" + output
                        + "\", n), or widen a layer before it.")
                .orElseGet(() -> LayerLookup.reasonsAndAdvice(pins));
    }

    PlanState widenAll(Step.WidenAll step) {
        List<Node> selected = new SelectedLayers(state, "widen").nodes(step.layers());
        Map<ChannelGroup, Integer> sizes = new LinkedHashMap<>();
        List<String> skipped = new ArrayList<>();
        for (Node node : selected) {
            if (node.produces()) {
                collect(node, step.amount(), sizes, skipped);
            } else {
                skipped.add("skipped " + node.layer() + ": " + SelectedLayers.whySkipped(node));
            }
        }
        if (sizes.isEmpty()) {
            throw new GrowthException("cannot widen " + step.layers() + ": none of the layers can grow.\n  "
                    + String.join("\n  ", skipped));
        }
        new MemoryCheck(state, step).check(sizes);
        return apply("widen " + step.layers() + " x " + step.amount().factor(), sizes, skipped);
    }

    private void collect(Node node, Amount.Times amount, Map<ChannelGroup, Integer> sizes, List<String> skipped) {
        for (ChannelGroup group : state.channels().layout(node.name()).groups()) {
            Bundle bundle = equalCopying().bundle(group);
            long wanted = bundle == null ? amount.of(group.size()) : amount.of(1) * group.size();
            if (state.channels().isPinned(group)) {
                skipped.add("skipped " + node.layer() + ": "
                        + LayerLookup.reasons(state.channels().pins(group)));
            } else if (bundle != null && wanted <= group.size()) {
                skipped.add("skipped " + node.layer() + ": " + EqualCopying.whySkipped(bundle, amount));
            } else if (wanted <= group.size()) {
                skipped.add("skipped " + node.layer() + ": " + group.size() + " channels times " + amount.factor()
                        + " are " + wanted + "; give " + Amount.Times.smallest(group.size()) + " or more");
            } else if (wanted > MOST_CHANNELS) {
                throw new GrowthException(String.format(
                        "cannot widen '%s' to %d: an array has at most %d entries along an axis. Give a smaller factor"
                                + " than %s.",
                        node.layer(), wanted, MOST_CHANNELS, amount.factor()));
            } else {
                int times = (int) (wanted / group.size());
                sizes.put(group, (int) wanted);
                EqualCopying.others(bundle, group)
                        .forEach(other -> sizes.put(other, (int) Math.min(MOST_CHANNELS, (long) other.size() * times)));
            }
        }
    }

    /** Widens groups of channels that can change. */
    PlanState apply(String headline, Map<ChannelGroup, Integer> sizes, List<String> skipped) {
        GroupGrowths growths = chooseDonors(sizes);
        if (settings.balanced()) {
            new BalancedWidening(state, growths).check();
        }
        GraphGrowth growth = new GraphGrowth(state, growths, settings);
        List<String> notes =
                new ArrayList<>(new GroupNotes(state).lines(growths.maps().keySet()));
        notes.addAll(equalCopying().notes(growths.maps()));
        notes.addAll(skipped);
        notes.addAll(growth.caveats());
        NetGraph wider = growth.graph();
        boolean masks = failingWithMasks(wider).isEmpty();
        failingWithMasks(wider)
                .ifPresent(node -> notes.add("a mask of another data type than the network's can arrive at '"
                        + node.layer() + "', which can fail with it once it has more channels"));
        SymmetryBreaking symmetry = settings.symmetry();
        PlannedStep step = new PlannedStep(
                headline,
                ImmutableList.copyOf(notes),
                growth.lines(),
                donors(growths.maps()),
                new Exactness(symmetry.exact(), symmetry.exactInTraining(), masks),
                null);
        PlanState wide = state.with(
                        wider,
                        growth.edits(),
                        state.lineage().widened(state.channels(), growths.maps(), settings.balanced()))
                .withSteps(List.of(step));
        PlanState grown = equalCopying().withScalings(wide, growths);
        OptionalDouble dropout = symmetry.dropoutRate();
        return dropout.isPresent()
                ? new DropoutPlanner(grown, dropout.getAsDouble())
                        .insertAfter(producersOf(growths.maps().keySet()))
                : grown;
    }

    /** A node that has more channels than before, and may not run with a mask any more. */
    private Optional<Node> failingWithMasks(NetGraph wider) {
        Masks masks = Masks.in(state.graph());
        return state.graph().nodes().stream()
                .filter(node -> node.maskUse() == MaskUse.FAILS_IF_WIDER
                        && masks.reach(node)
                        && wider.channels(node.name()) > state.graph().channels(node.name()))
                .findFirst();
    }

    private ImmutableList<PlannedStep.GroupDonors> donors(Map<ChannelGroup, ChannelMap> maps) {
        ImmutableList.Builder<PlannedStep.GroupDonors> donors = ImmutableList.builder();
        maps.forEach((group, map) -> donors.add(
                PlannedStep.GroupDonors.of(state.channels().producers(group).asList(), map)));
        return donors.build();
    }

    private Set<String> producersOf(Set<ChannelGroup> groups) {
        Set<String> producers = new LinkedHashSet<>();
        groups.forEach(group -> producers.addAll(state.channels().producers(group)));
        return producers;
    }

    private GroupGrowths chooseDonors(Map<ChannelGroup, Integer> sizes) {
        ImmutableMap.Builder<ChannelGroup, ChannelMap> maps = ImmutableMap.builder();
        ImmutableMap.Builder<ChannelGroup, double[]> shares = ImmutableMap.builder();
        int step = state.steps().size();
        sizes.forEach((group, size) -> {
            ChannelMap map = chooseDonors(group, size);
            maps.put(group, map);
            shares.put(
                    group, settings.dividing().shares(map, Seeds.random(settings.seed(), "shares", step, group.id())));
        });
        return new GroupGrowths(maps.buildOrThrow(), shares.buildOrThrow());
    }

    private ChannelMap chooseDonors(ChannelGroup group, int size) {
        int step = state.steps().size();
        try {
            Random random = Seeds.random(settings.seed(), "donors", step, group.id());
            Bundle bundle = equalCopying().bundle(group);
            return bundle == null
                    ? settings.donors().choose(group.size(), size, random)
                    : equalCopying().choose(bundle, group.size(), size);
        } catch (GrowthException refusal) {
            String layers = String.join(", ", state.channels().producers(group));
            throw new GrowthException("cannot widen " + layers + ": " + refusal.getMessage(), refusal);
        }
    }

    /** The maps and shares of the groups that grow. */
    record GroupGrowths(ImmutableMap<ChannelGroup, ChannelMap> maps, ImmutableMap<ChannelGroup, double[]> shares) {

        boolean touch(ChannelLayout layout) {
            return layout.groups().stream().anyMatch(maps::containsKey);
        }

        ChannelMap map(ChannelLayout layout) {
            return layout.map(group -> Lineage.mapOf(maps, group));
        }

        double[] shares(ChannelLayout layout) {
            return layout.values(group -> {
                double[] own = shares.get(group);
                return own == null ? ones(group.size()) : own;
            });
        }

        private static double[] ones(int size) {
            double[] ones = new double[size];
            Arrays.fill(ones, 1);
            return ones;
        }
    }
}
