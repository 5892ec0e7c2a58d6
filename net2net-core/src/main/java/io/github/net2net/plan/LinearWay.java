package io.github.net2net.plan;

import io.github.net2net.graph.Node;
import io.github.net2net.rule.Deepening;
import io.github.net2net.spi.NewLayer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A linear layer with identity weights, alone or with a PReLU after it whose slopes are 1. */
record LinearWay(DeepenSite site) implements DeepenWay {

    private boolean hasSlopes() {
        return site.deepening().way() instanceof Deepening.Slopes;
    }

    @Override
    public @Nullable String whyNot() {
        String reason = site.whyNoLinearLayer();
        if (reason != null || !hasSlopes()) {
            return reason;
        }
        return slopes("probe").isPresent()
                ? null
                : "no PReLU can be made that fits after it: the format of its output is not known, or has none. Use"
                        + " Deepening.exact(), which finds another way.";
    }

    private Optional<NewLayer.Description> slopes(String name) {
        return site.describe(new NewLayer.Slopes(), name, site.place().end().name(), site.channels());
    }

    @Override
    public Node widened(NewNodes nodes) {
        return nodes.firstProducer();
    }

    @Override
    public Built build() {
        PairWay.requireNoBatchNorm(site, hasSlopes() ? "a linear layer with a PReLU" : "a linear layer");
        NewNodes nodes = new NewNodes(site.place());
        List<String> notes = new ArrayList<>();
        site.addLinear(nodes, site.channels(), node -> new InitialEdits(node).identity());
        if (hasSlopes()) {
            site.addNew(
                    nodes, new NewLayer.Slopes(), "prelu", site.channels(), node -> new InitialEdits(node).filled(1));
            notes.addAll(slopes("probe").orElseThrow().notes());
        }
        String function = hasSlopes() ? "PReLU with slopes of 1" : "no activation";
        return Built.of(site, nodes, hasSlopes() ? "identity" : "linear identity", function, notes);
    }
}
