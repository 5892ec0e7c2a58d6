package io.github.net2net.rule;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableSet;
import io.github.net2net.graph.Node;
import java.util.List;
import java.util.function.UnaryOperator;

/** Selects the layers that {@code widenAll} widens by what they are, so that a recipe fits future networks too. */
public sealed interface Layers {

    /** Whether the layer that this node belongs to is selected, as far as it has channels of its own. */
    boolean selects(Node node);

    /** The names of the layers if they are named, each of which must exist; else empty. */
    default List<String> names() {
        return List.of();
    }

    /** The same with each name changed, if layers are named. */
    default Layers renamed(UnaryOperator<String> change) {
        return this;
    }

    /** Every layer that has channels of its own. */
    static Layers all() {
        return new All();
    }

    /** Every convolution with channels of its own: 1D, 2D and 3D ones, separable and transposed ones. */
    static Layers convolutions() {
        return new Convolutions();
    }

    /** Every dense layer. */
    static Layers dense() {
        return ofKind("dense layer");
    }

    /** Every layer of the kind that plans and refusals call by this name. */
    static Layers ofKind(String kind) {
        return new OfKind(requireNonNull(kind, "ofKind(null): give a kind, such as \"dense layer\""));
    }

    /**
     * The layers of these names. A growth is refused if one of them does not exist.
     *
     * @throws IllegalArgumentException if there are no names
     */
    static Layers named(String... names) {
        for (String name : requireNonNull(names, "named(null): give the layers' names")) {
            requireNonNull(name, "named(.., null): give the layers' names");
        }
        return new Named(List.of(names));
    }

    /** See {@link #all()}. */
    record All() implements Layers {
        @Override
        public boolean selects(Node node) {
            return true;
        }

        @Override
        public String toString() {
            return "all layers";
        }
    }

    /** See {@link #convolutions()}: the kinds that end in "convolution". */
    record Convolutions() implements Layers {
        @Override
        public boolean selects(Node node) {
            return node.kind().endsWith("convolution");
        }

        @Override
        public String toString() {
            return "all convolutions";
        }
    }

    /** See {@link #ofKind(String)}. */
    record OfKind(String kind) implements Layers {
        @Override
        public boolean selects(Node node) {
            return node.kind().equals(kind);
        }

        @Override
        public String toString() {
            return "all layers of kind '" + kind + "'";
        }
    }

    /** See {@link #named(String...)}. */
    record Named(List<String> names) implements Layers {
        public Named {
            names = ImmutableSet.copyOf(names).asList();
            checkArgument(!names.isEmpty(), "no layers are named; give at least one name");
        }

        @Override
        public Layers renamed(UnaryOperator<String> change) {
            return new Named(names.stream().map(change).toList());
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
