package io.github.net2net.plan;

import io.github.net2net.graph.ActivationTraits;
import io.github.net2net.graph.ArrayFormat;
import io.github.net2net.graph.AxisRole;
import io.github.net2net.graph.EqualCopies;
import io.github.net2net.graph.Kernel;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.Node;
import io.github.net2net.graph.Param;
import io.github.net2net.spi.Making;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What new layers take after.
 *
 * @param unit the unit that they copy; null if no unit has a copy that fits, and new layers are made without a model
 * @param settings the nearest layer with weights, whose settings new layers without a model take over
 * @param activation the node whose activation function they apply, null for none
 */
record Template(
        @Nullable Unit unit, Node settings, @Nullable Node activation) {

    /**
     * The template of new layers: the unit that the place is after if it can be repeated; else the nearest one before,
     * then any, that is for arrays of the same format, those with an activation first.
     *
     * @param like the layer whose unit is the template whatever the place; null if not specified
     */
    static Template at(Place place, @Nullable String like) {
        if (like != null) {
            return like(place, like);
        }
        Unit own = place.unit();
        NetGraph graph = place.state().graph();
        if (own != null && place.isBehindUnit() && whyNotRepeatable(own.producer()) == null && isWhole(own, graph)) {
            return of(own, own.producer());
        }
        List<Node> weighted = nearestFirst(place);
        List<Unit> fitting = weighted.stream()
                .filter(node ->
                        whyNotRepeatable(node) == null && fits(node, place.end().format()))
                .filter(node -> !isMadeWithoutModel(node, place.state()))
                .map(node -> Unit.startingAt(graph, node))
                .filter(unit -> isWhole(unit, graph) && isHidden(unit, graph))
                .toList();
        Optional<Unit> best = fitting.stream()
                .filter(unit -> !isLinear(unit.activation()))
                .findFirst()
                .or(() -> fitting.stream().findFirst());
        return best.map(unit -> of(unit, unit.producer()))
                .orElseGet(() -> withoutModel(place, weighted.isEmpty() ? place.end() : weighted.get(0)));
    }

    /** Whether a deepening before has made the node from no other: each layer gets such new layers of its own name. */
    private static boolean isMadeWithoutModel(Node node, PlanState state) {
        return state.insertions().stream()
                .flatMap(insertion -> insertion.nodes().stream())
                .anyMatch(inserted ->
                        inserted.node().name().equals(node.name()) && inserted.making() instanceof Making.New);
    }

    private static Template like(Place place, String like) {
        NetGraph graph = place.state().graph();
        LayerLookup lookup = new LayerLookup(place.state());
        Node producer = graph.producerOf(like);
        if (graph.layer(like).isEmpty()) {
            throw place.refused(lookup.noSuchLayer("like(..) names '" + like + "', which is no layer", like));
        } else if (producer == null) {
            throw place.refused("like(..) names '" + like + "', which has no weights. Name another layer.");
        }
        String reason = whyNotRepeatable(producer);
        Unit unit = Unit.startingAt(graph, producer);
        if (reason != null) {
            throw place.refused("like(..) names '" + like + "', which " + reason + ". Name another layer.");
        } else if (!fits(producer, place.end().format()) || !isWhole(unit, graph) || !isHidden(unit, graph)) {
            throw place.refused("like(..) names '" + like + "', and a copy of it does not fit here: it outputs "
                    + producer.format() + ", and " + place.end().format() + " arrive"
                    + (isHidden(unit, graph) ? "" : "; it is an output of the network") + ". Name another layer.");
        }
        return of(unit, producer);
    }

    private static Template of(Unit unit, Node settings) {
        return new Template(unit, settings, bend(unit));
    }

    /** This template with the first of the layers with weights, the nearest first, that fits; itself if none does. */
    Template withSettings(Place place, Predicate<Node> fits) {
        return nearestFirst(place).stream()
                .filter(fits)
                .findFirst()
                .map(node -> new Template(unit, node, activation))
                .orElse(this);
    }

    private static Template withoutModel(Place place, Node settings) {
        Node activation =
                settings.produces() ? bend(Unit.startingAt(place.state().graph(), settings)) : null;
        return new Template(null, settings, activation);
    }

    private static @Nullable Node bend(Unit unit) {
        return unit.nodes().stream()
                .filter(node -> node.activation() != null && !isLinear(node.activation()))
                .findFirst()
                .orElse(null);
    }

    static boolean isLinear(ActivationTraits activation) {
        return activation.name().equals(ActivationTraits.IDENTITY.name());
    }

    /** The function that new layers apply. */
    ActivationTraits function() {
        return activation == null || activation.activation() == null
                ? ActivationTraits.IDENTITY
                : activation.activation();
    }

    @Nullable
    Node batchNorm() {
        return unit == null ? null : unit.batchNorm();
    }

    static boolean fits(Node node, @Nullable ArrayFormat format) {
        ArrayFormat own = node.format();
        return own != null && format != null && own.hasAxesOf(format);
    }

    /** Whether its last layer does nothing after it, such as a softmax. */
    private static boolean isWhole(Unit unit, NetGraph graph) {
        return graph.consumers(unit.end().name()).stream()
                .noneMatch(reader -> reader.layer().equals(unit.end().layer()));
    }

    private static boolean isHidden(Unit unit, NetGraph graph) {
        return unit.nodes().stream()
                .flatMap(node -> graph.layer(node.layer()).stream())
                .noneMatch(node -> graph.outputs().contains(node.name()));
    }

    /** Layers with weights: those before the place from the nearest on, then the others. */
    static List<Node> nearestFirst(Place place) {
        NetGraph graph = place.state().graph();
        List<Node> found = new ArrayList<>();
        Set<String> seen = new HashSet<>(Set.of(place.end().name()));
        Deque<Node> next = new ArrayDeque<>(List.of(place.end()));
        while (!next.isEmpty()) {
            Node node = next.remove();
            found.add(node);
            node.inputs().stream().filter(seen::add).map(graph::node).forEach(next::add);
        }
        graph.nodes().stream().filter(node -> seen.add(node.name())).forEach(found::add);
        return found.stream().filter(Node::produces).toList();
    }

    /** Why no copy of the node starts as the identity, as the end of a sentence; null if one can. */
    static @Nullable String whyNotRepeatable(Node producer) {
        EqualCopies copies = producer.equalCopies();
        if (producer.notRepeatable() != null) {
            return producer.notRepeatable();
        } else if (copies != null) {
            return copies.reason() + ", which is no identity";
        }
        return canBeIdentity(producer)
                ? null
                : "is " + LayerLookup.withArticle(producer.kind()) + ", and no weights make it return its input"
                        + " unchanged";
    }

    /** Whether the layer reads one value through one weight array, from each channel and tap to each channel. */
    private static boolean canBeIdentity(Node producer) {
        List<Param> weights = producer.params().stream().filter(Param::consumes).toList();
        return producer.inputs().size() == 1 && weights.size() == 1 && isPlain(weights.get(0), producer.kernel());
    }

    private static boolean isPlain(Param weights, @Nullable Kernel kernel) {
        List<AxisRole> roles = new ArrayList<>();
        for (int axis = 0; axis < weights.roles().size(); axis++) {
            if (!(weights.roles().get(axis) instanceof AxisRole.Fixed
                    && weights.shape().size(axis) == 1)) {
                roles.add(weights.roles().get(axis));
            }
        }
        return roles.remove(AxisRole.IN)
                && roles.remove(AxisRole.OUT)
                && roles.stream().allMatch(role -> role instanceof AxisRole.Spatial && kernel != null);
    }
}
