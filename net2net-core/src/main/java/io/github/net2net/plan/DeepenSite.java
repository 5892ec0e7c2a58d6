package io.github.net2net.plan;

import com.google.common.collect.ImmutableList;
import io.github.net2net.graph.ActivationTraits;
import io.github.net2net.graph.ArrayFormat;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.Interval;
import io.github.net2net.graph.Kernel;
import io.github.net2net.graph.MaskUse;
import io.github.net2net.graph.Masks;
import io.github.net2net.graph.Node;
import io.github.net2net.graph.ValueFlow;
import io.github.net2net.rule.Deepening;
import io.github.net2net.spi.Making;
import io.github.net2net.spi.NewLayer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A place where new layers go, and what they take after.
 *
 * @param deepening what the user specified
 * @param values what arrives there
 */
record DeepenSite(Place place, Deepening deepening, Template template, ArrivingValues values) {

    static DeepenSite of(Place place, Deepening deepening) {
        ArrivingValues values = ArrivingValues.after(place.state().graph(), place.end());
        String like = deepening.way() instanceof Deepening.ZeroRecurrent ? null : deepening.like();
        Template template = Template.at(place, like);
        DeepenSite site = new DeepenSite(place, deepening, template, values);
        return template.unit() != null
                ? site
                : new DeepenSite(place, deepening, template.withSettings(place, site::canTakeOver), values);
    }

    /** Whether new layers can take over the settings of the node's layer. */
    private boolean canTakeOver(Node node) {
        return describe(new NewLayer.Pointwise(), "probe", place.end().name(), channels(), node)
                .isPresent();
    }

    PlanState state() {
        return place.state();
    }

    int channels() {
        return place.channels();
    }

    /** Whether the template's function leaves every value unchanged that arrives. */
    boolean isFixed() {
        return values.fixedBy(template.function());
    }

    /** Whether the place is directly after the unit that is repeated. */
    boolean repeatsOwnUnit() {
        return template.unit() != null
                && place.isBehindUnit()
                && template.unit().equals(place.unit());
    }

    boolean outputsOnePosition() {
        ArrayFormat format = place.end().format();
        return format != null && Objects.equals(format.positions(), 1L);
    }

    /** The kernel of new convolutions; null if they have none. */
    @Nullable
    Kernel kernel() {
        Unit unit = template.unit();
        Kernel own = unit == null ? null : unit.producer().kernel();
        if (own == null) {
            if (deepening.kernel() != null) {
                throw place.refused("kernel(..) is for convolutions, and the new layer has no kernel. Leave it out.");
            }
            return null;
        }
        return new UnitKernel(place).of(own, deepening.kernel());
    }

    /** Why no linear layer with identity weights can be inserted, as a sentence; null if one can. */
    @Nullable
    String whyNoLinearLayer() {
        if (template.unit() != null) {
            return null;
        }
        ArrayFormat format = place.end().format();
        if (format == null) {
            return "the format of its output is not known, so that no layer is known to fit after it. Give the types of"
                    + " the network's inputs, or deepen after another layer.";
        }
        return describe(new NewLayer.Pointwise(), "probe", place.end().name(), channels())
                        .isPresent()
                ? null
                : "no layer of this network has a copy that fits after it, and none can be made without one."
                        + " Deepen after another layer.";
    }

    /** Adds a linear layer: a copy of the template's layer with weights without its activation, or one without a model. */
    void addLinear(NewNodes nodes, int out, NewNodes.ParamValues values) {
        Unit unit = template.unit();
        if (unit == null) {
            addNew(nodes, new NewLayer.Pointwise(), "pointwise", out, values);
        } else {
            nodes.copy(unit.producer(), new Making.LinearCopy(unit.producer().name()), out, kernel(), values);
        }
    }

    /**
     * Adds a layer without a model, with as many output channels as given.
     *
     * @param word what its name ends in
     */
    void addNew(NewNodes nodes, NewLayer layer, String word, int out, NewNodes.ParamValues values) {
        String name = nodes.names().layer(place.end().layer() + "_" + word);
        NewLayer.Description description = describe(layer, name, nodes.last().name(), nodes.channels())
                .orElseThrow(() -> new IllegalStateException("no " + layer + " for " + place));
        Making making = new Making.New(layer, template.settings().name());
        for (Node node : description.nodes()) {
            nodes.addResized(node, making, out, values);
        }
    }

    /** What the adapter tells of a layer without a model; empty if it has none. */
    Optional<NewLayer.Description> describe(NewLayer layer, String name, String input, int in) {
        return describe(layer, name, input, in, template.settings());
    }

    private Optional<NewLayer.Description> describe(NewLayer layer, String name, String input, int in, Node model) {
        ArrayFormat format = place.end().format();
        if (format == null) {
            return Optional.empty();
        }
        String settings = state().inTeacher(model.name());
        return state().inserter().describe(layer, new NewLayer.Site(name, input, in, format), settings);
    }

    /** Adds what applies a function and nothing else: the template's, or ReLU. */
    void addFunction(NewNodes nodes, ActivationTraits function) {
        Node own = template.activation();
        boolean copies = own != null && function.equals(own.activation());
        String name = nodes.names().layer(place.end().layer() + (copies ? "_activation" : "_relu"));
        nodes.add(
                Node.named(name)
                        .kind("activation")
                        .behavior(new ChannelBehavior.PerChannel())
                        .activation(function),
                copies ? new Making.ActivationOf(Objects.requireNonNull(own).name()) : new Making.Relu());
    }

    /** What keeps new layers from being the identity where a mask arrives, for plans; empty if nothing does. */
    ImmutableList<String> changesOfMasks(List<Node> nodes, boolean zeroesMatter) {
        Masks masks = Masks.in(state().graph());
        List<String> changes =
                new ArrayList<>(missedMask(masks, place.end(), nodes).stream().toList());
        if (!masks.leave(place.end())) {
            return ImmutableList.copyOf(changes);
        }
        for (Node node : nodes) {
            Kernel kernel = node.kernel();
            if (node.behavior() instanceof ChannelBehavior.Elementwise && outputsOnePosition()) {
                changes.add(
                        "a mask of examples can leave the new sum in another data type than the network's, with which"
                                + " a layer after it can fail");
            } else if (kernel != null && !kernel.keepsMasks()) {
                changes.add("a mask is pooled over the new layer's kernel, so with a mask more positions count than"
                        + " before");
            } else if (zeroesMatter && !repeatsOwnUnit() && node.maskUse() == MaskUse.DISTORTS) {
                changes.add(
                        "the new layer may output other values than zero at masked positions, so with a mask results may"
                                + " differ");
            } else if (zeroesMatter && node.maskUse() == MaskUse.ZEROES && !isZeroWhereMasked(place.end())) {
                boolean norm = place.unit() != null && place.unit().batchNorm() != null;
                changes.add("the new layer sets masked positions to zero, which "
                        + (norm ? "the batch norm before it does not leave at zero" : "are not known to be zero before")
                        + ", so with a mask they differ");
            }
        }
        return changes.stream().distinct().collect(ImmutableList.toImmutableList());
    }

    /** What new nodes after {@code last} do if they get no mask where the network gets one; empty if that is nothing. */
    static Optional<String> missedMask(Masks masks, Node last, List<Node> nodes) {
        boolean ofSteps = nodes.stream()
                .anyMatch(node ->
                        node.kernel() != null && node.kernel().dimensions().size() == 1);
        boolean arrives = masks.inputs() == 1 && masks.certain().contains(last.name());
        if (!ofSteps || masks.carriers().isEmpty() || arrives) {
            return Optional.empty();
        }
        return Optional.of(
                masks.leave(last) && masks.inputs() > 1
                        ? "the new 1D convolution is not known to run with masks of other inputs alone"
                        : "a mask " + (masks.leave(last) ? "can end" : "ends")
                                + " before the new 1D convolution, which is not known to run with a mask"
                                + " elsewhere");
    }

    private boolean isZeroWhereMasked(Node node) {
        boolean ofZeroingLayer = state().graph().layer(node.layer()).stream()
                .anyMatch(part -> part.maskUse().zeroes());
        if (ofZeroingLayer) {
            return true;
        }
        ActivationTraits f = node.activation();
        boolean keepsZero = f == null
                ? node.values() != ValueFlow.ANY
                : f.idempotent() || f.fixed().contains(Interval.ZERO);
        return keepsZero
                && !node.inputs().isEmpty()
                && node.inputs().stream().map(state().graph()::node).allMatch(this::isZeroWhereMasked);
    }
}
