package io.github.net2net.plan;

import io.github.net2net.GrowthException;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.Node;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where new layers go.
 *
 * @param layer the name that the user gave
 * @param unit the unit that begins with this layer, null if it has no channels of its own
 * @param end the node after which they go: the unit's end, or the layer's
 */
record Place(PlanState state, String layer, @Nullable Unit unit, Node end) {

    /**
     * The place after a layer.
     *
     * @throws GrowthException if there is no such layer, or nothing may be after it
     */
    static Place after(PlanState state, String layer) {
        NetGraph graph = state.graph();
        LayerLookup lookup = new LayerLookup(state);
        List<Node> nodes = graph.layer(layer);
        if (nodes.isEmpty()) {
            throw refused(layer, lookup.noSuchLayer("there is no layer of that name", layer));
        }
        Node last = nodes.get(nodes.size() - 1);
        if (last.behavior() instanceof ChannelBehavior.Source) {
            throw refused(
                    layer,
                    "it is an input of the network, whose channels come from outside. Name a layer after" + " it.");
        }
        if (graph.channels(last.name()) == 0) {
            throw refused(
                    layer,
                    "its output has no channels, so a new layer would have nothing to read. Name another layer.");
        }
        Node producer = graph.producerOf(layer);
        Unit unit = producer == null ? null : Unit.startingAt(graph, producer);
        Node end = end(graph, layer, unit);
        if (isOutput(graph, end)) {
            throw refused(
                    layer,
                    "it is an output of the network, and a layer after it would change what the loss sees. "
                            + lookup.deepenBefore(producer == null ? last : producer));
        }
        return new Place(state, layer, unit, end);
    }

    /** After the unit that begins with the layer, or after the layer. */
    private static Node end(NetGraph graph, String layer, @Nullable Unit unit) {
        List<Node> nodes = graph.layer(layer);
        return unit == null || unit.end().layer().equals(layer) ? nodes.get(nodes.size() - 1) : unit.end();
    }

    private static boolean isOutput(NetGraph graph, Node end) {
        return graph.layer(end.layer()).stream()
                .anyMatch(node -> graph.outputs().contains(node.name()));
    }

    /** Whether new layers after this one, which has channels of its own, would be after an output. */
    static boolean isBehindOutput(PlanState state, String layer) {
        NetGraph graph = state.graph();
        Node producer = graph.producerOf(layer);
        return producer != null && isOutput(graph, end(graph, layer, Unit.startingAt(graph, producer)));
    }

    private static GrowthException refused(String layer, String reason) {
        return new GrowthException("cannot deepen after '" + layer + "': " + reason);
    }

    /** A refusal. */
    GrowthException refused(String reason) {
        return refused(layer, reason);
    }

    int channels() {
        return state.graph().channels(end.name());
    }

    /** Whether it is directly after the unit that begins with the layer. */
    boolean isBehindUnit() {
        return unit != null && unit.end().name().equals(end.name());
    }
}
