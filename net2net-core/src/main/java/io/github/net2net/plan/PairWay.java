package io.github.net2net.plan;

import io.github.net2net.graph.ActivationTraits;
import io.github.net2net.graph.Node;
import io.github.net2net.rule.Deepening;
import io.github.net2net.spi.Making;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Two layers, [I, −I] and [I; −I] / c, with a function between them for which f(x) − f(−x) = c·x. */
record PairWay(DeepenSite site) implements DeepenWay {

    /** The template's function if it is one of these, else ReLU. */
    private ActivationTraits function() {
        return hasOwn(site) ? site.template().function() : ActivationTraits.RELU;
    }

    /** Whether the template's function is one of these. */
    static boolean hasOwn(DeepenSite site) {
        ActivationTraits own = site.template().function();
        return own.oddSlope() != 0 && !Template.isLinear(own);
    }

    @Override
    public @Nullable String whyNot() {
        return site.whyNoLinearLayer();
    }

    @Override
    public Node widened(NewNodes nodes) {
        return nodes.firstProducer();
    }

    @Override
    public Built build() {
        requireNoBatchNorm(site, "a pair");
        NewNodes nodes = new NewNodes(site.place());
        nodes.unequal();
        int twice = Math.multiplyExact(2, site.channels());
        addFirst(nodes, twice);
        nodes.nextLayer();
        nodes.equalAgain();
        double scale = 1 / function().oddSlope();
        site.addLinear(nodes, site.channels(), node -> new InitialEdits(node).pair(scale));
        return Built.of(site, nodes, "pair identity", text(), notes());
    }

    private void addFirst(NewNodes nodes, int twice) {
        Unit unit = site.template().unit();
        if (unit == null || !hasOwn(site)) {
            site.addLinear(nodes, twice, node -> new InitialEdits(node).pair(1));
            site.addFunction(nodes, function());
            return;
        }
        for (Node node : unit.nodes()) {
            Making making = new Making.Copy(node.name());
            if (node.produces()) {
                nodes.copy(node, making, twice, site.kernel(), copy -> new InitialEdits(copy).pair(1));
            } else if (node.batchNorm() == null) {
                nodes.copy(node, making, twice, copy -> Map.of());
            }
        }
    }

    private String text() {
        double slope = function().oddSlope();
        String product = slope == 1 ? "x" : String.format(Locale.ROOT, "%.6g x", slope);
        return function().name() + " (f(x) - f(-x) = " + product + ")";
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        String own = site.template().function().name();
        if (!hasOwn(site) && !Template.isLinear(site.template().function())) {
            notes.add("relu in the place of " + own + ", whose f(x) - f(-x) is no multiple of x");
        }
        notes.addAll(NewBatchNorm.omitted(site));
        return notes;
    }

    /** Refuses a batch norm with values where new layers have none. */
    static void requireNoBatchNorm(DeepenSite site, String what) {
        Deepening.BatchNorm rule = site.deepening().batchNorm();
        if (rule != null && !(rule instanceof Deepening.Omitted)) {
            throw site.place().refused(what + " has no batch norm to calibrate. Leave batchNorm(..) out.");
        }
    }
}
