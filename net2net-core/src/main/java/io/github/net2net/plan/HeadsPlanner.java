package io.github.net2net.plan;

import com.google.common.collect.ImmutableList;
import io.github.net2net.GrowthException;
import io.github.net2net.channel.ChannelMap;
import io.github.net2net.graph.AttentionTraits;
import io.github.net2net.graph.AxisRole;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.Node;
import io.github.net2net.graph.Param;
import io.github.net2net.graph.ParamKey;
import io.github.net2net.plan.PlannedStep.AxisChange;
import io.github.net2net.plan.PlannedStep.EditLine;
import io.github.net2net.rule.SymmetryBreaking;
import io.github.net2net.transform.AxisGrowth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Plans more attention heads, and larger ones. Where the new ones are read they have weight zero, so that they output
 * nothing until they learn (composable expansions: Gesmundo, Maile 2023).
 *
 * <p>Larger heads divide by √new instead of √old, so that the old keys are multiplied by √(new / old). New channels of
 * keys are zero, and those of queries are not: both zero would get no gradients ever.
 *
 * @param step for messages
 */
record HeadsPlanner(PlanState state, Step step) {

    /** What grows: the number of heads, or their size. */
    enum Kind {
        NUMBER("nHeads", "heads", "new heads"),
        SIZE("headSize", "channels in each head", "new channels of heads");

        private final String setting;
        private final String unit;
        private final String added;

        Kind(String setting, String unit, String added) {
            this.setting = setting;
            this.unit = unit;
            this.added = added;
        }
    }

    PlanState grow(String layer, Kind kind, int wanted) {
        Node node = attention(layer);
        AttentionTraits old = Objects.requireNonNull(node.attention());
        AttentionTraits grown = kind == Kind.NUMBER
                ? new AttentionTraits(wanted, old.headSize(), old.keys())
                : new AttentionTraits(old.heads(), wanted, old.keys());
        check(kind, kind == Kind.NUMBER ? old.heads() : old.headSize(), wanted, grown);
        Growing growing = new Growing(node, old, grown, kind, new LinkedHashMap<>(), new ArrayList<>());
        List<Param> params =
                node.params().stream().map(param -> grown(growing, param)).toList();
        Node larger = node.toBuilder().params(params).attention(grown).build();
        NetGraph graph = state.graph().mapNodes(other -> other.equals(node) ? larger : other);
        return state.with(graph, growing.edits, state.lineage()).withSteps(List.of(planned(growing)));
    }

    private Node attention(String layer) {
        LayerLookup lookup = new LayerLookup(state);
        List<Node> nodes = state.graph().layer(layer);
        if (nodes.isEmpty()) {
            throw new GrowthException(
                    "cannot " + step.text() + ": " + lookup.noSuchLayer("there is no layer of that name", layer));
        }
        for (Node node : nodes) {
            if (node.attention() != null) {
                return node;
            } else if (node.behavior() instanceof ChannelBehavior.Opaque opaque) {
                throw new GrowthException(
                        "cannot " + step.text() + ": it " + opaque.reason() + ". Name another layer.");
            }
        }
        throw new GrowthException("cannot " + step.text() + ": "
                + LayerLookup.withArticle(LayerLookup.mainKind(nodes))
                + " has no attention heads. Name an attention layer.");
    }

    private void check(Kind kind, int today, int wanted, AttentionTraits grown) {
        if (wanted <= today) {
            throw new GrowthException(String.format(
                    "cannot %s: it has %d %s now, and a layer can only grow. Give more than %d.",
                    step.text(), today, kind.unit, today));
        }
        long entries = (long) grown.heads() * grown.headSize();
        if (entries > Integer.MAX_VALUE) {
            throw new GrowthException(String.format(
                    "cannot %s: %d heads of %d channels are %d, and an array has at most %d entries along an axis. Give"
                            + " a smaller number.",
                    step.text(), grown.heads(), grown.headSize(), entries, Integer.MAX_VALUE));
        }
        new MemoryCheck(state, step).checkPlan((double) entries);
    }

    /** One growth of heads, as far as it has come. */
    private record Growing(
            Node node,
            AttentionTraits old,
            AttentionTraits grown,
            Kind kind,
            Map<ParamKey, ParamEdit> edits,
            List<EditLine> lines) {

        /** By what old keys are multiplied. */
        double keyFactor() {
            return Math.sqrt((double) grown.headSize() / old.headSize());
        }
    }

    private Param grown(Growing growing, Param param) {
        for (int axis = 0; axis < param.roles().size(); axis++) {
            AxisGrowth growth = growth(growing, param, axis);
            if (growth != null) {
                put(growing, param, growth);
                return param.withSize(axis, growth.map().size());
            }
        }
        return param;
    }

    private void put(Growing growing, Param param, AxisGrowth axis) {
        ParamEdit.Widened widened = new ParamEdit.Widened(ImmutableList.of(axis), SymmetryBreaking.none(), 0, false);
        growing.edits.put(
                new ParamKey(growing.node.name(), param.name()), new WidenedHeads(widened, growing.kind.added));
        String sizes = param.shape().name(axis.axis()) + " " + axis.map().teacherSize() + "->"
                + axis.map().size();
        String values = axis.reads() ? "add, weight zero" : "add, initial values";
        if (axis.gradients() != null) {
            values = String.format(Locale.ROOT, "x %.4g; add, zero", growing.keyFactor());
        }
        growing.lines.add(
                new EditLine(growing.node.name() + "." + param.name(), List.of(new AxisChange(sizes, values))));
    }

    private static @Nullable AxisGrowth growth(Growing growing, Param param, int axis) {
        AxisRole role = param.roles().get(axis);
        AttentionTraits old = growing.old;
        if (role instanceof AxisRole.HeadOutputs) {
            return reading(axis, outputs(old, growing.grown), 1, null);
        } else if (growing.kind == Kind.NUMBER && role instanceof AxisRole.Heads) {
            return AxisGrowth.producing(axis, ChannelMap.extended(old.heads(), growing.grown.heads()));
        } else if (growing.kind == Kind.SIZE && role instanceof AxisRole.HeadSize) {
            ChannelMap map = ChannelMap.extended(old.headSize(), growing.grown.headSize());
            return param.name().equals(old.keys())
                    ? reading(axis, map, growing.keyFactor(), 1 / growing.keyFactor())
                    : AxisGrowth.producing(axis, map);
        }
        return null;
    }

    /** Entries that are multiplied by a factor, and new ones of zero. */
    private static AxisGrowth reading(int axis, ChannelMap map, double factor, @Nullable Double gradient) {
        return new AxisGrowth(axis, map, true, values(map, factor), gradient == null ? null : values(map, gradient));
    }

    private static double[] values(ChannelMap map, double value) {
        double[] values = new double[map.size()];
        Arrays.setAll(values, j -> map.isFresh(j) ? 0 : value);
        return values;
    }

    /** The channels inside heads, head after head. */
    private static ChannelMap outputs(AttentionTraits old, AttentionTraits grown) {
        int[] sources = new int[grown.heads() * grown.headSize()];
        Arrays.setAll(sources, j -> {
            int head = j / grown.headSize();
            int channel = j % grown.headSize();
            boolean isOld = head < old.heads() && channel < old.headSize();
            return isOld ? head * old.headSize() + channel : ChannelMap.FRESH;
        });
        return ChannelMap.of(old.heads() * old.headSize(), sources);
    }

    private static PlannedStep planned(Growing growing) {
        String sizes = growing.kind == Kind.NUMBER
                ? growing.old.heads() + " -> " + growing.grown.heads()
                : growing.old.headSize() + " -> " + growing.grown.headSize();
        String headline = growing.kind.setting + " of " + growing.node.layer() + " " + sizes;
        return new PlannedStep(headline, ImmutableList.of(), growing.lines, List.of(), Exactness.FULL, null);
    }
}
