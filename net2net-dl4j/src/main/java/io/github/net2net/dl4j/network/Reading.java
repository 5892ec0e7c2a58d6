package io.github.net2net.dl4j.network;

import com.google.common.collect.ImmutableMap;
import io.github.net2net.GrowthException;
import io.github.net2net.dl4j.layer.Form;
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
 * @param forms for each of DL4J's layers or vertices the form of what it outputs
 */
record Reading(NetGraph graph, ImmutableMap<String, Form> forms) {

    /**
     * The forms of inputs that take masks for certain, unknown for others: where a mask comes to a layer of an unknown
     * kind, or at a wrong size, DL4J may apply it to memory that it is not made for.
     */
    static List<Form> maskedInputs(Supplier<Reading> reading, List<String> inputs) {
        try {
            Reading read = reading.get();
            Masks masks = Masks.in(read.graph);
            boolean known = masks.carriers().stream()
                    .map(read.graph::node)
                    .noneMatch(node -> node.maskUse() == MaskUse.DISTORTS);
            return inputs.stream()
                    .map(input -> known && masks.carriers().contains(input)
                            ? read.forms.getOrDefault(input, new Form.Unknown())
                            : new Form.Unknown())
                    .toList();
        } catch (GrowthException unreadable) {
            return Collections.nCopies(inputs.size(), new Form.Unknown());
        }
    }

    /** A reading, refused if its sizes contradict the parameters': then a layer does something else than was read. */
    static Reading of(List<Node> nodes, List<String> outputs, ImmutableMap<String, Form> forms) {
        try {
            return new Reading(NetGraph.of(nodes, outputs), forms);
        } catch (IllegalArgumentException e) {
            throw new GrowthException(
                    "cannot grow this network: its sizes contradict each other as net2net reads them (" + e.getMessage()
                            + "). Please report this with the network's configuration.",
                    e);
        }
    }
}
