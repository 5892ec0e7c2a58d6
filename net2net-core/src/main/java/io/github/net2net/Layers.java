package io.github.net2net;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableSet;
import io.github.net2net.graph.LayerSelector;

/** Selectors of the layers that {@code widenAll} widens. */
public final class Layers {
    private Layers() {}

    /** Every layer that has channels of its own. */
    public static LayerSelector all() {
        return new LayerSelector.Everything();
    }

    /** Every convolution with channels of its own: 1D, 2D and 3D ones, separable and transposed ones. */
    public static LayerSelector convolutions() {
        return new LayerSelector.Convolutions();
    }

    /** Every dense layer. */
    public static LayerSelector dense() {
        return ofKind("dense layer");
    }

    /** Every layer of the kind that plans and refusals call by this name. */
    public static LayerSelector ofKind(String kind) {
        return new LayerSelector.OfKind(requireNonNull(kind, "ofKind(null): give a kind, such as \"dense layer\""));
    }

    /**
     * The layers of these names. A growth is refused if one of them does not exist.
     *
     * @throws IllegalArgumentException if there are no names
     */
    public static LayerSelector named(String... names) {
        for (String name : requireNonNull(names, "named(null): give the layers' names")) {
            requireNonNull(name, "named(.., null): give the layers' names");
        }
        return new LayerSelector.OneOf(ImmutableSet.copyOf(names));
    }
}
