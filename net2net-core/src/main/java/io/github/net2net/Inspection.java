package io.github.net2net;

import com.google.common.collect.ImmutableList;
import io.github.net2net.channel.ChannelGroup;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.Node;
import io.github.net2net.plan.Inspector;
import io.github.net2net.plan.PlanState;
import io.github.net2net.plan.PlannedStep;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What can grow in a network, layer by layer. Each way was planned: what is possible here can be done, on the network as
 * it is, and what is not says why. Constraints on weights are left out of account. Prints itself.
 *
 * @param layers all layers and vertices, inputs included, each after those that it reads
 */
public record Inspection(ImmutableList<Layer> layers) {

    /**
     * A layer or vertex.
     *
     * @param name its name in recipes
     * @param kind "convolution", "max pooling"
     * @param channels how many it outputs
     * @param parameters the number of its parameters
     * @param groups the groups of coupled channels that its output is made of: "g3"
     * @param producers the layers that output channels of these groups; widening one of them widens all
     * @param ways how a layer of its kind can grow; empty if only with the layers in front of it
     */
    public record Layer(
            String name,
            String kind,
            int channels,
            long parameters,
            ImmutableList<String> groups,
            ImmutableList<String> producers,
            ImmutableList<Way> ways) {}

    /**
     * A way to grow a layer.
     *
     * @param call the method of {@link GrowthSteps}: "widen"
     * @param possible whether it can be done
     * @param text the smallest such step, "widen conv1 16 -&gt; 17", or why there is none
     * @param widths for a widening: the next possible widths, at most three; else empty
     * @param parameters whose shapes change: "conv2.W"; those of one layer as "bn1.*"
     */
    public record Way(
            String call,
            boolean possible,
            String text,
            ImmutableList<Integer> widths,
            ImmutableList<String> parameters) {}

    static Inspection of(PlanState state) {
        return new Inspection(state.graph().layers().stream()
                .map(layer -> layer(state, layer))
                .collect(ImmutableList.toImmutableList()));
    }

    private static Layer layer(PlanState state, String name) {
        NetGraph graph = state.graph();
        List<Node> nodes = graph.layer(name);
        Node last = nodes.get(nodes.size() - 1);
        Node main = nodes.stream().filter(Node::produces).findFirst().orElse(last);
        Set<ChannelGroup> groups = state.channels().layout(main.name()).groups();
        Set<String> producers = new LinkedHashSet<>();
        groups.forEach(group -> producers.addAll(state.channels().producers(group)));
        Inspector inspector = new Inspector(state);
        return new Layer(
                name,
                main.kind(),
                graph.channels(main.name()),
                nodes.stream()
                        .flatMap(node -> node.params().stream())
                        .mapToLong(param -> param.shape().length())
                        .sum(),
                groups.stream().map(ChannelGroup::toString).collect(ImmutableList.toImmutableList()),
                ImmutableList.copyOf(producers),
                inspector.attempts(name).stream()
                        .map(attempt -> way(inspector, name, attempt))
                        .collect(ImmutableList.toImmutableList()));
    }

    private static Way way(Inspector inspector, String layer, Inspector.Attempt attempt) {
        PlannedStep planned = attempt.planned();
        if (planned == null) {
            return new Way(attempt.call(), false, attempt.refusal(), ImmutableList.of(), ImmutableList.of());
        }
        return new Way(
                attempt.call(),
                true,
                planned.headline(),
                attempt.call().equals(Inspector.WIDEN) ? inspector.nextWidths(layer) : ImmutableList.of(),
                planned.edits().stream().map(PlannedStep.EditLine::target).collect(ImmutableList.toImmutableList()));
    }

    /** One paragraph for each layer. */
    @Override
    public String toString() {
        return layers.stream().map(Inspection::text).collect(Collectors.joining());
    }

    private static String text(Layer layer) {
        StringBuilder text = new StringBuilder(String.format(
                "%s: %s, %d channels%s%n",
                layer.name,
                layer.kind,
                layer.channels,
                layer.parameters == 0 ? "" : ", " + layer.parameters + " parameters"));
        boolean follows = !layer.producers.isEmpty() && !layer.producers.equals(ImmutableList.of(layer.name));
        if (follows) {
            text.append(String.format("  channels of %s%n", String.join(", ", layer.producers)));
        }
        layer.ways.forEach(way -> text.append(text(way)));
        return text.toString();
    }

    private static String text(Way way) {
        if (!way.possible) {
            return String.format("  %s: no, because %s%n", way.call, way.text.replaceFirst("^cannot [^:]*: ", ""));
        } else if (way.widths.isEmpty()) {
            return String.format("  %s: %s%n", way.call, way.text);
        }
        String widths = way.widths.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return String.format("  %s: to %s, ...; changes %s%n", way.call, widths, String.join(", ", way.parameters));
    }
}
