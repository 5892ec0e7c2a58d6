package io.github.net2net.graph;

import static com.google.common.base.Preconditions.checkArgument;

/** Checks that every parameter axis has the size its role demands. */
record ShapeCheck(NetGraph graph) {
    void run() {
        for (Node node : graph.nodes()) {
            node.params().forEach(param -> checkParam(node, param));
        }
    }

    private void checkParam(Node node, Param param) {
        for (int axis = 0; axis < param.shape().rank(); axis++) {
            AxisRole role = param.roles().get(axis);
            String owner = role.channelsOf(node);
            int size = param.shape().size(axis);
            int expected = owner == null ? size : graph.channels(owner) * role.blocks();
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
}
