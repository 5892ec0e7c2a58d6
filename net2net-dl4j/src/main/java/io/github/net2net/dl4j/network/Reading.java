package io.github.net2net.dl4j.network;

import com.google.common.collect.ImmutableMap;
import io.github.net2net.GrowthException;
import io.github.net2net.dl4j.layer.Form;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.Node;
import java.util.List;

/**
 * A network that has been read.
 *
 * @param graph its structure
 * @param forms for each of DL4J's layers or vertices the form of what it puts out
 */
record Reading(NetGraph graph, ImmutableMap<String, Form> forms) {

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
