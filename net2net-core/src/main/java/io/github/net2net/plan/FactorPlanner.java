package io.github.net2net.plan;

import com.google.common.collect.ImmutableList;
import io.github.net2net.GrowthException;
import io.github.net2net.graph.ArrayFormat;
import io.github.net2net.graph.AxisRole;
import io.github.net2net.graph.Masks;
import io.github.net2net.graph.Node;
import io.github.net2net.graph.Param;
import io.github.net2net.graph.ParamKey;
import io.github.net2net.graph.Quantities;
import io.github.net2net.plan.Factorize.KernelPlace;
import io.github.net2net.plan.PlannedStep.AxisChange;
import io.github.net2net.plan.PlannedStep.EditLine;
import io.github.net2net.spi.Making;
import io.github.net2net.spi.NewLayer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Plans factorizations. */
record FactorPlanner(PlanState state, Factorize step) {
    private static final String VERB = "factorize";

    /** From how many channels on the step is exact, whatever the weights. */
    long enough() {
        Node node = producer();
        return new FactorKernel(node, weights(node), step).enough();
    }

    PlanState factorize() {
        Node node = producer();
        FactorKernel kernel = new FactorKernel(node, weights(node), step);
        if (step.kernel() == KernelPlace.FIRST && !kernel.canBeFirst()) {
            throw refused("kernelFirst() is for convolutions, and it has no kernel. Leave it out.");
        }
        NewNodes nodes = new NewNodes(new Place(
                state, step.layer(), null, state.graph().node(node.inputs().get(0))));
        nodes.unequal();
        ParamKey key = new ParamKey(node.name(), kernel.weights().name());
        Factors.Request request =
                new Factors.Request(key, state.edits(key).size(), kernel.axis(), kernel.place(), step.layer());
        List<String> notes = new ArrayList<>(notes(kernel));
        if (kernel.place() == KernelPlace.FIRST) {
            addKernel(nodes, node, request);
        } else {
            notes.addAll(add(nodes, node, new NewLayer.Pointwise(), made -> edits(made, request)));
        }
        if (step.slopes()) {
            notes.addAll(add(nodes, node, new NewLayer.Slopes(), made -> new InitialEdits(made).filled(1)));
        }
        Param smaller = kernel.after();
        int inAxis = smaller.roles().indexOf(AxisRole.IN);
        return nodes.appliedBefore(
                        after(kernel, smaller), Map.of(key, new Factors.After(smaller.shape(), inAxis, request)))
                .withSteps(List.of(planned(kernel, smaller, nodes, notes)));
    }

    /** The old layer, which reads the new one. */
    private static Node after(FactorKernel kernel, Param smaller) {
        Node node = kernel.node();
        Node.Builder builder = node.toBuilder()
                .params(node.params().stream()
                        .map(param -> param.equals(kernel.weights()) ? smaller : param)
                        .toList());
        if (kernel.place() == KernelPlace.FIRST) {
            builder.kernel(kernel.singleTap());
            if (node.format() != null) {
                builder.positions(node.format().positions());
            }
        }
        return builder.build();
    }

    /** Adds a copy of the layer without its activation. */
    private void addKernel(NewNodes nodes, Node node, Factors.Request request) {
        String name = nodes.names().layer(node.layer() + "_factor");
        Node copy = node.toBuilder()
                .rename(name)
                .layer(name)
                .inputs(nodes.last().name())
                .fixedBecause(null)
                .build();
        nodes.addResized(copy, new Making.LinearCopy(node.name()), step.to(), made -> edits(made, request));
    }

    private Node producer() {
        Node producer = state.graph().producerOf(step.layer());
        List<Node> nodes = state.graph().layer(step.layer());
        if (nodes.isEmpty()) {
            throw refused(new LayerLookup(state).noSuchLayer("there is no layer of that name", step.layer()));
        } else if (producer == null) {
            throw noProduct(nodes.get(nodes.size() - 1));
        }
        return producer;
    }

    private GrowthException noProduct(Node node) {
        return refused("it is " + LayerLookup.withArticle(node.kind())
                + ", whose result is no product of its input and one array of weights. Name a dense layer or a"
                + " convolution.");
    }

    /** The only weights of the layer. */
    private Param weights(Node node) {
        List<Param> weights = node.params().stream().filter(Param::consumes).toList();
        boolean product = node.inputs().size() == 1 && weights.size() == 1 && isProduct(weights.get(0));
        if (!product || !readsOnly(node, weights.get(0)) || hasPartBefore(node)) {
            throw noProduct(node);
        } else if (node.notRepeatable() != null && node.notRepeatable().contains("not known")) {
            throw refused("it " + node.notRepeatable() + ". Name a dense layer or a convolution.");
        } else if (node.frozen()) {
            throw refused("it is frozen, and a factor of its weights would never learn. Unfreeze it first.");
        }
        return weights.get(0);
    }

    /** Whether a part of the layer before the node has weights too, such as those of a separable convolution. */
    private boolean hasPartBefore(Node node) {
        Node part = state.graph().node(node.inputs().get(0));
        while (part.layer().equals(node.layer()) && part.params().isEmpty()) {
            part = state.graph().node(part.inputs().get(0));
        }
        return part.layer().equals(node.layer());
    }

    private static boolean isProduct(Param weights) {
        return weights.roles().contains(AxisRole.IN)
                && weights.roles().stream()
                        .allMatch(role -> role.equals(AxisRole.IN)
                                || role.equals(AxisRole.OUT)
                                || role.equals(AxisRole.FIXED)
                                || role instanceof AxisRole.Spatial);
    }

    /** Whether no other parameter has entries for channels of the input, such as a center loss' centers. */
    private static boolean readsOnly(Node node, Param weights) {
        return node.params().stream()
                .filter(param -> !param.equals(weights))
                .flatMap(param -> param.roles().stream())
                .noneMatch(role -> node.inputs().get(0).equals(role.channelsOf(node)));
    }

    /** Adds a layer, and returns what the framework can't do with it. */
    private List<String> add(NewNodes nodes, Node node, NewLayer layer, NewNodes.ParamValues values) {
        ArrayFormat format = nodes.last().format();
        String word = layer instanceof NewLayer.Slopes ? "prelu" : "factor";
        String name = nodes.names().layer(node.layer() + "_" + word);
        NewLayer.Site site =
                format == null ? null : new NewLayer.Site(name, nodes.last().name(), nodes.channels(), format);
        NewLayer.Description description = site == null
                ? null
                : state.inserter()
                        .describe(layer, site, state.inTeacher(node.name()))
                        .orElse(null);
        if (description == null) {
            throw refused("no layer is known to fit before it: the format of its input is not known, or has none."
                    + " Give the types of the network's inputs, or name another layer.");
        }
        for (Node made : description.nodes()) {
            nodes.addResized(made, new Making.New(layer, node.name()), step.to(), values);
        }
        return description.notes();
    }

    /** The new layer's weights are a factor; its bias is zero. */
    private static Map<ParamKey, ParamEdit> edits(Node made, Factors.Request request) {
        Map<ParamKey, ParamEdit> edits = new LinkedHashMap<>(new InitialEdits(made).zeros());
        for (Param param : made.params()) {
            if (param.consumes()) {
                int out = param.roles().indexOf(AxisRole.OUT);
                edits.put(new ParamKey(made.name(), param.name()), new Factors.Before(param.shape(), out, request));
            }
        }
        return edits;
    }

    private PlannedStep planned(FactorKernel kernel, Param smaller, NewNodes nodes, List<String> notes) {
        Node node = kernel.node();
        Masks masks = Masks.in(state.graph());
        Optional<String> change = masks.reach(node)
                ? Optional.of("with a mask, what arrives at wrong positions may differ")
                : DeepenSite.missedMask(masks, state.graph().node(node.inputs().get(0)), nodes.nodes());
        List<String> all = new ArrayList<>(notes);
        change.ifPresent(all::add);
        String begin = VERB + " " + node.layer() + ": new layer" + (step.slopes() ? "s " : " ") + nodes.layers()
                + " before it, " + Quantities.of(step.to(), "channel");
        List<AxisChange> changes = new ArrayList<>();
        Param weights = kernel.weights();
        for (int axis = 0; axis < weights.roles().size(); axis++) {
            int before = weights.shape().size(axis);
            int after = smaller.shape().size(axis);
            if (before != after || weights.roles().get(axis).equals(AxisRole.IN)) {
                changes.add(new AxisChange(weights.shape().name(axis) + " " + before + "->" + after, "factor"));
            }
        }
        return new PlannedStep(
                begin + ", the product of the weights unchanged"
                        + (step.to() < kernel.enough() ? " if their rank is at most " + step.to() : ""),
                all,
                List.of(new EditLine(node.name() + "." + weights.name(), changes)),
                List.of(),
                new Exactness(true, true, change.isEmpty()),
                new PlannedStep.BaselineText(begin + ", initialized at random", ImmutableList.of()));
    }

    private List<String> notes(FactorKernel kernel) {
        long enough = kernel.enough();
        String rank = step.to() < enough
                ? "grow() refuses it if the weights have a higher rank, which a plan does not check; it is exact whatever the weights from "
                        + enough + " channels on"
                : "channels beyond the rank of the weights start at random, and are read with weight zero";
        return Stream.of(kernel.why(), rank).filter(Objects::nonNull).toList();
    }

    private GrowthException refused(String reason) {
        return new GrowthException("cannot " + VERB + " '" + step.layer() + "': " + reason);
    }
}
