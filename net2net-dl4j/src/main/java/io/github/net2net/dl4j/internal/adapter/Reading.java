package io.github.net2net.dl4j.internal.adapter;

import com.google.common.collect.ImmutableMap;
import io.github.net2net.GrowthException;
import io.github.net2net.dl4j.layer.ActivationFormat;
import io.github.net2net.graph.MaskUse;
import io.github.net2net.graph.Masks;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.Node;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/**
 * A network that has been read.
 *
 * @param graph its structure
 * @param formats for each of DL4J's layers or vertices the form of what it outputs
 */
record Reading(NetGraph graph, ImmutableMap<String, ActivationFormat> formats) {

    /**
     * The formats of inputs that take masks for certain, unknown for others: where a mask comes to a layer of an unknown
     * kind, or at a wrong size, DL4J may apply it to memory that it is not made for.
     */
    static List<ActivationFormat> maskedInputs(Supplier<Reading> reading, List<String> inputs) {
        try {
            Reading read = reading.get();
            Masks masks = Masks.in(read.graph);
            boolean known = masks.carriers().stream()
                    .map(read.graph::node)
                    .noneMatch(node -> node.maskUse() == MaskUse.DISTORTS || node.maskUse() == MaskUse.FAILS_IF_WIDER);
            return inputs.stream()
                    .map(input -> known && masks.carriers().contains(input)
                            ? read.formats.getOrDefault(input, ActivationFormat.unknown())
                            : ActivationFormat.unknown())
                    .toList();
        } catch (GrowthException unreadable) {
            return Collections.nCopies(inputs.size(), ActivationFormat.unknown());
        }
    }

    /** A reading, refused if its sizes contradict the parameters': then a layer does something else than was read. */
    static Reading of(List<Node> nodes, List<String> outputs, ImmutableMap<String, ActivationFormat> formats) {
        try {
            return new Reading(NetGraph.of(nodes, outputs), formats);
        } catch (IllegalArgumentException e) {
            throw contradiction(e);
        }
    }

    /** Why a network whose sizes don't fit together can't grow. */
    static GrowthException contradiction(IllegalArgumentException found) {
        return new GrowthException(
                "cannot grow this network: its sizes contradict each other as net2net reads them (" + found.getMessage()
                        + "). Register a LayerKind for each layer and vertex of your own, as docs/layers.md describes;"
                        + " if it has none, please report this with the network's configuration.",
                found);
    }
}
