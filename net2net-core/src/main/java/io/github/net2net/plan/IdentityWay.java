package io.github.net2net.plan;

import io.github.net2net.graph.Node;
import io.github.net2net.spi.Making;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A copy of the template's unit with identity weights: arXiv 1511.05641, section 2.3. */
record IdentityWay(DeepenSite site) implements DeepenWay {

    @Override
    public @Nullable String whyNot() {
        return site.isFixed() ? site.whyNoLinearLayer() : whyNotFixed(site);
    }

    /** Why the template's function does not leave what arrives unchanged, as sentences. */
    static String whyNotFixed(DeepenSite site) {
        String name = site.template().function().name();
        return (site.repeatsOwnUnit()
                        ? "its activation is " + name + ", which differs if it is applied twice: f(f(x)) = f(x) must"
                                + " hold, as it does for relu, identity and hard tanh."
                        : site.values() + " can arrive, and " + name + " does not leave all of these unchanged.")
                + " Use Deepening.exact(), which finds another way.";
    }

    @Override
    public Node widened(NewNodes nodes) {
        return nodes.firstProducer();
    }

    @Override
    public Built build() {
        NewBatchNorm norm = new NewBatchNorm(site);
        norm.check();
        NewNodes nodes = new NewNodes(site.place());
        Unit unit = site.template().unit();
        if (unit == null) {
            site.addLinear(nodes, site.channels(), node -> new InitialEdits(node).identity());
            if (!Template.isLinear(site.template().function())) {
                site.addFunction(nodes, site.template().function());
            }
        } else {
            copy(unit, norm, nodes);
        }
        Built built = Built.of(site, nodes, "identity", function(), norm.notes());
        return norm.isCopied() ? built.inInferenceOnly() : built;
    }

    private void copy(Unit unit, NewBatchNorm norm, NewNodes nodes) {
        for (Node node : unit.nodes()) {
            Making making = new Making.Copy(node.name());
            if (node.produces()) {
                nodes.copy(node, making, site.channels(), site.kernel(), copy -> new InitialEdits(copy).identity());
            } else if (node.batchNorm() == null) {
                nodes.copy(node, making, site.channels(), copy -> Map.of());
            } else if (norm.isCopied()) {
                nodes.copy(node, making, site.channels(), copy -> new InitialEdits(copy).batchNorm(norm.source()));
            }
        }
    }

    private String function() {
        if (Template.isLinear(site.template().function())) {
            return "no activation";
        }
        String name = site.template().function().name();
        return name
                + (isIdempotent()
                        ? " (a second " + name + " changes nothing)"
                        : " (leaves " + site.values() + " unchanged)");
    }

    private boolean isIdempotent() {
        return site.template().function().idempotent() && site.repeatsOwnUnit();
    }
}
