package io.github.net2net.plan;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.github.net2net.channel.ChannelLayout;
import io.github.net2net.channel.ChannelMap;
import io.github.net2net.graph.AxisRole;
import io.github.net2net.graph.BatchNormTraits;
import io.github.net2net.graph.EqualCopies;
import io.github.net2net.graph.MaskUse;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.Node;
import io.github.net2net.graph.Param;
import io.github.net2net.graph.ParamKey;
import io.github.net2net.infer.Channels;
import io.github.net2net.rule.SymmetryBreaking;
import io.github.net2net.transform.AxisGrowth;
import io.github.net2net.transform.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Carries the growth of some groups through the whole graph: to every axis of every parameter that holds them. */
final class GraphGrowth {
    private final PlanState state;
    private final Channels channels;
    private final WidenPlanner.GroupGrowths growths;
    private final Settings settings;
    private final Map<ChannelLayout, Entries> known = new HashMap<>();
    private final Map<ParamKey, ParamEdit> edits = new LinkedHashMap<>();
    private final Set<String> compared;
    private final Set<String> exactLayers = new LinkedHashSet<>();
    private final EditLines lines;
    private final NetGraph graph;

    /** The growth of one axis' entries. */
    private record Entries(ChannelMap map, double[] shares) {

        Entries tile(int blocks) {
            double[] tiled = new double[shares.length * blocks];
            Arrays.setAll(tiled, i -> shares[i % shares.length]);
            return new Entries(map.tile(blocks), tiled);
        }

        AxisGrowth growth(int axis, boolean reads, boolean balanced) {
            if (balanced) {
                return AxisGrowth.balanced(axis, map, reads, BalancedWidening.roots(shares));
            }
            return reads ? AxisGrowth.consuming(axis, map, shares) : AxisGrowth.producing(axis, map, shares);
        }
    }

    GraphGrowth(PlanState state, WidenPlanner.GroupGrowths growths, Settings settings) {
        this.state = state;
        this.channels = state.channels();
        this.growths = growths;
        this.settings = settings;
        this.lines = new EditLines(settings);
        this.compared = compared(state.graph());
        this.graph = state.graph().mapNodes(this::grown);
    }

    NetGraph graph() {
        return graph;
    }

    ImmutableMap<ParamKey, ParamEdit> edits() {
        return ImmutableMap.copyOf(edits);
    }

    /** What changes besides the function. */
    List<String> caveats() {
        Stream<String> own = edits.keySet().stream()
                .map(ParamKey::node)
                .distinct()
                .filter(node -> graph.node(node).caveat() != null)
                .map(node -> graph.node(node).layer() + ": " + graph.node(node).caveat());
        Stream<String> withoutNoise = exactLayers.stream()
                .map(layer ->
                        layer + ": gets no noise, whose rounding errors could change which steps are masked after it");
        return Stream.concat(own, withoutNoise).toList();
    }

    ImmutableList<PlannedStep.EditLine> lines() {
        return lines.build();
    }

    private Node grown(Node node) {
        Node.Builder builder = node.toBuilder();
        Entries out = entries(node.name());
        Entries in = node.inputs().isEmpty() ? null : entries(node.inputs().get(0));
        builder.behavior(node.behavior().grown(out == null ? null : out.map, in == null ? null : in.map));
        builder.params(node.params().stream().map(param -> grown(node, param)).toList());
        EqualCopies copies = node.equalCopies();
        if (copies != null && out != null && !out.map.hasFresh()) {
            builder.equalCopies(copies.copied(out.map.size() / out.map.teacherSize()));
        }
        BatchNormTraits norm = node.batchNorm();
        if (settings.balanced() && norm != null && entries(node.name()) != null) {
            builder.batchNorm(BalancedWidening.grown(norm, Objects.requireNonNull(entries(node.name())).shares));
        }
        return builder.build();
    }

    private Param grown(Node node, Param param) {
        List<AxisGrowth> axes = new ArrayList<>();
        Param grown = param;
        for (int axis = 0; axis < param.roles().size(); axis++) {
            AxisGrowth growth = growth(node, param.roles().get(axis), axis);
            if (growth != null) {
                axes.add(growth);
                grown = grown.withSize(axis, growth.map().size());
            }
        }
        if (!axes.isEmpty()) {
            ParamKey key = new ParamKey(node.name(), param.name());
            long seed = Seeds.derive(settings.seed(), "noise", state.steps().size(), node.name(), param.name());
            ParamEdit.Widened widened =
                    new ParamEdit.Widened(ImmutableList.copyOf(axes), symmetry(node, param, axes), seed, false);
            BatchNormTraits norm = settings.balanced() ? node.batchNorm() : null;
            edits.put(
                    key,
                    norm == null
                            ? AverageExpansion.edit(widened, node, param)
                            : BalancedWidening.edit(widened, norm, param));
            lines.add(node, param, axes);
        }
        return grown;
    }

    /** Incoming noise is for weights; a bias or a running variance gets none. */
    private SymmetryBreaking symmetry(Node node, Param param, List<AxisGrowth> axes) {
        boolean incoming = settings.symmetry().noise(false).isPresent();
        boolean reads = axes.stream().anyMatch(AxisGrowth::reads);
        if (reads && settings.symmetry().noise(true).isPresent() && compared.contains(node.name())) {
            exactLayers.add(node.layer());
            return SymmetryBreaking.none();
        }
        return incoming && !param.consumes() ? SymmetryBreaking.none() : settings.symmetry();
    }

    /** The nodes of whose outputs it matters that zeros are exactly zero: noise on copies leaves rounding errors. */
    private static Set<String> compared(NetGraph graph) {
        Set<String> compared = new HashSet<>();
        for (Node node : ImmutableList.copyOf(graph.nodes()).reverse()) {
            if (node.maskUse() == MaskUse.COMPARES || (!node.produces() && compared.contains(node.name()))) {
                compared.addAll(node.inputs());
            }
        }
        return compared;
    }

    private @Nullable AxisGrowth growth(Node node, AxisRole role, int axis) {
        String owner = role.channelsOf(node);
        Entries entries = owner == null ? null : entries(owner);
        return entries == null ? null : entries.tile(role.blocks()).growth(axis, role.reads(), settings.balanced());
    }

    /** How the output axis of the node grows, null if it doesn't. */
    private @Nullable Entries entries(String node) {
        ChannelLayout layout = channels.layout(node);
        Entries entries = known.get(layout);
        if (entries == null && growths.touch(layout)) {
            entries = new Entries(growths.map(layout), growths.shares(layout));
            known.put(layout, entries);
        }
        return entries;
    }
}
