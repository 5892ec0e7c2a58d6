package io.github.net2net.plan;

import com.google.common.collect.ImmutableList;
import io.github.net2net.GrowthException;
import io.github.net2net.channel.ChannelMap;
import io.github.net2net.graph.ActivationTraits;
import io.github.net2net.graph.AxisRole;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.ChannelBehavior.Opaque;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.Node;
import io.github.net2net.graph.Param;
import io.github.net2net.graph.ParamKey;
import io.github.net2net.plan.PlannedStep.AxisChange;
import io.github.net2net.plan.PlannedStep.EditLine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The end of a classifier: a layer that makes logits, one for each class, and a softmax or sigmoid of them.
 *
 * @param output the name of the output node
 * @param logits the node with the weights that make the logits
 * @param softmax the softmax, null if the activation acts on each class alone
 * @param passed the activation between the logits and the softmax, null if there is none
 */
record ClassLogits(
        String output,
        Node logits,
        @Nullable Node softmax,
        @Nullable String passed) {
    private static final Set<String> OF_ONE_CLASS = Set.of("sigmoid", "hardsigmoid");

    /**
     * The end that the named output layer is.
     *
     * @param refusal makes the refusal of a reason
     */
    static ClassLogits of(PlanState state, String layer, Function<String, GrowthException> refusal) {
        NetGraph graph = state.graph();
        Node output = graph.layer(layer).stream()
                .filter(node -> graph.outputs().contains(node.name()))
                .findFirst()
                .orElseThrow(() -> refusal.apply(notAnOutput(state, layer)));
        Node softmax = null;
        String activation = ActivationTraits.IDENTITY.name();
        Node node = output;
        while (!node.produces()) {
            ActivationTraits traits = node.activation();
            activation = traits == null ? activation : traits.name();
            if (node.behavior() instanceof Opaque opaque && opaque.softmax() && softmax == null) {
                if (!activation.equals(ActivationTraits.IDENTITY.name())) {
                    throw refusal.apply("its probabilities pass " + activation
                            + ", after which those of old classes would not keep their ratios. Name an output without"
                            + " an activation after the softmax.");
                }
                softmax = node;
            } else if (node.behavior() instanceof Opaque opaque) {
                throw refusal.apply("'" + node.layer() + "' " + opaque.reason() + ".");
            } else if (!(node.behavior() instanceof ChannelBehavior.PerChannel)
                    || !node.params().isEmpty()) {
                throw refusal.apply("its logits pass " + LayerLookup.withArticle(node.kind()) + ", '" + node.layer()
                        + "', after which new ones would not stay low. Put a dense or convolutional layer after it.");
            }
            node = graph.node(node.inputs().get(0));
        }
        if (softmax == null && !OF_ONE_CLASS.contains(activation)) {
            throw refusal.apply("its activation is " + activation
                    + ", so its outputs are not classes. Name an output with" + " softmax or sigmoid.");
        }
        checkWeights(node, refusal);
        boolean passes = softmax != null && !activation.equals(ActivationTraits.IDENTITY.name());
        return new ClassLogits(output.name(), node, softmax, passes ? activation : null);
    }

    /** The output whose classes the node's channels are; empty if they are none. */
    static Optional<String> outputOf(PlanState state, Node node) {
        return state.graph().outputs().stream()
                .map(output -> state.graph().node(output).layer())
                .filter(output -> {
                    try {
                        return of(state, output, GrowthException::new).logits().equals(node);
                    } catch (GrowthException noClasses) {
                        return false;
                    }
                })
                .findFirst();
    }

    private static String notAnOutput(PlanState state, String layer) {
        List<String> outputs = state.graph().outputs().stream()
                .map(name -> state.graph().node(name).layer())
                .toList();
        return state.graph().layer(layer).isEmpty()
                ? new LayerLookup(state).noSuchLayer("there is no layer of that name", layer)
                : "it is no output of the network. The outputs are: " + String.join(", ", outputs) + ".";
    }

    private static void checkWeights(Node node, Function<String, GrowthException> refusal) {
        boolean gated = node.params().stream()
                .flatMap(param -> param.roles().stream())
                .anyMatch(role -> role.blocks() > 1 || role.equals(AxisRole.RECURRENT));
        if (gated || node.equalCopies() != null) {
            throw refusal.apply("its logits are made by " + LayerLookup.withArticle(node.kind())
                    + ", whose new outputs would not stay low. Put an output layer after it.");
        }
    }

    /** The node as one that is not at the network's end. */
    Node asInner(Node node) {
        return node.equals(softmax)
                ? node.toBuilder().behavior(new ChannelBehavior.PerChannel()).build()
                : node;
    }

    /** The node at the network's end again, with more classes. */
    Node restored(Node node, int classes) {
        return softmax != null && node.name().equals(softmax.name()) && softmax.behavior() instanceof Opaque opaque
                ? node.toBuilder()
                        .behavior(new Opaque(classes, opaque.reason(), opaque.advice(), true))
                        .build()
                : node;
    }

    /** What plans print. */
    ImmutableList<String> notes() {
        ImmutableList.Builder<String> notes = ImmutableList.builder();
        notes.add("the logits of old classes stay; new ones have weights of zero"
                + (biases()
                        ? " and a bias " + (int) NewClasses.BELOW + " below the lowest old one"
                        : ", and no bias to be low"));
        if (passed != null) {
            notes.add("they pass " + passed
                    + " before the softmax, after which new ones are not low: new classes have a part of"
                    + " the probability at once");
        }
        if (softmax != null) {
            notes.add("probabilities of old classes keep their ratios, and their sum is now below 1");
        }
        return notes.build();
    }

    private boolean biases() {
        return logits.params().stream().anyMatch(ClassLogits::isBias);
    }

    /** One entry for each class, and nothing else. */
    private static boolean isBias(Param param) {
        for (int axis = 0; axis < param.roles().size(); axis++) {
            AxisRole role = param.roles().get(axis);
            if (!role.equals(AxisRole.OUT) && !role.equals(AxisRole.FIXED)) {
                return false;
            }
        }
        return param.roles().contains(AxisRole.OUT);
    }

    /** The first values of the new classes' parameters, after they were added. */
    Map<ParamKey, ParamEdit> edits(NetGraph grown) {
        Map<ParamKey, ParamEdit> edits = new LinkedHashMap<>();
        for (Param param : grown.node(logits.name()).params()) {
            int axis = param.roles().indexOf(AxisRole.OUT);
            if (axis >= 0) {
                int before = logits.param(param.name()).shape().size(axis);
                ChannelMap map = ChannelMap.extended(before, param.shape().size(axis));
                edits.put(new ParamKey(logits.name(), param.name()), new NewClasses(axis, kept(map), isBias(param)));
            }
        }
        return edits;
    }

    /** The old channels in their places, in an array that has room for the new ones already. */
    private static ChannelMap kept(ChannelMap map) {
        return ChannelMap.of(map.size(), map.sources());
    }

    /** The lines of the widening, with what new classes start as. */
    List<EditLine> lines(List<EditLine> widening) {
        List<EditLine> lines = new ArrayList<>();
        for (EditLine line : widening) {
            boolean own = line.target().startsWith(logits.name() + ".");
            lines.add(
                    own
                            ? new EditLine(
                                    line.target(),
                                    line.changes().stream()
                                            .map(change ->
                                                    new AxisChange(change.sizes(), passed == null ? "add, low" : "add"))
                                            .toList())
                            : line);
        }
        return lines;
    }
}
