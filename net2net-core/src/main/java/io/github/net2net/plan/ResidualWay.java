package io.github.net2net.plan;

import io.github.net2net.graph.ActivationTraits;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.Node;
import io.github.net2net.graph.ValueFlow;
import io.github.net2net.rule.Deepening;
import io.github.net2net.rule.Deepening.Activation;
import io.github.net2net.spi.Making;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/*
 * With a batch norm last in F, its gamma and beta are zero and the weights before it are not, else the last weights are
 * zero. Either way the first gradient of what is zero is not zero, and from the second step on all of F learns.
 */

/** A residual block x + F(x) with F(x) = 0. */
record ResidualWay(DeepenSite site, Deepening.ZeroResidual residual) implements DeepenWay {

    /** A block of two layers, its activation where it is exact. */
    static ResidualWay ofTwoLayers(DeepenSite site) {
        return new ResidualWay(site, new Deepening.ZeroResidual(2, null));
    }

    private ActivationTraits function() {
        ActivationTraits own = site.template().function();
        return Template.isLinear(own) ? ActivationTraits.RELU : own;
    }

    private Activation activation() {
        Activation specified = residual.activation();
        return specified != null
                ? specified
                : site.values().fixedBy(function()) ? Activation.AFTER_SUM : Activation.BEFORE_SUM;
    }

    @Override
    public @Nullable String whyNot() {
        String branches = site.state().inserter().whyNoBranches();
        if (branches != null) {
            return "a residual block needs a sum of two paths. " + branches;
        } else if (activation() == Activation.AFTER_SUM && !site.values().fixedBy(function())) {
            return site.values() + " can arrive, and " + function().name() + " after the sum does not leave all of"
                    + " these unchanged. Use activation(BEFORE_SUM).";
        }
        return site.whyNoLinearLayer();
    }

    private boolean hasNorm() {
        return site.template().batchNorm() != null && site.deepening().batchNorm() == null;
    }

    /** The channels between the two layers. */
    private int inner() {
        Integer width = site.deepening().width();
        return width == null ? site.channels() : width;
    }

    private void check() {
        if (residual.layers() == 1) {
            requireNoWidth(site);
        }
        PairWay.requireNoBatchNorm(site, "a residual block, which starts at zero with any statistics,");
        Node norm = site.template().batchNorm();
        if (hasNorm()
                && norm != null
                && norm.batchNorm() != null
                && norm.batchNorm().lock() != null) {
            throw site.place()
                    .refused("the batch norm '" + norm.layer() + "' has a constant gamma and beta, which can't start at"
                            + " zero. Use withoutBatchNorm().");
        }
    }

    @Override
    public Built build() {
        check();
        NewNodes nodes = new NewNodes(site.place());
        nodes.unequal();
        if (residual.layers() == 2) {
            addFirst(nodes);
            nodes.nextLayer();
        } else if (activation() == Activation.BEFORE_SUM) {
            site.addFunction(nodes, function());
        }
        addLast(nodes);
        nodes.nextLayer();
        nodes.equalAgain();
        addSum(site, nodes);
        if (activation() == Activation.AFTER_SUM) {
            site.addFunction(nodes, function());
        }
        return Built.of(site, nodes, "zero residual block", text(), List.of());
    }

    /** A layer with weights as initialized, its batch norm and its activation. */
    private void addFirst(NewNodes nodes) {
        Unit unit = site.template().unit();
        if (unit == null || Template.isLinear(site.template().function())) {
            site.addLinear(nodes, inner(), node -> new InitialEdits(node).initialized());
            addNorm(nodes, inner(), node -> new InitialEdits(node).initialized());
            site.addFunction(nodes, function());
            return;
        }
        for (Node node : unit.nodes()) {
            Making making = new Making.Copy(node.name());
            if (node.produces()) {
                nodes.copy(node, making, inner(), site.kernel(), copy -> new InitialEdits(copy).initialized());
            } else if (node.batchNorm() == null) {
                nodes.copy(node, making, inner(), copy -> Map.of());
            } else if (hasNorm()) {
                nodes.copy(node, making, inner(), copy -> new InitialEdits(copy).initialized());
            }
        }
    }

    /** A layer that outputs zeros. */
    private void addLast(NewNodes nodes) {
        site.addLinear(
                nodes,
                site.channels(),
                node -> hasNorm() ? new InitialEdits(node).initialized() : new InitialEdits(node).zeros());
        addNorm(nodes, site.channels(), node -> new InitialEdits(node).silentBatchNorm());
    }

    private void addNorm(NewNodes nodes, int channels, NewNodes.ParamValues values) {
        Node norm = site.template().batchNorm();
        if (norm != null && hasNorm()) {
            nodes.copy(norm, new Making.Copy(norm.name()), channels, values);
        }
    }

    /** Refuses a width where there are no channels inside. */
    static void requireNoWidth(DeepenSite site) {
        if (site.deepening().width() != null) {
            throw site.place()
                    .refused(
                            "width(..) is for channels between two layers, and this block has one layer, which outputs what"
                                    + " is added. Leave it out, or use zeroResidual().layers(2).");
        }
    }

    /** Adds the sum of what arrives at the site and the last new node. */
    static void addSum(DeepenSite site, NewNodes nodes) {
        Node end = site.place().end();
        Node sum = Node.named(nodes.names().layer(end.layer() + "_sum"))
                .kind("sum")
                .inputs(end.name(), nodes.last().name())
                .behavior(new ChannelBehavior.Elementwise())
                .format(end.format())
                .values(ValueFlow.ADDS)
                .build();
        nodes.add(sum, new Making.Sum(), site.channels(), node -> Map.of());
    }

    private String text() {
        return function().name()
                + (activation() == Activation.AFTER_SUM ? " after the sum" : " before the sum")
                + (hasNorm() ? ", with batch norm" : "")
                + (inner() == site.channels() ? "" : ", " + inner() + " channels inside");
    }
}
