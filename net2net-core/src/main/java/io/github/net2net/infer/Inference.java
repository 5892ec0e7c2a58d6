package io.github.net2net.infer;

import com.google.common.collect.ImmutableMap;
import io.github.net2net.channel.ChannelGroup;
import io.github.net2net.channel.ChannelLayout;
import io.github.net2net.channel.ChannelLayout.Whole;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.FlattenOrder;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One pass over the graph, from inputs to outputs. */
final class Inference {
    private final NetGraph graph;
    private final Unifier unifier = new Unifier();
    private final Map<String, ChannelLayout> layouts = new HashMap<>();

    Inference(NetGraph graph) {
        this.graph = graph;
    }

    ImmutableMap<String, ChannelLayout> run() {
        for (Node node : graph.nodes()) {
            ChannelLayout layout = output(node);
            layouts.put(node.name(), layout);
            String reason = node.fixedBecause();
            if (reason != null) {
                String advice = "Widen a layer in front of '" + node.layer() + "', or behind it.";
                unifier.pin(layout, new Pin(node.layer(), reason, advice));
            }
        }
        for (String output : graph.outputs()) {
            Node node = graph.node(output);
            unifier.pin(known(output), new Pin(node.layer(), "is an output of the network", around(node)));
        }
        Map<ChannelLayout, ChannelLayout> resolved = new HashMap<>();
        ImmutableMap.Builder<String, ChannelLayout> result = ImmutableMap.builder();
        for (Node node : graph.nodes()) {
            result.put(node.name(), resolved.computeIfAbsent(known(node.name()), unifier::resolve));
        }
        return result.buildOrThrow();
    }

    Set<Pin> pins(ChannelGroup group) {
        return unifier.pins(group);
    }

    private ChannelLayout known(String node) {
        ChannelLayout layout = layouts.get(node);
        if (layout == null) {
            throw new IllegalStateException("node '" + node + "' is read before it is reached");
        }
        return layout;
    }

    private ChannelLayout output(Node node) {
        ChannelBehavior behavior = node.behavior();
        List<ChannelLayout> inputs = node.inputs().stream().map(this::known).toList();
        if (behavior instanceof ChannelBehavior.Source source) {
            return pinned(source.channels(), new Pin(node.layer(), "is an input of the network", around(node)));
        } else if (behavior instanceof ChannelBehavior.Mixes mixes) {
            return new Whole(unifier.newGroup(mixes.channels()));
        } else if (behavior instanceof ChannelBehavior.Opaque opaque) {
            String advice = opaque.advice() == null ? around(node) : opaque.advice();
            Pin pin = new Pin(node.layer(), opaque.reason(), advice);
            inputs.forEach(input -> unifier.pin(input, pin));
            return pinned(opaque.channels(), pin);
        } else if (behavior instanceof ChannelBehavior.Joins) {
            inputs.forEach(input -> unifier.unify(inputs.get(0), input, node.layer()));
            return inputs.get(0);
        } else if (behavior instanceof ChannelBehavior.Stacks) {
            return ChannelLayout.sequence(inputs);
        } else if (behavior instanceof ChannelBehavior.Slices slices) {
            return unifier.slice(inputs.get(0), slices.from(), slices.to(), node.layer());
        } else if (behavior instanceof ChannelBehavior.Spreads spreads) {
            return spread(inputs.get(0), spreads.order(), spreads.times());
        } else if (behavior instanceof ChannelBehavior.Collects collects) {
            ChannelLayout channels = new Whole(unifier.newGroup(graph.channels(node.name())));
            unifier.unify(inputs.get(0), spread(channels, collects.order(), collects.times()), node.layer());
            return channels;
        }
        return inputs.get(0);
    }

    /** Behind an output there is nothing to widen. */
    private String around(Node node) {
        String where = graph.outputs().contains(node.name()) ? "in front of" : "behind";
        return "Widen a layer " + where + " '" + node.layer() + "'.";
    }

    private static ChannelLayout spread(ChannelLayout channels, FlattenOrder order, int times) {
        return order == FlattenOrder.CHANNEL_MAJOR
                ? ChannelLayout.repeatEach(channels, times)
                : ChannelLayout.tile(channels, times);
    }

    private ChannelLayout pinned(int channels, Pin pin) {
        ChannelLayout layout = new Whole(unifier.newGroup(channels));
        unifier.pin(layout, pin);
        return layout;
    }
}
