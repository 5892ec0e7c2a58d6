package io.github.net2net.infer;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.github.net2net.channel.ChannelGroup;
import io.github.net2net.channel.ChannelLayout;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.Node;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The result of inference: what every node's output axis is made of, and which groups can't change. */
public final class Channels {
    private final ImmutableMap<String, ChannelLayout> layouts;
    private final ImmutableMap<ChannelGroup, ImmutableSet<Pin>> pins;
    private final ImmutableMap<ChannelGroup, ImmutableSet<String>> producers;
    private final ImmutableMap<ChannelGroup, Bundle> bundles;

    private Channels(
            ImmutableMap<String, ChannelLayout> layouts,
            ImmutableMap<ChannelGroup, ImmutableSet<Pin>> pins,
            ImmutableMap<ChannelGroup, ImmutableSet<String>> producers,
            ImmutableMap<ChannelGroup, Bundle> bundles) {
        this.layouts = layouts;
        this.pins = pins;
        this.producers = producers;
        this.bundles = bundles;
    }

    /** Finds the groups of channels in the graph that must change together. Takes time near-linear in its size. */
    public static Channels infer(NetGraph graph) {
        Inference inference = new Inference(graph);
        ImmutableMap<String, ChannelLayout> layouts = inference.run();
        Map<ChannelGroup, Set<String>> producers = new LinkedHashMap<>();
        for (Node node : graph.nodes()) {
            ChannelLayout layout = layouts.get(node.name());
            if (node.produces() && layout != null) {
                layout.groups()
                        .forEach(group -> producers
                                .computeIfAbsent(group, key -> new LinkedHashSet<>())
                                .add(node.layer()));
            }
        }
        Map<ChannelGroup, Bundle> bundles = new LinkedHashMap<>();
        Bundle.in(graph, node -> Objects.requireNonNull(layouts.get(node)).groups())
                .forEach(bundle -> bundle.groups().forEach(group -> bundles.put(group, bundle)));
        Map<ChannelGroup, ImmutableSet<Pin>> pins = new LinkedHashMap<>();
        layouts.values().stream()
                .distinct()
                .flatMap(layout -> layout.groups().stream())
                .forEach(group -> pins.computeIfAbsent(group, key -> ImmutableSet.copyOf(inference.pins(key))));
        new LinkedHashSet<>(bundles.values()).forEach(bundle -> pinTogether(bundle, pins));
        return new Channels(layouts, ImmutableMap.copyOf(pins), frozen(producers), ImmutableMap.copyOf(bundles));
    }

    /** No group of a bundle can change if one of them can't. */
    private static void pinTogether(Bundle bundle, Map<ChannelGroup, ImmutableSet<Pin>> pins) {
        boolean free = bundle.groups().stream()
                .allMatch(group -> Objects.requireNonNull(pins.get(group)).isEmpty());
        if (!free) {
            bundle.groups()
                    .forEach(group -> pins.computeIfPresent(
                            group, (key, own) -> own.isEmpty() ? ImmutableSet.of(bundle.pin()) : own));
        }
    }

    private static ImmutableMap<ChannelGroup, ImmutableSet<String>> frozen(Map<ChannelGroup, Set<String>> map) {
        ImmutableMap.Builder<ChannelGroup, ImmutableSet<String>> builder = ImmutableMap.builder();
        map.forEach((group, names) -> builder.put(group, ImmutableSet.copyOf(names)));
        return builder.buildOrThrow();
    }

    /** What the output axis of the node is made of. */
    public ChannelLayout layout(String node) {
        ChannelLayout layout = layouts.get(node);
        if (layout == null) {
            throw new IllegalArgumentException("no node '" + node + "'");
        }
        return layout;
    }

    /** Why the group can't change; empty if it can. */
    public ImmutableSet<Pin> pins(ChannelGroup group) {
        return pins.getOrDefault(group, ImmutableSet.of());
    }

    public boolean isPinned(ChannelGroup group) {
        return !pins(group).isEmpty();
    }

    /** The groups whose channels must have as many copies as those of this one, itself included; null if none must. */
    public @Nullable Bundle bundle(ChannelGroup group) {
        return bundles.get(group);
    }

    /** The layers that put channels of the group out, in the graph's order. */
    public ImmutableSet<String> producers(ChannelGroup group) {
        return producers.getOrDefault(group, ImmutableSet.of());
    }

    /** All groups, in order of first appearance. */
    public List<ChannelGroup> groups() {
        return pins.keySet().asList();
    }
}
