package io.github.net2net.dl4j.layer;

import io.github.net2net.dl4j.internal.model.NodeNames;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.Node;

/**
 * The sizes of a layer in the student.
 *
 * @param student the student's graph
 * @param layer the layer's name
 */
public record StudentSizes(NetGraph student, String layer) {

    /** The layer's node in the student's graph. */
    public Node node() {
        return student.node(layer);
    }

    /** The layer's first node, which reads the layer's input. */
    public Node first() {
        return student.layer(layer).stream()
                .filter(node -> !NodeNames.isPreprocessor(node.name()))
                .findFirst()
                .orElseThrow();
    }

    /** The number of channels that the layer reads. */
    public int in() {
        return in(0);
    }

    /** The number of channels of one of the inputs that the layer reads. */
    public int in(int input) {
        return student.channels(first().inputs().get(input));
    }

    /** The number of channels that the layer outputs. */
    public int out() {
        return student.channels(layer);
    }
}
