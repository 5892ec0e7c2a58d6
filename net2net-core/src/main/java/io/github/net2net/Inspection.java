package io.github.net2net;

import com.google.common.collect.ImmutableList;
import io.github.net2net.channel.ChannelGroup;
import io.github.net2net.graph.ActivationTraits;
import io.github.net2net.graph.ArrayFormat;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.Kernel;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.Node;
import io.github.net2net.graph.Quantities;
import io.github.net2net.infer.Pin;
import io.github.net2net.plan.Inspector;
import io.github.net2net.plan.PlanState;
import io.github.net2net.plan.PlannedStep;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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
     * @param activation the name of its function, "relu"; empty if it has none, or is recurrent
     * @param kernel the sizes of its kernel, if that can grow; else empty
     * @param inputs the layers that it reads
     * @param channels how many it has
     * @param outputChannels how many it outputs: twice as many for both directions of a recurrent layer
     * @param format the format of the arrays that it outputs, null if that is not known
     * @param parameters the number of its parameters
     * @param multiplyAdds of its weights for one example; null if it is not known how often they are applied
     * @param groups the groups of coupled channels that its output is made of: "g3"
     * @param producers the layers that output channels of these groups; widening one of them widens all
     * @param pins why channels of these groups can't change: "'out' is the network's output"; empty if they can
     * @param ways how a layer of its kind can grow; empty if only with the layers before it
     */
    public record Layer(
            String name,
            String kind,
            String activation,
            ImmutableList<Integer> kernel,
            ImmutableList<String> inputs,
            int channels,
            int outputChannels,
            @Nullable ArrayFormat format,
            long parameters,
            @Nullable Long multiplyAdds,
            ImmutableList<String> groups,
            ImmutableList<String> producers,
            ImmutableList<String> pins,
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

    static Inspection of(PlanState state, boolean withWays) {
        return new Inspection(state.graph().layers().stream()
                .map(layer -> layer(state, layer, withWays ? ways(state, layer) : ImmutableList.of()))
                .collect(ImmutableList.toImmutableList()));
    }

    private static ImmutableList<Way> ways(PlanState state, String layer) {
        Inspector inspector = new Inspector(state);
        return inspector.attempts(layer).stream()
                .map(attempt -> way(inspector, layer, attempt))
                .collect(ImmutableList.toImmutableList());
    }

    private static Layer layer(PlanState state, String name, ImmutableList<Way> ways) {
        NetGraph graph = state.graph();
        List<Node> nodes = graph.layer(name);
        Node last = nodes.get(nodes.size() - 1);
        Node main = nodes.stream().filter(Node::produces).findFirst().orElse(last);
        Set<ChannelGroup> groups = state.channels().layout(main.name()).groups();
        Set<String> producers = new LinkedHashSet<>();
        groups.forEach(group -> producers.addAll(state.channels().producers(group)));
        OptionalLong multiplyAdds = graph.multiplyAdds(nodes);
        return new Layer(
                name,
                main.kind(),
                activation(nodes),
                kernel(nodes),
                inputs(graph, name, nodes),
                graph.channels(main.name()),
                graph.channels(last.name()),
                last.format(),
                nodes.stream()
                        .flatMap(node -> node.params().stream())
                        .mapToLong(param -> param.shape().length())
                        .sum(),
                multiplyAdds.isPresent() ? multiplyAdds.getAsLong() : null,
                groups.stream().map(ChannelGroup::toString).collect(ImmutableList.toImmutableList()),
                ImmutableList.copyOf(producers),
                groups.stream()
                        .flatMap(group -> state.channels().pins(group).stream())
                        .map(Pin::toString)
                        .distinct()
                        .collect(ImmutableList.toImmutableList()),
                ways);
    }

    private static String activation(List<Node> nodes) {
        return nodes.stream()
                .flatMap(node -> activation(node).stream())
                .filter(name -> !name.equals(ActivationTraits.IDENTITY.name()))
                .collect(Collectors.joining(", "));
    }

    private static Optional<String> activation(Node node) {
        boolean softmax = node.behavior() instanceof ChannelBehavior.Opaque opaque && opaque.softmax();
        return softmax
                ? Optional.of("softmax")
                : Optional.ofNullable(node.activation()).map(ActivationTraits::name);
    }

    private static ImmutableList<Integer> kernel(List<Node> nodes) {
        return nodes.stream()
                .map(Node::kernel)
                .filter(Objects::nonNull)
                .flatMap(kernel -> kernel.dimensions().stream())
                .map(Kernel.Dimension::size)
                .collect(ImmutableList.toImmutableList());
    }

    private static ImmutableList<String> inputs(NetGraph graph, String layer, List<Node> nodes) {
        return nodes.stream()
                .flatMap(node -> node.inputs().stream())
                .map(input -> graph.node(input).layer())
                .filter(input -> !input.equals(layer))
                .distinct()
                .collect(ImmutableList.toImmutableList());
    }

    private static Way way(Inspector inspector, String layer, Inspector.Attempt attempt) {
        PlannedStep planned = attempt.planned();
        if (planned == null) {
            return new Way(attempt.call(), false, attempt.refusal(), ImmutableList.of(), ImmutableList.of());
        }
        return new Way(
                attempt.call(),
                true,
                planned.headline() + (planned.exactness().masks() ? "" : "; not exact with masks"),
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
                "%s: %s, %s%s%n",
                layer.name,
                layer.kind,
                Quantities.of(layer.channels, "channel")
                        + (layer.kind.startsWith("bidirectional") ? " in each direction" : ""),
                layer.parameters == 0
                        ? ""
                        : ", " + Quantities.grouped(layer.parameters) + " "
                                + Quantities.noun(layer.parameters, "parameter")));
        boolean follows = !layer.producers.isEmpty() && !layer.producers.equals(ImmutableList.of(layer.name));
        if (follows) {
            text.append(String.format("  channels of %s%n", String.join(", ", layer.producers)));
        }
        layer.ways.forEach(way -> text.append(text(way)));
        return text.toString();
    }

    private static String text(Way way) {
        if (!way.possible) {
            return String.format("  %s: no: %s%n", way.call, way.text.replaceFirst("^cannot [^:]*: ", ""));
        } else if (way.widths.isEmpty()) {
            return String.format("  %s: %s%n", way.call, way.text);
        }
        String widths = way.widths.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return String.format("  %s: to %s, ...; changes %s%n", way.call, widths, String.join(", ", way.parameters));
    }
}
