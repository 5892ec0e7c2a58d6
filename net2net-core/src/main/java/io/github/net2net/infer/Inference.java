package io.github.net2net.infer;

import com.google.common.collect.ImmutableMap;
import io.github.net2net.channel.ChannelGroup;
import io.github.net2net.channel.ChannelLayout;
import io.github.net2net.channel.ChannelLayout.Whole;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.EqualCopies;
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
                String advice = "Widen a layer before '" + node.layer() + "', or after it.";
                unifier.pin(layout, new Pin(node.layer(), reason, advice));
            }
        }
        for (String output : graph.outputs()) {
            Node node = graph.node(output);
            unifier.pin(known(output), new Pin(node.layer(), "is an output of the network", around(node)));
            graph.layer(node.layer()).forEach(this::pinIfScaled);
        }
        Map<ChannelLayout, ChannelLayout> resolved = new HashMap<>();
        ImmutableMap.Builder<String, ChannelLayout> result = ImmutableMap.builder();
        for (Node node : graph.nodes()) {
            result.put(node.name(), resolved.computeIfAbsent(known(node.name()), unifier::resolve));
        }
        return result.buildOrThrow();
    }

    /** A node of an output layer: there can't be a scaling after it. */
    private void pinIfScaled(Node node) {
        EqualCopies copies = node.equalCopies();
        if (copies != null && copies.power() != 0) {
            Pin pin = new Pin(node.layer(), copies.reason() + ", and is an output, after which nothing can scale it");
            unifier.pin(known(node.name()), pin);
        }
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
        List<ChannelLayout> inputs = node.inputs().stream().map(this::known).toList();
        return node.behavior().accept(new Output(node, inputs));
    }

    /** The layout of a node's output. */
    private final class Output implements ChannelBehavior.Visitor<ChannelLayout> {
        private final Node node;
        private final List<ChannelLayout> inputs;

        Output(Node node, List<ChannelLayout> inputs) {
            this.node = node;
            this.inputs = inputs;
        }

        @Override
        public ChannelLayout source(ChannelBehavior.Source source) {
            return pinned(source.channels(), new Pin(node.layer(), "is an input of the network", around(node)));
        }

        @Override
        public ChannelLayout producer(ChannelBehavior.Producer producer) {
            return new Whole(unifier.newGroup(producer.channels()));
        }

        @Override
        public ChannelLayout perChannel(ChannelBehavior.PerChannel perChannel) {
            return inputs.get(0);
        }

        @Override
        public ChannelLayout elementwise(ChannelBehavior.Elementwise elementwise) {
            inputs.forEach(input -> unifier.unify(inputs.get(0), input, node.layer()));
            return inputs.get(0);
        }

        @Override
        public ChannelLayout concat(ChannelBehavior.Concat concat) {
            return ChannelLayout.sequence(inputs);
        }

        @Override
        public ChannelLayout slices(ChannelBehavior.Slices slices) {
            return unifier.slice(inputs.get(0), slices.from(), slices.to(), node.layer());
        }

        @Override
        public ChannelLayout expand(ChannelBehavior.Expand expand) {
            return expanded(inputs.get(0), expand.order(), expand.times());
        }

        @Override
        public ChannelLayout collapse(ChannelBehavior.Collapse collapse) {
            ChannelLayout channels = new Whole(unifier.newGroup(graph.channels(node.name())));
            unifier.unify(inputs.get(0), expanded(channels, collapse.order(), collapse.times()), node.layer());
            return channels;
        }

        @Override
        public ChannelLayout opaque(ChannelBehavior.Opaque opaque) {
            String advice = opaque.advice() == null ? around(node) : opaque.advice();
            Pin pin = new Pin(node.layer(), opaque.reason(), advice);
            inputs.forEach(input -> unifier.pin(input, pin));
            return pinned(opaque.channels(), pin);
        }
    }

    /** After an output there is nothing to widen. */
    private String around(Node node) {
        String where = graph.outputs().contains(node.name()) ? "before" : "after";
        return "Widen a layer " + where + " '" + node.layer() + "'.";
    }

    private static ChannelLayout expanded(ChannelLayout channels, FlattenOrder order, int times) {
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
