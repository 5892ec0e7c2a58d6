package io.github.net2net.plan;

import io.github.net2net.graph.Kernel;
import io.github.net2net.graph.Node;
import io.github.net2net.spi.NewLayer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A convolution of each channel on its own, one from channels to channels with a single tap, and the activation. */
record SeparableWay(DeepenSite site) implements DeepenWay {
    private static final String REMEDY = ". Use Deepening.exact(), which finds another way.";

    @Override
    public @Nullable String whyNot() {
        Kernel kernel = site.kernel();
        boolean possible =
                kernel != null && canMake(new NewLayer.Depthwise(kernel)) && canMake(new NewLayer.Pointwise());
        if (!possible) {
            return "a depthwise and a pointwise convolution need images of a known format, and a convolution of images"
                    + " to take after" + REMEDY;
        }
        if (site.channels() == 1) {
            return "its output has one channel, and a depthwise convolution of one channel is an ordinary one" + REMEDY;
        }
        if (site.outputsOnePosition()) {
            return "its output has one position, where convolutions are dense layers" + REMEDY;
        }
        return site.isFixed() ? null : IdentityWay.whyNotFixed(site);
    }

    private boolean canMake(NewLayer layer) {
        return site.describe(layer, "probe", site.place().end().name(), site.channels())
                .isPresent();
    }

    @Override
    public Node widened(NewNodes nodes) {
        return nodes.firstProducer();
    }

    @Override
    public Built build() {
        PairWay.requireNoBatchNorm(site, "a separable unit");
        NewNodes nodes = new NewNodes(site.place());
        Kernel kernel = Objects.requireNonNull(site.kernel());
        site.addNew(
                nodes,
                new NewLayer.Depthwise(kernel),
                "depthwise",
                site.channels(),
                node -> new InitialEdits(node).depthwise());
        site.addNew(
                nodes,
                new NewLayer.Pointwise(),
                "pointwise",
                site.channels(),
                node -> new InitialEdits(node).identity());
        String name = site.template().function().name();
        if (!Template.isLinear(site.template().function())) {
            site.addFunction(nodes, site.template().function());
        }
        return Built.of(site, nodes, "depthwise and pointwise identity", name, NewBatchNorm.omitted(site));
    }
}
