package io.github.net2net.plan;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import io.github.net2net.channel.ChannelGroup;
import io.github.net2net.channel.ChannelLayout;
import io.github.net2net.graph.ActivationTraits;
import io.github.net2net.graph.AxisRole;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.Node;
import io.github.net2net.graph.Param;
import io.github.net2net.graph.ParamKey;
import io.github.net2net.infer.Bundle;
import io.github.net2net.infer.Channels;
import io.github.net2net.spi.NetworkAdapter;
import io.github.net2net.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Finds channels of a network that always have the same values, and channels without effect.
 *
 * <p>Two channels are equal if their own parameters are, and if they read the same sums of weights from each set of equal
 * channels before. The sets are the coarsest partition with that property, found by splitting sets until none splits.
 *
 * @param <N> the framework's network type
 */
public final class MergeFinder<N> {
    private static final double DOUBLE = 1e-12;
    private static final double SINGLE = 1e-5;

    private final NetworkAdapter<N> adapter;
    private final N network;
    private final PlanState state;
    private final Channels channels;
    private final double tolerance;
    private final Map<ChannelGroup, int[]> into = new LinkedHashMap<>();

    /**
     * A finder.
     *
     * @param state the plan that changes nothing
     * @param tolerance how far equal weights may differ, relative to the largest weight of their parameter
     */
    public MergeFinder(NetworkAdapter<N> adapter, N network, PlanState state, double tolerance) {
        this.adapter = adapter;
        this.network = network;
        this.state = state;
        this.channels = state.channels();
        this.tolerance = tolerance;
    }

    /** How far rounding errors may take equal weights apart, relative to the largest weight of their parameter. */
    public static double rounding(PlanState state) {
        return state.memory().bytesPerElement() < Double.BYTES ? SINGLE : DOUBLE;
    }

    /** The groups of which some channels can be merged or removed; empty if there are none. */
    public ImmutableList<MergedGroup> find() {
        for (ChannelGroup group : channels.groups()) {
            if (!channels.isPinned(group) && hasParametersOfItsOwn(group)) {
                into.put(group, new int[group.size()]);
            }
        }
        untilStable(this::split);
        into.keySet().forEach(this::requireEqualSets);
        untilStable(this::removeDead);
        removeUnread();
        into.keySet().forEach(this::requireOne);
        ImmutableList.Builder<MergedGroup> found = ImmutableList.builder();
        into.keySet().stream()
                .map(this::merged)
                .filter(merged -> merged.kept() < merged.into().size())
                .forEach(found::add);
        return found.build();
    }

    private static void untilStable(BooleanSupplier change) {
        boolean changed = true;
        while (changed) {
            changed = change.getAsBoolean();
        }
    }

    private boolean hasParametersOfItsOwn(ChannelGroup group) {
        List<Node> producers = state.graph().nodes().stream()
                .filter(node ->
                        node.produces() && channels.layout(node.name()).groups().contains(group))
                .toList();
        return !producers.isEmpty()
                && producers.stream()
                        .allMatch(node -> node.params().stream()
                                .flatMap(param -> param.roles().stream())
                                .anyMatch(AxisRole.Out.class::isInstance));
    }

    private MergedGroup merged(ChannelGroup group) {
        String layer = Objects.requireNonNull(Iterables.getFirst(channels.producers(group), null));
        Node producer = Objects.requireNonNull(state.graph().producerOf(layer));
        int part = Iterables.indexOf(channels.layout(producer.name()).groups(), group::equals);
        return new MergedGroup(layer, part, Arrays.stream(sets(group)).boxed().toList());
    }

    private int[] sets(ChannelGroup group) {
        return Objects.requireNonNull(into.get(group));
    }

    private Merging merging() {
        Map<ChannelGroup, MergedGroup> groups = new HashMap<>();
        into.keySet().forEach(group -> groups.put(group, merged(group)));
        return new Merging(channels, groups);
    }

    /** Splits sets whose channels have different parameters; whether any was split. */
    private boolean split() {
        boolean changed = false;
        for (Node node : state.graph().nodes()) {
            for (Param param : node.params()) {
                changed |= split(node, param);
            }
        }
        return changed;
    }

    private boolean split(Node node, Param param) {
        ParameterSlices slices = null;
        boolean changed = false;
        for (int axis = 0; axis < param.roles().size(); axis++) {
            for (ChannelGroup group : groups(node, param, axis, role -> !role.reads())) {
                slices = slices == null ? slices(node, param, AxisRole::reads) : slices;
                changed |= split(group, slices, entries(node, param, axis, group), axis);
            }
        }
        return changed;
    }

    private boolean split(ChannelGroup group, ParameterSlices slices, List<List<Integer>> entries, int axis) {
        int[] before = sets(group);
        int[] after = new int[before.length];
        List<Integer> firsts = new ArrayList<>();
        for (int channel = 0; channel < after.length; channel++) {
            int own = channel;
            int first = firsts.stream()
                    .filter(other ->
                            before[other] == before[own] && slices.areEqual(axis, entries.get(other), entries.get(own)))
                    .findFirst()
                    .orElse(own);
            after[channel] = first;
            if (first == channel) {
                firsts.add(channel);
            }
        }
        into.put(group, after);
        return !Arrays.equals(before, after);
    }

    /** The groups of an axis that are looked at. */
    private List<ChannelGroup> groups(Node node, Param param, int axis, Predicate<AxisRole> which) {
        AxisRole role = param.roles().get(axis);
        String owner = role.channelsOf(node);
        return owner == null || !which.test(role)
                ? List.of()
                : channels.layout(owner).groups().stream()
                        .filter(into::containsKey)
                        .toList();
    }

    /** For each channel of the group its entries on the axis. */
    private List<List<Integer>> entries(Node node, Param param, int axis, ChannelGroup group) {
        AxisRole role = param.roles().get(axis);
        String owner = Objects.requireNonNull(role.channelsOf(node));
        int[] channelOf = CopyFinder.channels(ChannelLayout.tile(channels.layout(owner), role.blocks()), group);
        List<List<Integer>> entries = new ArrayList<>();
        for (int channel = 0; channel < group.size(); channel++) {
            entries.add(new ArrayList<>());
        }
        for (int entry = 0; entry < channelOf.length; entry++) {
            if (channelOf[entry] >= 0) {
                entries.get(channelOf[entry]).add(entry);
            }
        }
        return entries;
    }

    /** The parameter with the axes that {@code which} selects merged as far as is known. */
    private ParameterSlices slices(Node node, Param param, Predicate<AxisRole> which) {
        Tensor value = adapter.parameter(network, new ParamKey(node.name(), param.name()));
        Merged merged = merging().edit(node, param, which);
        return new ParameterSlices(merged == null ? value : merged.apply(value), tolerance);
    }

    /** Layers that combine all channels need sets of one size, here and in all groups that they combine. */
    private void requireEqualSets(ChannelGroup group) {
        Bundle bundle = channels.bundle(group);
        if (bundle == null) {
            return;
        }
        boolean scales = state.graph().nodes().stream()
                .map(Node::equalCopies)
                .anyMatch(copies -> copies != null && copies.power() != 0);
        long sizes = bundle.groups().stream()
                .flatMap(each -> into.containsKey(each) ? setSizes(each).stream() : Stream.of(1L))
                .distinct()
                .count();
        if (scales || sizes > 1) {
            bundle.groups().forEach(each -> into.computeIfPresent(each, (key, sets) -> single(sets.length)));
        }
    }

    private List<Long> setSizes(ChannelGroup group) {
        Map<Integer, Long> sizes = new HashMap<>();
        Arrays.stream(sets(group)).forEach(first -> sizes.merge(first, 1L, Long::sum));
        return List.copyOf(sizes.values());
    }

    private static int[] single(int size) {
        int[] single = new int[size];
        Arrays.setAll(single, channel -> channel);
        return single;
    }

    /** Removes sets that are always zero; whether there were any. */
    private boolean removeDead() {
        boolean changed = false;
        for (ChannelGroup group : into.keySet()) {
            boolean keepsZero = state.graph().nodes().stream()
                    .filter(node -> channels.layout(node.name()).groups().contains(group))
                    .allMatch(MergeFinder::keepsZero);
            if (keepsZero && channels.bundle(group) == null) {
                int[] sets = sets(group);
                boolean[] nonzero = nonzero(group, sets, AxisRole.Out.class::isInstance);
                changed |= keepOnly(group, sets, nonzero);
            }
        }
        return changed;
    }

    private static boolean keepsZero(Node node) {
        ActivationTraits activation = node.activation();
        boolean moves = node.behavior() instanceof ChannelBehavior.PerChannel
                && !node.params().isEmpty();
        return !moves && node.notScalable() == null && (activation == null || activation.homogeneous());
    }

    /** Removes sets that nothing that is kept reads. */
    private void removeUnread() {
        Map<ChannelGroup, int[]> all = new LinkedHashMap<>();
        for (ChannelGroup group : into.keySet()) {
            if (channels.bundle(group) == null) {
                all.put(group, sets(group));
            }
        }
        all.forEach((group, sets) -> keepOnly(group, sets, new boolean[sets.length]));
        untilStable(() -> {
            boolean changed = false;
            for (Map.Entry<ChannelGroup, int[]> each : all.entrySet()) {
                boolean[] read = nonzero(each.getKey(), each.getValue(), AxisRole::reads);
                changed |= keepOnly(each.getKey(), each.getValue(), read);
            }
            return changed;
        });
    }

    /** Keeps these of the sets; whether that is a change. */
    private boolean keepOnly(ChannelGroup group, int[] sets, boolean[] kept) {
        int[] before = sets(group);
        int[] after = Arrays.stream(sets)
                .map(first -> first >= 0 && kept[first] ? first : MergedGroup.REMOVED)
                .toArray();
        into.put(group, after);
        return !Arrays.equals(before, after);
    }

    /** A layer without any channel can't be built. */
    private void requireOne(ChannelGroup group) {
        int[] sets = sets(group);
        if (Arrays.stream(sets).allMatch(first -> first == MergedGroup.REMOVED)) {
            sets[0] = 0;
        }
    }

    /** The first channels of those sets that have a slice other than zero in an axis of the kind. */
    private boolean[] nonzero(ChannelGroup group, int[] sets, Predicate<AxisRole> which) {
        boolean[] nonzero = new boolean[group.size()];
        for (Node node : state.graph().nodes()) {
            for (Param param : node.params()) {
                for (int axis = 0; axis < param.roles().size(); axis++) {
                    if (groups(node, param, axis, which).contains(group)) {
                        AxisRole own = param.roles().get(axis);
                        slices(node, param, role -> !role.equals(own))
                                .markNonzero(axis, sets, entries(node, param, axis, group), nonzero);
                    }
                }
            }
        }
        return nonzero;
    }
}
