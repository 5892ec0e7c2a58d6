package io.github.net2net.plan;

import io.github.net2net.graph.ActivationTraits;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.Interval;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.Node;
import io.github.net2net.graph.ValueFlow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/*
 * Interval arithmetic over the graph. A node that selects values keeps more than their range: where all of them are
 * outputs of one function, its outputs are too, zeros included if f(0) = 0. That is what makes a function idempotent
 * after a maximum pooling which is no identity on an interval, as the thresholded ReLU.
 */

/**
 * The values that a node can output, whatever the network reads; masked positions aside.
 *
 * @param range they are among these numbers
 * @param outputsOf the function that each of them is an output of, null if none is known
 */
record ArrivingValues(Interval range, @Nullable ActivationTraits outputsOf) {
    private static final ArrivingValues ANY = new ArrivingValues(Interval.ALL, null);

    /** The values after the node. */
    static ArrivingValues after(NetGraph graph, Node end) {
        Map<String, ArrivingValues> known = new HashMap<>();
        for (Node node : graph.nodes()) {
            List<ArrivingValues> inputs = node.inputs().stream()
                    .map(input -> Objects.requireNonNull(known.get(input)))
                    .toList();
            known.put(node.name(), of(node, inputs));
        }
        return Objects.requireNonNull(known.get(end.name()));
    }

    /** Whether f(x) = x for all of them. */
    boolean fixedBy(ActivationTraits f) {
        boolean ownOutputs =
                outputsOf != null && f.idempotent() && outputsOf.name().equals(f.name());
        return ownOutputs || f.fixed().contains(range);
    }

    private static ArrivingValues of(Node node, List<ArrivingValues> inputs) {
        ActivationTraits f = node.activation();
        if (f != null) {
            return f.name().equals(ActivationTraits.IDENTITY.name())
                    ? inputs.get(0)
                    : new ArrivingValues(f.image(), f.idempotent() ? f : null);
        }
        return switch (flow(node)) {
            case ANY -> ANY;
            case SELECTS -> selected(inputs);
            case AVERAGES -> new ArrivingValues(hull(inputs), null);
            case ADDS -> new ArrivingValues(hull(inputs).sums(), null);
        };
    }

    private static ValueFlow flow(Node node) {
        return node.behavior().accept(new ChannelBehavior.Visitor<>() {
            @Override
            public ValueFlow source(ChannelBehavior.Source source) {
                return ValueFlow.ANY;
            }

            @Override
            public ValueFlow producer(ChannelBehavior.Producer producer) {
                return ValueFlow.ANY;
            }

            @Override
            public ValueFlow perChannel(ChannelBehavior.PerChannel perChannel) {
                return node.values();
            }

            @Override
            public ValueFlow elementwise(ChannelBehavior.Elementwise elementwise) {
                return node.values();
            }

            @Override
            public ValueFlow concat(ChannelBehavior.Concat concat) {
                return ValueFlow.SELECTS;
            }

            @Override
            public ValueFlow slices(ChannelBehavior.Slices slices) {
                return ValueFlow.SELECTS;
            }

            @Override
            public ValueFlow expand(ChannelBehavior.Expand expand) {
                return node.params().isEmpty() ? ValueFlow.SELECTS : ValueFlow.ANY;
            }

            @Override
            public ValueFlow collapse(ChannelBehavior.Collapse collapse) {
                return ValueFlow.SELECTS;
            }

            @Override
            public ValueFlow opaque(ChannelBehavior.Opaque opaque) {
                return ValueFlow.ANY;
            }
        });
    }

    private static ArrivingValues selected(List<ArrivingValues> inputs) {
        ActivationTraits f = inputs.get(0).outputsOf;
        boolean same = f != null
                && f.fixed().contains(Interval.ZERO)
                && inputs.stream()
                        .allMatch(input -> input.outputsOf != null
                                && input.outputsOf.name().equals(f.name()));
        return new ArrivingValues(hull(inputs), same ? f : null);
    }

    private static Interval hull(List<ArrivingValues> inputs) {
        Interval hull = Interval.ZERO;
        for (ArrivingValues input : inputs) {
            hull = hull.hull(input.range);
        }
        return hull;
    }

    /** For plans: "values of 0 and above". */
    @Override
    public String toString() {
        if (range.equals(Interval.ALL)) {
            return "any values";
        }
        return range.most() == Double.POSITIVE_INFINITY
                ? "values of " + number(range.least()) + " and above"
                : "values from " + number(range.least()) + " to " + number(range.most());
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.valueOf((long) value)
                : String.valueOf(value);
    }
}
