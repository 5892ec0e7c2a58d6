package io.github.net2net.plan;

import com.google.common.collect.ImmutableList;
import io.github.net2net.graph.AxisRole;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.Kernel;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.Node;
import io.github.net2net.graph.Param;
import io.github.net2net.graph.ParamKey;
import io.github.net2net.spi.Blueprint;
import io.github.net2net.spi.Blueprint.InsertedNode;
import io.github.net2net.spi.Making;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The nodes that go after a place, with the first values of their parameters. Each reads the one before it. */
final class NewNodes {
    private final Place place;
    private final List<InsertedNode> inserted = new ArrayList<>();
    private final Map<ParamKey, ParamEdit> edits = new LinkedHashMap<>();
    private final Map<String, String> equals = new HashMap<>();
    private FreshNames names;
    private Node last;
    private int channels;

    NewNodes(Place place) {
        this.place = place;
        this.names = new FreshNames(place.state().graph());
        this.last = place.end();
        this.channels = place.channels();
    }

    /** Whether the output of each node that follows equals what arrives at the place. */
    private boolean equal = true;

    /** States that the nodes that follow compute something else than what arrives, until {@link #equalAgain}. */
    void unequal() {
        equal = false;
    }

    /** States that the nodes that follow output what arrives. */
    void equalAgain() {
        equal = true;
    }

    /** Lets copies that follow be of other layers than those before, also of the same template. */
    void nextLayer() {
        FreshNames more = new FreshNames(place.state().graph());
        inserted.forEach(one -> more.take(one.node()));
        names = more;
    }

    FreshNames names() {
        return names;
    }

    Node last() {
        return last;
    }

    int channels() {
        return channels;
    }

    /** The new nodes so far. */
    List<Node> nodes() {
        return inserted.stream().map(InsertedNode::node).toList();
    }

    /** The first new node with channels of its own. */
    Node firstProducer() {
        return nodes().stream().filter(Node::produces).findFirst().orElseThrow();
    }

    /** The names of the new layers. */
    String layers() {
        return nodes().stream().map(Node::layer).distinct().collect(Collectors.joining(", "));
    }

    /** Adds a copy of a node with weights, which outputs as many channels as given. */
    void copy(Node template, Making making, int out, ParamValues values) {
        copy(template, making, out, null, values);
    }

    /** As {@link #copy(Node, Making, int, ParamValues)}, with another kernel. */
    void copy(Node template, Making making, int out, @Nullable Kernel kernel, ParamValues values) {
        Node.Builder builder = template.toBuilder()
                .rename(names.node(template))
                .layer(names.layer(template.layer()))
                .inputs(last.name())
                .fixedBecause(null)
                .frozen(false)
                .format(last.format());
        if (last.format() != null) {
            builder.positions(last.format().positions());
        }
        if (kernel != null) {
            builder.kernel(kernel);
        }
        if (template.produces()) {
            builder.behavior(new ChannelBehavior.Producer(out));
        }
        List<Param> params = new ArrayList<>();
        for (Param param : template.params()) {
            params.add(resized(param, kernel, out));
        }
        add(builder.params(params).build(), making, out, values);
    }

    private Param resized(Param param, @Nullable Kernel kernel, int out) {
        Param result = param;
        for (int axis = 0; axis < param.roles().size(); axis++) {
            AxisRole role = param.roles().get(axis);
            if (role instanceof AxisRole.Spatial spatial && kernel != null) {
                result = result.withSize(
                        axis, kernel.dimensions().get(spatial.dimension()).size());
            } else if (role instanceof AxisRole.Out || role instanceof AxisRole.Recurrent) {
                result = result.withSize(axis, out * role.blocks());
            } else if (role instanceof AxisRole.In || role instanceof AxisRole.PerInput) {
                result = result.withSize(axis, channels * role.blocks());
            }
        }
        return result;
    }

    /** Adds a described node with as many output channels as given, all else as it is. */
    void addResized(Node node, Making making, int out, ParamValues values) {
        Node.Builder builder = node.toBuilder();
        if (node.produces()) {
            builder.behavior(new ChannelBehavior.Producer(out));
        }
        builder.params(
                node.params().stream().map(param -> resized(param, null, out)).toList());
        add(builder.build(), making, out, values);
    }

    /** Adds a node that reads the one before, and keeps its channels, without parameters. */
    void add(Node.Builder builder, Making making) {
        add(builder.inputs(last.name()).format(last.format()).build(), making, channels, node -> Map.of());
    }

    /** Adds a node whose inputs are given. */
    void add(Node node, Making making, int out, ParamValues values) {
        inserted.add(new InsertedNode(node, making));
        edits.putAll(values.of(node));
        if (equal) {
            equals.put(node.name(), place.end().name());
        }
        last = node;
        channels = out;
    }

    /**
     * Renames the new layers.
     *
     * @param chosen their names in order; null for those that they have
     */
    void rename(@Nullable List<String> chosen) {
        if (chosen == null) {
            return;
        }
        List<String> generated = nodes().stream().map(Node::layer).distinct().toList();
        if (chosen.size() != generated.size()) {
            throw place.refused("names(..) gives " + chosen + ", but the new layers are " + generated
                    + ". Give one name for each, in this order.");
        }
        NetGraph graph = place.state().graph();
        Map<String, String> newNames = new HashMap<>();
        for (InsertedNode one : inserted) {
            String layer = chosen.get(generated.indexOf(one.node().layer()));
            if (!graph.layer(layer).isEmpty()) {
                throw place.refused("names(..) gives '" + layer + "', which another layer has. Give another name.");
            }
            newNames.put(one.node().layer(), layer);
            if (one.node().name().startsWith(one.node().layer())) {
                int suffix = one.node().layer().length();
                newNames.put(one.node().name(), layer + one.node().name().substring(suffix));
            }
        }
        inserted.replaceAll(one -> new InsertedNode(renamed(one.node(), newNames), one.making()));
        Map<ParamKey, ParamEdit> before = new LinkedHashMap<>(edits);
        edits.clear();
        before.forEach((key, edit) ->
                edits.put(new ParamKey(newNames.getOrDefault(key.node(), key.node()), key.param()), edit));
        Map<String, String> known = new HashMap<>(equals);
        equals.clear();
        known.forEach((node, origin) -> equals.put(newNames.getOrDefault(node, node), origin));
    }

    private static Node renamed(Node node, Map<String, String> newNames) {
        return node.toBuilder()
                .rename(newNames.getOrDefault(node.name(), node.name()))
                .layer(newNames.getOrDefault(node.layer(), node.layer()))
                .inputs(node.inputs().stream()
                        .map(input -> newNames.getOrDefault(input, input))
                        .toList())
                .build();
    }

    /** The first values of a node's parameters. */
    interface ParamValues {
        Map<ParamKey, ParamEdit> of(Node node);
    }

    /** The state with these nodes after the place. */
    PlanState applied() {
        PlanState state = place.state();
        NetGraph graph = state.graph().insertAfter(Map.of(place.end().name(), nodes()));
        return state.with(graph, edits, state.lineage().inserted(equals, nodes()))
                .withInsertions(List.of(new Blueprint.Insertion(place.end().name(), ImmutableList.copyOf(inserted))));
    }

    /** The state with these nodes before one reader of the place. */
    PlanState appliedBefore(Node reader, Map<ParamKey, ParamEdit> editsOfReader) {
        PlanState state = place.state();
        InsertedBefore change = new InsertedBefore(state.graph(), place.end(), reader, nodes());
        Map<ParamKey, ParamEdit> all = new LinkedHashMap<>(edits);
        all.putAll(editsOfReader);
        Blueprint.Insertion insertion =
                new Blueprint.Insertion(place.end().name(), ImmutableList.copyOf(inserted), reader.name());
        return state.with(change.graph(), all, state.lineage().inserted(change.renamed(), nodes()))
                .withInsertions(List.of(insertion));
    }
}
