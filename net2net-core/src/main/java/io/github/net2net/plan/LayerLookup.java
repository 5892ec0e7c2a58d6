package io.github.net2net.plan;

import io.github.net2net.GrowthException;
import io.github.net2net.channel.ChannelGroup;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.Node;
import io.github.net2net.infer.Pin;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds the layer that a step names, or the reason why there is none. */
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
            throw new GrowthException(
                    "cannot " + verb + " '" + layer + "': " + noSuchLayer("there is no layer of that name", layer));
        }
        throw new GrowthException("cannot " + verb + " '" + layer + "'" + whyNoChannels(verb, nodes));
    }

    /** A sentence, and the names that come nearest; those of inputs are none of a layer. */
    String noSuchLayer(String sentence, String wanted) {
        List<String> nearest = state.graph().nodes().stream()
                .filter(node -> !(node.behavior() instanceof ChannelBehavior.Source))
                .map(Node::layer)
                .distinct()
                .sorted(Comparator.comparingInt(
                        name -> LevenshteinDistance.getDefaultInstance().apply(name, wanted)))
                .limit(3)
                .toList();
        return sentence + ". Nearest names: " + String.join(", ", nearest) + "; inspect() lists all.";
    }

    /** What follows the name of the layer. */
    private String whyNoChannels(String verb, List<Node> nodes) {
        Node last = nodes.get(nodes.size() - 1);
        for (Node node : nodes) {
            if (node.behavior() instanceof ChannelBehavior.Opaque opaque) {
                return ": " + (verb.equals("widen") ? whyNotWider(opaque) : whyNotRepeated(node));
            }
        }
        if (last.behavior() instanceof ChannelBehavior.Source) {
            return ": it is an input of the network, whose channels come from outside. Name a layer after it.";
        }
        return " (" + last.kind() + "): "
                + (verb.equals("widen")
                        ? ownersToWiden(state.channels().layout(last.name()).groups())
                        : "only a layer that computes new channels can be repeated as the identity. "
                                + deepenBefore(last));
    }

    private static String whyNotWider(ChannelBehavior.Opaque opaque) {
        String advice = opaque.advice();
        return "it " + opaque.reason() + ". Its channels can't change. "
                + (advice == null ? "Widen a layer after it." : advice);
    }

    private String whyNotRepeated(Node node) {
        return withArticle(node.kind()) + " can't be repeated as an identity. " + deepenBefore(node);
    }

    private String ownersToWiden(Set<ChannelGroup> groups) {
        Set<String> owners = new LinkedHashSet<>();
        Set<Pin> pins = new LinkedHashSet<>();
        groups.forEach(group -> owners.addAll(state.channels().producers(group)));
        groups.forEach(group -> pins.addAll(state.channels().pins(group)));
        if (owners.isEmpty() || groups.stream().allMatch(state.channels()::isPinned)) {
            return "its channels can't change, because " + reasonsAndAdvice(pins);
        }
        boolean coupled = groups.size() == 1;
        String instead = switch (owners.size()) {
            case 1 -> quoted(owners) + " instead.";
            case 2 -> coupled ? "either, and the other follows." : "one of them instead.";
            default -> coupled ? "any of them, and the others follow." : "one of them instead.";
        };
        return "its channels come from " + quoted(owners) + ". Widen " + instead;
    }

    private static String quoted(Set<String> layers) {
        List<String> quoted = layers.stream().map(layer -> "'" + layer + "'").toList();
        int last = quoted.size() - 1;
        return last == 0 ? quoted.get(0) : String.join(", ", quoted.subList(0, last)) + " and " + quoted.get(last);
    }

    /** Where to deepen instead: after the layers with channels of their own that come last before the node. */
    String deepenBefore(Node node) {
        Set<String> producers = new LinkedHashSet<>();
        collectBefore(node, producers, new HashSet<>());
        producers.remove(node.layer());
        return producers.isEmpty()
                ? "Deepen after a dense layer or a convolution."
                : "Deepen after " + String.join(" or ", producers) + " instead.";
    }

    private void collectBefore(Node node, Set<String> producers, Set<String> seen) {
        for (String input : node.inputs()) {
            Node source = state.graph().node(input);
            if (source.produces() && !Place.isBehindOutput(state, source.layer())) {
                producers.add(source.layer());
            } else if (seen.add(input)) {
                collectBefore(source, producers, seen);
            }
        }
    }

    /** The kind of the node that produces channels, or else of the first one. */
    static String mainKind(List<Node> nodes) {
        return nodes.stream()
                .filter(Node::produces)
                .findFirst()
                .orElse(nodes.get(0))
                .kind();
    }

    static String withArticle(String kind) {
        boolean spelled = kind.length() > 1 && Character.isUpperCase(kind.charAt(1)); // as in "an LSTM"
        String vowels = spelled ? "AEFHILMNORSX" : "aeiouAEIO";
        return (vowels.indexOf(kind.charAt(0)) >= 0 ? "an " : "a ") + kind;
    }

    /** Why channels can't change, and what to do instead, as the end of a message. */
    static String reasonsAndAdvice(Set<Pin> pins) {
        String advice = pins.stream().findFirst().map(Pin::advice).orElse("Widen other layers.");
        return reasons(pins) + ". " + advice;
    }

    /** Why channels can't change, for messages. */
    static String reasons(Set<Pin> pins) {
        return pins.stream().limit(3).map(Pin::toString).collect(Collectors.joining("; "));
    }
}
