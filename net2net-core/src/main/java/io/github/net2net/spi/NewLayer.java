package io.github.net2net.spi;

import com.google.common.collect.ImmutableList;
import io.github.net2net.graph.ArrayFormat;
import io.github.net2net.graph.Kernel;
import io.github.net2net.graph.Node;
import java.util.List;

/** A layer without an activation that net2net inserts without a model in the network, by what it computes. */
public sealed interface NewLayer {

    /** A PReLU with one slope for each channel. */
    record Slopes() implements NewLayer {}

    /** A dense layer, or a convolution whose kernel has one tap: the same weights at every position. */
    record Pointwise() implements NewLayer {}

    /** A convolution of each channel on its own, with one output for each. */
    record Depthwise(Kernel kernel) implements NewLayer {}

    /**
     * Where it is.
     *
     * @param name its name
     * @param input the node that it reads
     * @param channels of that node, and of its own output
     * @param format of that node's output, and of its own
     */
    record Site(String name, String input, int channels, ArrayFormat format) {}

    /**
     * What it is in the framework.
     *
     * @param nodes its nodes; the first reads the site's input and has its parameters, the last outputs the result
     * @param notes for plans: what the framework can't do with it
     */
    record Description(ImmutableList<Node> nodes, List<String> notes) {
        public Description {
            notes = List.copyOf(notes);
        }
    }
}
