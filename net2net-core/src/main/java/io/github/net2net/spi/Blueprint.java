package io.github.net2net.spi;

import com.google.common.collect.ImmutableList;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.Node;
import org.jspecify.annotations.Nullable;

/**
 * The student's structure: what the adapter builds before any weight is set.
 *
 * @param student the whole student; nodes of the teacher keep their names, with new channel counts and kernels
 * @param insertions the nodes that the teacher does not have, in the order in which they were inserted
 * @param needsInitialValues whether {@link StudentBuilder#initial} will be asked
 * @param training how training continues
 */
public record Blueprint(
        NetGraph student, ImmutableList<Insertion> insertions, boolean needsInitialValues, Training training) {

    /**
     * A chain of new nodes.
     *
     * @param after the node, of the teacher or inserted earlier, whose readers read the chain's end from now on
     * @param nodes the chain
     */
    public record Insertion(String after, ImmutableList<InsertedNode> nodes) {

        /** The name of the chain's last node. */
        public String end() {
            return nodes.get(nodes.size() - 1).node().name();
        }
    }

    /**
     * One new node.
     *
     * @param node the node as it was when it was inserted; later growth shows in {@link Blueprint#student()}
     * @param template the node whose settings it takes over, null for a dropout layer or a scaling
     * @param dropoutRate the rate of a dropout layer, else null
     * @param factor what a scaling multiplies its input by, else null
     */
    public record InsertedNode(
            Node node,
            @Nullable String template,
            @Nullable Double dropoutRate,
            @Nullable Double factor) {

        /** A copy of the template. */
        public static InsertedNode copy(Node node, String template) {
            return new InsertedNode(node, template, null, null);
        }

        /** A dropout layer. */
        public static InsertedNode dropout(Node node, double rate) {
            return new InsertedNode(node, null, rate, null);
        }

        /** A multiplication by a constant. */
        public static InsertedNode scaling(Node node, double factor) {
            return new InsertedNode(node, null, null, factor);
        }
    }
}
