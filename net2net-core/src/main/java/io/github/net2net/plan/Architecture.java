package io.github.net2net.plan;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.Ints;
import io.github.net2net.graph.Kernel;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.Node;
import io.github.net2net.graph.Param;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What a network is, without its weights: as much of it as plans depend on.
 *
 * @param nodes its nodes, every one after those it reads
 * @param outputs the names of those that the outside world reads
 */
public record Architecture(List<NodeFacts> nodes, List<String> outputs) {
    public Architecture {
        nodes = List.copyOf(nodes);
        outputs = List.copyOf(outputs);
    }

    /**
     * A node.
     *
     * @param name unique
     * @param kind "convolution"
     * @param reads the names of the nodes it reads
     * @param channels how many it outputs
     * @param parameters the shapes of its parameters
     * @param details other details, such as a kernel's stride; empty if none
     */
    public record NodeFacts(
            String name,
            String kind,
            List<String> reads,
            int channels,
            Map<String, List<Integer>> parameters,
            List<String> details) {
        public NodeFacts {
            reads = List.copyOf(reads);
            parameters = ImmutableMap.copyOf(parameters);
            details = List.copyOf(details);
        }

        static NodeFacts of(NetGraph graph, Node node) {
            ImmutableMap.Builder<String, List<Integer>> shapes = ImmutableMap.builder();
            for (Param param : node.params()) {
                shapes.put(param.name(), Ints.asList(param.shape().sizes()));
            }
            return new NodeFacts(
                    node.name(),
                    node.kind(),
                    node.inputs(),
                    graph.channels(node.name()),
                    shapes.buildOrThrow(),
                    details(node));
        }

        private static List<String> details(Node node) {
            ImmutableList.Builder<String> details = ImmutableList.builder();
            if (!node.behavior().detail().isEmpty()) {
                details.add(node.behavior().detail());
            }
            Kernel kernel = node.kernel();
            if (kernel != null) {
                kernel.dimensions().forEach(dimension -> details.add(text(dimension)));
            }
            return details.build();
        }

        private static String text(Kernel.Dimension dimension) {
            String padding = switch (dimension.padding()) {
                case EXPLICIT -> "padding " + dimension.pad();
                case SAME, SAME_TRANSPOSED -> "padding same";
                case CAUSAL -> "padding causal";
            };
            return "kernel " + dimension.size() + ", stride " + dimension.stride() + ", dilation "
                    + dimension.dilation() + ", " + padding;
        }

        private Optional<String> difference(NodeFacts other) {
            Set<String> all = new LinkedHashSet<>(parameters.keySet());
            all.addAll(other.parameters.keySet());
            List<String> here = facts(all);
            List<String> there = other.facts(all);
            return IntStream.range(0, here.size())
                    .filter(i -> !here.get(i).equals(there.get(i)))
                    .mapToObj(i -> "whose '" + name + "' " + here.get(i) + "; this one's " + there.get(i))
                    .findFirst();
        }

        /** All that is known of the node, and of these parameters, as ends of sentences. */
        private List<String> facts(Set<String> params) {
            List<String> facts = new ArrayList<>(
                    List.of("is of kind '" + kind + "'", "reads " + reads, "has " + channels + " channels"));
            for (String param : params) {
                List<Integer> shape = parameters.get(param);
                facts.add(shape == null ? "has no " + param : "has " + param + " of shape " + shape);
            }
            facts.add("has " + details);
            return facts;
        }
    }

    /** The architecture of a graph. */
    public static Architecture of(NetGraph graph) {
        return new Architecture(
                graph.nodes().stream().map(node -> NodeFacts.of(graph, node)).toList(),
                graph.outputs().asList());
    }

    /** The first way in which the other network differs, to go on from "a network": empty if there is none. */
    public Optional<String> firstDifference(NetGraph network) {
        Architecture other = of(network);
        for (int i = 0; i < Math.max(nodes.size(), other.nodes.size()); i++) {
            Optional<String> difference = nameAt(i).equals(other.nameAt(i))
                    ? nodes.get(i).difference(other.nodes.get(i))
                    : Optional.of("whose node " + (i + 1) + " is " + nameAt(i) + "; this one's is " + other.nameAt(i));
            if (difference.isPresent()) {
                return difference;
            }
        }
        return outputs.equals(other.outputs)
                ? Optional.empty()
                : Optional.of("with the outputs " + outputs + "; this one's are " + other.outputs);
    }

    private String nameAt(int index) {
        return index < nodes.size() ? "'" + nodes.get(index).name() + "'" : "missing";
    }
}
