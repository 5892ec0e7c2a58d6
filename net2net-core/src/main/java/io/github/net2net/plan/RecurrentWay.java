package io.github.net2net.plan;

import io.github.net2net.graph.Node;
import io.github.net2net.spi.Making;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A residual block x + F(x), F a copy of the nearest recurrent layer with zero weights. */
record RecurrentWay(DeepenSite site) implements DeepenWay {

    private Optional<Node> template() {
        String like = site.deepening().like();
        return Template.nearestFirst(site.place()).stream()
                .filter(node -> node.silent()
                        && (like == null || node.layer().equals(like))
                        && Template.fits(node, site.place().end().format())
                        && site.state().graph().layer(node.layer()).size() == 1)
                .findFirst();
    }

    @Override
    public @Nullable String whyNot() {
        String branches = site.state().inserter().whyNoBranches();
        if (branches != null) {
            return "a residual block needs a sum of two paths. " + branches;
        }
        if (template().isPresent()) {
            return null;
        }
        String like = site.deepening().like();
        String wanted = "recurrent layer for arrays of this format that outputs zeros if its weights are zero.";
        return like == null
                ? "there is no " + wanted + " Use zeroResidual()."
                : "like(..) names '" + like + "', which is no " + wanted + " Name another layer.";
    }

    @Override
    public Built build() {
        PairWay.requireNoBatchNorm(site, "a recurrent layer");
        ResidualWay.requireNoWidth(site);
        Node template = template().orElseThrow();
        NewNodes nodes = new NewNodes(site.place());
        nodes.unequal();
        Making making = new Making.Copy(template.name());
        nodes.copy(template, making, site.channels(), copy -> new InitialEdits(copy).zeros());
        nodes.equalAgain();
        ResidualWay.addSum(site, nodes);
        return Built.of(site, nodes, "zero residual block", template.kind() + " with zero weights", List.of());
    }
}
