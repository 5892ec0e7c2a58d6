package io.github.net2net.graph;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableSet;
import java.util.function.UnaryOperator;

/** Names layers by what they are, so that a recipe fits networks that do not exist yet. */
public sealed interface LayerSelector {

    /** Whether the layer that this node belongs to is selected, as far as it has channels of its own. */
    boolean selects(Node node);

    /** Every layer with channels of its own. */
    record Everything() implements LayerSelector {
        @Override
        public boolean selects(Node node) {
            return true;
        }

        @Override
        public String toString() {
            return "all layers";
        }
    }

    /** Every convolution: 1D, 2D or 3D, separable or transposed; the kinds that end in "convolution". */
    record Convolutions() implements LayerSelector {
        @Override
        public boolean selects(Node node) {
            return node.kind().endsWith("convolution");
        }

        @Override
        public String toString() {
            return "all convolutions";
        }
    }

    /** Layers of one kind. */
    record OfKind(String kind) implements LayerSelector {
        @Override
        public boolean selects(Node node) {
            return node.kind().equals(kind);
        }

        @Override
        public String toString() {
            return "all layers of kind '" + kind + "'";
        }
    }

    /** The named layers, all of which must exist. */
    record OneOf(ImmutableSet<String> names) implements LayerSelector {
        public OneOf {
            checkArgument(!names.isEmpty(), "no layers are named; give at least one name");
        }

        /** The layers under other names. */
        public OneOf renamed(UnaryOperator<String> change) {
            return new OneOf(names.stream().map(change).collect(ImmutableSet.toImmutableSet()));
        }

        @Override
        public boolean selects(Node node) {
            return names.contains(node.layer());
        }

        @Override
        public String toString() {
            return "layers " + names;
        }
    }
}
