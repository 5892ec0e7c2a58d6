package io.github.net2net.plan;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import io.github.net2net.graph.ActivationTraits;
import io.github.net2net.graph.ArrayFormat;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.Kernel;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.Node;
import io.github.net2net.graph.Param;
import io.github.net2net.spi.Description;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which nodes of a network can become which nodes of a target.
 *
 * @param network what the teacher is, before any insertion
 * @param named layers that become those of the same name, and no others
 */
record TargetMatch(Description network, Description target, Set<String> named) {

    /** By structure alone. */
    static TargetMatch byStructure(Description network, Description target) {
        return new TargetMatch(network, target, ImmutableSet.of());
    }

    /** By names where both have a layer of a name and kind, else by structure. */
    static TargetMatch byName(Description network, Description target) {
        Set<String> both =
                Sets.intersection(network.graph().layers(), target.graph().layers());
        return new TargetMatch(
                network,
                target,
                both.stream()
                        .filter(layer -> kind(network.graph(), layer).equals(kind(target.graph(), layer)))
                        .collect(Collectors.toSet()));
    }

    static String kind(NetGraph graph, String layer) {
        return LayerLookup.mainKind(graph.layer(layer));
    }

    /** Whether growing alone can make the node, as it is in the student so far, the target's. */
    boolean fits(NetGraph student, Node node, Node wanted) {
        boolean free = !named.contains(node.layer()) && !named.contains(wanted.layer());
        return (free || node.name().equals(wanted.name()))
                && isSame(node, wanted)
                && isMain(node) == isMain(wanted)
                && differences(student, node, wanted).isEmpty();
    }

    /** Whether the node is a layer, or what its layer is named after, and no other part of one. */
    private static boolean isMain(Node node) {
        return node.name().equals(node.layer());
    }

    /** Whether a sum or another element-wise node of the target reads the node. */
    boolean isSummed(String wanted) {
        return target.graph().consumers(wanted).stream()
                .anyMatch(reader -> reader.behavior() instanceof ChannelBehavior.Elementwise);
    }

    /** Whether the nodes do the same with channels, whatever their sizes and settings. */
    static boolean isSame(Node node, Node wanted) {
        return node.kind().equals(wanted.kind())
                && node.behavior().getClass() == wanted.behavior().getClass()
                && node.inputs().size() == wanted.inputs().size()
                && (node.activation() == null) == (wanted.activation() == null);
    }

    /** Whether both output arrays of the same axes, as far as that is known. */
    static boolean hasAxesOf(Node node, Node wanted) {
        ArrayFormat own = node.format();
        ArrayFormat other = wanted.format();
        return own == null || other == null || own.hasAxesOf(other);
    }

    /** What growing can't change, of nodes that are the same. */
    List<TargetDifference> differences(NetGraph student, Node node, Node wanted) {
        List<String> texts = new ArrayList<>();
        ActivationTraits function = node.activation();
        if (function != null && !function.equals(wanted.activation())) {
            texts.add("its activation is " + function.name() + ", in the target "
                    + Objects.requireNonNull(wanted.activation()).name() + ", which computes other values");
        }
        if (node.inputs().isEmpty() && !hasAxesOf(node, wanted)) {
            return List.of(new TargetDifference(
                    node.layer(),
                    wanted.layer(),
                    "it takes " + node.format() + ", in the target " + wanted.format()
                            + ", and what the network learned is about the former"));
        }
        int channels = student.channels(node.name());
        int more = target.graph().channels(wanted.name());
        if (isEnd(node) && more < channels) {
            texts.add("it has " + channels + " channels, in the target " + more + ", and growing only adds channels"
                    + (node.produces() ? "; shrink() removes those that are equal or without effect" : ""));
        }
        addParameters(node, wanted, texts);
        addKernel(node.kernel(), wanted.kernel(), texts);
        addSettings(node, wanted, texts);
        return texts.stream()
                .map(text -> new TargetDifference(node.layer(), wanted.layer(), text))
                .toList();
    }

    private static boolean isEnd(Node node) {
        return node.produces() || node.behavior() instanceof ChannelBehavior.Source;
    }

    private static void addParameters(Node node, Node wanted, List<String> texts) {
        Set<String> own = new TreeSet<>(names(node));
        Set<String> others = new TreeSet<>(names(wanted));
        if (!own.equals(others)) {
            texts.add("it has the parameters " + own + ", in the target " + others);
        }
    }

    private static Set<String> names(Node node) {
        return node.params().stream().map(Param::name).collect(Collectors.toSet());
    }

    private static void addKernel(@Nullable Kernel kernel, @Nullable Kernel wanted, List<String> texts) {
        if (kernel == null
                || wanted == null
                || kernel.dimensions().size() != wanted.dimensions().size()) {
            if (kernel != null || wanted != null) {
                texts.add("its kernel has other dimensions than the target's");
            }
            return;
        }
        for (int i = 0; i < kernel.dimensions().size(); i++) {
            Kernel.Dimension own = kernel.dimensions().get(i);
            Kernel.Dimension other = wanted.dimensions().get(i);
            if (own.size() > other.size()) {
                texts.add("its kernel is " + kernel.sizes() + ", in the target " + wanted.sizes()
                        + ", and a kernel can only grow");
                return;
            } else if (own.stride() != other.stride()
                    || own.dilation() != other.dilation()
                    || own.padding() != other.padding()) {
                texts.add("its convolution has " + text(own) + ", in the target " + text(other)
                        + ", which moves what it reads");
                return;
            }
        }
    }

    private static String text(Kernel.Dimension dimension) {
        return "stride " + dimension.stride() + ", dilation " + dimension.dilation() + " and padding "
                + dimension.padding().name().toLowerCase(Locale.ROOT);
    }

    private void addSettings(Node node, Node wanted, List<String> texts) {
        if (network.layers().containsKey(node.layer())) {
            texts.addAll(changed(
                    network.settings(node.layer()).computing(),
                    target.settings(wanted.layer()).computing()));
        }
    }

    /** Settings that differ, as ends of sentences. */
    static List<String> changed(Map<String, String> own, Map<String, String> wanted) {
        List<String> texts = new ArrayList<>();
        for (String setting : new TreeSet<>(Sets.union(own.keySet(), wanted.keySet()))) {
            String now = own.getOrDefault(setting, "not set");
            String then = wanted.getOrDefault(setting, "not set");
            if (!now.equals(then)) {
                texts.add(
                        "its " + setting + " is " + now + ", in the target " + then + ", which computes other values");
            }
        }
        return texts;
    }
}
