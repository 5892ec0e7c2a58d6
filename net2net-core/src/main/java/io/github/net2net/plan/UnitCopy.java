package io.github.net2net.plan;

import com.google.common.collect.ImmutableList;
import io.github.net2net.GrowthException;
import io.github.net2net.graph.AxisRole;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.Kernel;
import io.github.net2net.graph.Kernel.Dimension;
import io.github.net2net.graph.Kernel.Padding;
import io.github.net2net.graph.Node;
import io.github.net2net.graph.Param;
import io.github.net2net.spi.Blueprint.InsertedNode;
import java.util.ArrayList;
import java.util.List;

/** A copy of a unit's nodes, with as many input as output channels, stride 1 and dilation 1. */
final class UnitCopy {
    private final ImmutableList<InsertedNode> inserted;

    UnitCopy(Unit unit, FreshNames names, boolean withNorm, int channels) {
        ImmutableList.Builder<InsertedNode> builder = ImmutableList.builder();
        String previous = unit.end().name();
        for (Node template : unit.nodes()) {
            if (template.batchNorm() == null || withNorm) {
                Node copy = copy(template, names, channels, previous);
                builder.add(InsertedNode.copy(copy, template.name()));
                previous = copy.name();
            }
        }
        inserted = builder.build();
    }

    ImmutableList<InsertedNode> insertedNodes() {
        return inserted;
    }

    ImmutableList<Node> nodes() {
        return inserted.stream().map(InsertedNode::node).collect(ImmutableList.toImmutableList());
    }

    private static Node copy(Node template, FreshNames names, int channels, String input) {
        Node.Builder builder = template.toBuilder()
                .rename(names.node(template))
                .layer(names.layer(template.layer()))
                .inputs(input)
                .fixedBecause(null)
                .frozen(false);
        Kernel kernel = template.kernel();
        if (kernel != null) {
            builder.kernel(unitKernel(template, kernel));
        }
        if (template.behavior() instanceof ChannelBehavior.Producer) {
            builder.behavior(new ChannelBehavior.Producer(channels));
        }
        List<Param> params = new ArrayList<>();
        for (Param param : template.params()) {
            params.add(resized(param, channels));
        }
        return builder.params(params).build();
    }

    private static Param resized(Param param, int channels) {
        Param result = param;
        for (int axis = 0; axis < param.roles().size(); axis++) {
            if (param.roles().get(axis) instanceof AxisRole.In) {
                result = result.withSize(axis, channels);
            }
        }
        return result;
    }

    private static Kernel unitKernel(Node template, Kernel kernel) {
        ImmutableList.Builder<Dimension> dimensions = ImmutableList.builder();
        for (Dimension dimension : kernel.dimensions()) {
            if (dimension.padding() == Padding.EXPLICIT && dimension.size() % 2 == 0) {
                throw new GrowthException("cannot deepen after '" + template.layer() + "': an identity with its "
                        + kernel.sizes() + " kernel would shift the image, because explicit padding is the same on both"
                        + " sides. Use \"same\" padding or an odd kernel.");
            }
            int pad = dimension.padding() == Padding.EXPLICIT ? (dimension.size() - 1) / 2 : dimension.pad();
            dimensions.add(new Dimension(dimension.size(), 1, 1, dimension.padding(), pad, null));
        }
        return new Kernel(dimensions.build());
    }
}
