package io.github.net2net.dl4j.layer;

import io.github.net2net.graph.Node;
import org.deeplearning4j.nn.conf.layers.Layer;

/** All that net2net knows of one kind of DL4J layer: what it does to channels, and how to write other sizes into it. */
interface LayerKind {

    /** Turns the layer into nodes. */
    void read(LayerScope scope);

    /**
     * Writes the student's sizes into a copy of the layer's configuration.
     *
     * @param layer the student's own configuration
     * @param sizes the student's sizes
     */
    default void resize(Layer layer, Sizes sizes) {}

    /**
     * A layer's sizes in the student.
     *
     * @param node the layer's node in the student's graph
     * @param first its node that reads what arrives: the same one, but for a separable convolution
     * @param in the channels that arrive
     * @param out the channels that it outputs
     */
    record Sizes(Node node, Node first, int in, int out) {}
}
