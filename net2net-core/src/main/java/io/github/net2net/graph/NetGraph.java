package io.github.net2net.graph;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Multimaps;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** An immutable, acyclic network of {@link Node}s, in an order in which every node follows those it reads. */
public final class NetGraph {
    private final ImmutableMap<String, Node> nodes;
    private final ImmutableSet<String> outputs;
    private final ImmutableMap<String, Integer> channels;
    private final ImmutableListMultimap<String, String> consumers;
    private final ImmutableListMultimap<String, Node> layers;

    private NetGraph(ImmutableMap<String, Node> nodes, ImmutableSet<String> outputs) {
        this.nodes = nodes;
        this.outputs = outputs;
        this.channels = countChannels(nodes.values());
        ImmutableListMultimap.Builder<String, String> readers = ImmutableListMultimap.builder();
        for (Node node : nodes.values()) {
            ImmutableSet.copyOf(node.inputs()).forEach(input -> readers.put(input, node.name()));
        }
        this.consumers = readers.build();
        this.layers = Multimaps.index(nodes.values(), Node::layer);
    }

    /**
     * A graph of the given nodes, in any order.
     *
     * @param outputs the names of the nodes that the outside world reads
     * @throws IllegalArgumentException if names repeat, an input or output does not exist, the graph has a cycle, or
     *     joined channels or parameter sizes do not fit
     */
    public static NetGraph of(Collection<Node> nodes, Collection<String> outputs) {
        Map<String, Node> byName = new LinkedHashMap<>();
        for (Node node : nodes) {
            checkArgument(byName.put(node.name(), node) == null, "two nodes are named '%s'", node.name());
        }
        for (Node node : nodes) {
            for (String input : node.inputs()) {
                checkArgument(
                        byName.containsKey(input), "node '%s' reads '%s', which does not exist", node.name(), input);
            }
        }
        outputs.forEach(output -> checkArgument(byName.containsKey(output), "output '%s' does not exist", output));
        NetGraph graph = new NetGraph(sorted(byName), ImmutableSet.copyOf(outputs));
        new ShapeCheck(graph).run();
        return graph;
    }

    private static ImmutableMap<String, Node> sorted(Map<String, Node> byName) {
        Map<String, List<String>> readers = new HashMap<>();
        Map<String, Integer> missing = new HashMap<>();
        Deque<String> ready = new ArrayDeque<>();
        for (Node node : byName.values()) {
            Set<String> inputs = Set.copyOf(node.inputs());
            inputs.forEach(input ->
                    readers.computeIfAbsent(input, key -> new ArrayList<>()).add(node.name()));
            missing.put(node.name(), inputs.size());
            if (inputs.isEmpty()) {
                ready.add(node.name());
            }
        }
        ImmutableMap.Builder<String, Node> order = ImmutableMap.builder();
        int count = 0;
        while (!ready.isEmpty()) {
            String next = ready.remove();
            order.put(next, Objects.requireNonNull(byName.get(next)));
            count++;
            for (String reader : readers.getOrDefault(next, List.of())) {
                if (missing.merge(reader, -1, Integer::sum) == 0) {
                    ready.add(reader);
                }
            }
        }
        checkArgument(count == byName.size(), "the graph has a cycle");
        return order.buildOrThrow();
    }

    private static ImmutableMap<String, Integer> countChannels(Collection<Node> nodes) {
        Map<String, Integer> counts = new HashMap<>();
        for (Node node : nodes) {
            counts.put(node.name(), node.behavior().channels(node, input -> Objects.requireNonNull(counts.get(input))));
        }
        return ImmutableMap.copyOf(counts);
    }

    /** All nodes; every node after those it reads. */
    public Collection<Node> nodes() {
        return nodes.values();
    }

    /**
     * The node of the given name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Node node(String name) {
        Node node = nodes.get(name);
        checkArgument(node != null, "no node '%s'", name);
        return node;
    }

    public boolean contains(String name) {
        return nodes.containsKey(name);
    }

    /** The nodes that the outside world reads. */
    public ImmutableSet<String> outputs() {
        return outputs;
    }

    /** The number of channels that the node outputs. */
    public int channels(String name) {
        return Objects.requireNonNull(channels.get(node(name).name()));
    }

    /** The nodes that read the given one, each once. */
    public List<Node> consumers(String name) {
        return consumers.get(name).stream().map(this::node).toList();
    }

    /** The number of elements of all parameters. */
    public long parameterCount() {
        return nodes.values().stream()
                .flatMap(node -> node.params().stream())
                .mapToLong(param -> param.shape().length())
                .sum();
    }

    /**
     * The multiplications that weights take part in for one example, each with an addition; empty if it is not known at
     * how many positions some node applies its weights.
     */
    public OptionalLong multiplyAdds() {
        return multiplyAdds(nodes.values());
    }

    /** As {@link #multiplyAdds()}, of some of the nodes. */
    public OptionalLong multiplyAdds(Collection<Node> some) {
        long total = 0;
        for (Node node : some) {
            Long positions = node.positions();
            if (isUncounted(node)) {
                return OptionalLong.empty();
            }
            total += positions == null ? 0 : Math.multiplyExact(positions, node.weights());
        }
        return OptionalLong.of(total);
    }

    /** The first node of which it is not known how often it applies its weights; empty if there is none. */
    public Optional<Node> firstUncounted() {
        return nodes.values().stream().filter(NetGraph::isUncounted).findFirst();
    }

    private static boolean isUncounted(Node node) {
        boolean unknown = node.behavior() instanceof ChannelBehavior.Opaque
                && !node.params().isEmpty();
        return node.positions() == null && (unknown || node.weights() > 0);
    }

    /** This graph with every node replaced by what {@code change} makes of it; names must stay. */
    public NetGraph mapNodes(UnaryOperator<Node> change) {
        return of(nodes.values().stream().map(change).toList(), outputs);
    }

    /**
     * This graph with chains of nodes after some nodes: nodes that read such a node read its chain's last node.
     *
     * @param chains by the name of the node that the chain's first node reads; each other one reads the one before it
     */
    public NetGraph insertAfter(Map<String, ? extends List<Node>> chains) {
        Map<String, String> ends = new HashMap<>();
        chains.forEach(
                (after, chain) -> ends.put(after, chain.get(chain.size() - 1).name()));
        List<Node> all = new ArrayList<>();
        for (Node node : nodes.values()) {
            all.add(node.inputs().stream().anyMatch(ends::containsKey) ? rewired(node, ends) : node);
            List<Node> chain = chains.get(node.name());
            if (chain != null) {
                all.addAll(chain);
            }
        }
        return of(
                all,
                outputs.stream()
                        .map(output -> ends.getOrDefault(output, output))
                        .toList());
    }

    /** This graph without some nodes of one input each: nodes that read such a node read its input. */
    public NetGraph without(Set<String> names) {
        Map<String, String> inputs = new HashMap<>();
        List<Node> rest = new ArrayList<>();
        for (Node node : nodes.values()) {
            Node rewired = rewired(node, inputs);
            if (names.contains(node.name())) {
                inputs.put(node.name(), rewired.inputs().get(0));
            } else {
                rest.add(rewired);
            }
        }
        return of(
                rest,
                outputs.stream()
                        .map(output -> inputs.getOrDefault(output, output))
                        .toList());
    }

    private static Node rewired(Node node, Map<String, String> ends) {
        return node.toBuilder()
                .inputs(node.inputs().stream()
                        .map(input -> ends.getOrDefault(input, input))
                        .toList())
                .build();
    }

    /** The user's layer of the given name, as its nodes in order; empty if there is none. */
    public List<Node> layer(String layer) {
        return layers.get(layer);
    }

    /** The node of the layer that produces channels of its own, or null. */
    public @Nullable Node producerOf(String layer) {
        return layer(layer).stream().filter(Node::produces).findFirst().orElse(null);
    }

    /** The user's layer names, in order. */
    public ImmutableSet<String> layers() {
        return layers.keySet();
    }
}
