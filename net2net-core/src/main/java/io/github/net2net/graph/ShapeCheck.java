package io.github.net2net.graph;

import static com.google.common.base.Preconditions.checkArgument;

/** Checks that joined channels agree and that every parameter axis has the size its role demands. */
record ShapeCheck(NetGraph graph) {

    void run() {
        for (Node node : graph.nodes()) {
            checkInputs(node);
            node.params().forEach(param -> checkParam(node, param));
        }
    }

    private void checkInputs(Node node) {
        if (node.behavior() instanceof ChannelBehavior.Joins) {
            int first = graph.channels(node.inputs().get(0));
            for (String input : node.inputs()) {
                checkArgument(
                        graph.channels(input) == first,
                        "'%s' joins %s channels of '%s' with %s of '%s'",
                        node.name(),
                        first,
                        node.inputs().get(0),
                        graph.channels(input),
                        input);
            }
        } else if (node.behavior() instanceof ChannelBehavior.Slices slices) {
            int available = graph.channels(node.inputs().get(0));
            checkArgument(
                    slices.to() <= available,
                    "'%s' slices channels %s to %s of %s",
                    node.name(),
                    slices.from(),
                    slices.to(),
                    available);
        }
    }

    private void checkParam(Node node, Param param) {
        for (int axis = 0; axis < param.shape().rank(); axis++) {
            int size = param.shape().size(axis);
            int expected = expected(node, param.roles().get(axis), size);
            checkArgument(
                    size == expected,
                    "%s.%s has shape %s, but %s should be %s",
                    node.name(),
                    param.name(),
                    param.shape(),
                    param.shape().name(axis),
                    expected);
        }
    }

    private int expected(Node node, AxisRole role, int size) {
        if (role instanceof AxisRole.Out out) {
            return graph.channels(node.name()) * out.blocks();
        } else if (role instanceof AxisRole.Recurrent) {
            return graph.channels(node.name());
        } else if (role instanceof AxisRole.In in) {
            return graph.channels(node.inputs().get(in.port()));
        } else if (role instanceof AxisRole.PerInput in) {
            return graph.channels(node.inputs().get(in.port()));
        }
        return size;
    }
}
