package io.github.net2net.plan;

import io.github.net2net.GrowthException;
import io.github.net2net.channel.ChannelGroup;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.Node;
import io.github.net2net.infer.Pin;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds the layer that a step names, or says why there is none to be found. */
record LayerLookup(PlanState state) {

    /**
     * The node of the layer that has channels of its own.
     *
     * @param verb what was to be done: "widen", "deepen after"
     */
    Node producer(String verb, String layer) {
        NetGraph graph = state.graph();
        Node producer = graph.producerOf(layer);
        if (producer != null) {
            return producer;
        }
        List<Node> nodes = graph.layer(layer);
        if (nodes.isEmpty()) {
            throw new GrowthException(String.format(
                    "cannot %s '%s': there is no layer of that name. Nearest names: %s.",
                    verb, layer, String.join(", ", nearest(layer))));
        }
        throw new GrowthException("cannot " + verb + " '" + layer + "': " + whyNoChannels(verb, nodes));
    }

    private String whyNoChannels(String verb, List<Node> nodes) {
        Node last = nodes.get(nodes.size() - 1);
        for (Node node : nodes) {
            if (node.behavior() instanceof ChannelBehavior.Opaque opaque) {
                return withArticle(node.kind())
                        + (verb.equals("widen")
                                ? " " + opaque.reason() + ". Its channels can't change."
                                : " can't be repeated as an identity. Name a dense layer or a convolution.");
            }
        }
        if (last.behavior() instanceof ChannelBehavior.Source) {
            return "it is an input of the network, whose channels come from outside. Name a layer behind it.";
        }
        return withArticle(last.kind()) + " has no channels of its own"
                + advice(verb, state.channels().layout(last.name()).groups());
    }

    private String advice(String verb, Set<ChannelGroup> groups) {
        Set<String> owners = new LinkedHashSet<>();
        Set<Pin> pins = new LinkedHashSet<>();
        groups.forEach(group -> owners.addAll(state.channels().producers(group)));
        groups.forEach(group -> pins.addAll(state.channels().pins(group)));
        boolean stuck = groups.stream().allMatch(state.channels()::isPinned);
        if (owners.isEmpty() || (verb.equals("widen") && stuck)) {
            return ", and those that it passes on can't change, because " + reasons(pins) + ".";
        }
        boolean coupled = verb.equals("widen") && groups.size() == 1;
        String which = switch (owners.size()) {
            case 1 -> "that instead.";
            case 2 -> coupled ? "either and the other follows." : "one of them instead.";
            default -> coupled ? "any of them and the others follow." : "one of them instead.";
        };
        return ". They come from " + owners + "; " + verb + " " + which;
    }

    static String withArticle(String kind) {
        boolean spelled = kind.length() > 1 && Character.isUpperCase(kind.charAt(1)); // as in "an LSTM"
        String vowels = spelled ? "AEFHILMNORSX" : "aeiouAEIO";
        return (vowels.indexOf(kind.charAt(0)) >= 0 ? "an " : "a ") + kind;
    }

    /** Why channels are fast, for messages. */
    static String reasons(Set<Pin> pins) {
        return pins.stream().limit(3).map(Pin::toString).collect(Collectors.joining("; "));
    }

    private List<String> nearest(String wanted) {
        return state.graph().layers().stream()
                .sorted(Comparator.comparingInt(name -> editDistance(name, wanted)))
                .limit(3)
                .toList();
    }

    /** Levenshtein's distance. */
    private static int editDistance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(change, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
