package io.github.net2net.spi;

import com.google.common.collect.ImmutableList;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.Node;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The student's structure: what the adapter builds before any weight is set.
 *
 * @param student the whole student; nodes of the teacher keep their names, with new channel counts and kernels
 * @param insertions the nodes that the teacher does not have, in the order in which they were inserted
 * @param initialValues to be added to the teacher's own seed for initial values, 0 for those that it would draw itself;
 *     empty if {@link StudentBuilder#initial} will not be asked
 * @param training how training continues
 */
public record Blueprint(
        NetGraph student, ImmutableList<Insertion> insertions, OptionalLong initialValues, Training training) {

    /**
     * New nodes after another one.
     *
     * @param after the node, of the teacher or inserted earlier, whose readers read the last new node from now on
     * @param nodes the new ones, each after those it reads; they read {@code after} and each other
     * @param reader the only reader of {@code after} that reads the last new node; what its layer did to its input before,
     *     such as a preprocessor or dropout, the first new layer does from now on; null for all readers
     */
    public record Insertion(
            String after,
            ImmutableList<InsertedNode> nodes,
            @Nullable String reader) {

        /** New nodes that all readers read. */
        public Insertion(String after, ImmutableList<InsertedNode> nodes) {
            this(after, nodes, null);
        }

        /** The name of the last node. */
        public String end() {
            return nodes.get(nodes.size() - 1).node().name();
        }
    }

    /**
     * One new node.
     *
     * @param node the node as it was when it was inserted; later growth shows in {@link Blueprint#student()}
     * @param making how it is made; of a layer of several nodes, that of each says the same of the layer
     */
    public record InsertedNode(Node node, Making making) {

        /** The node whose layer's settings it takes over; null for none. */
        public @Nullable String template() {
            return making.template();
        }
    }
}
