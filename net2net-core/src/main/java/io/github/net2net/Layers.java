package io.github.net2net;

import com.google.common.collect.ImmutableSet;
import io.github.net2net.graph.LayerSelector;

/** Words for which layers {@code widenAll} means. */
public final class Layers {
    private Layers() {}

    /** Every layer that has channels of its own. */
    public static LayerSelector all() {
        return new LayerSelector.Everything();
    }

    /** Every convolution. */
    public static LayerSelector convolutions() {
        return ofKind("convolution");
    }

    /** Every dense layer. */
    public static LayerSelector dense() {
        return ofKind("dense layer");
    }

    /** Every layer of the kind that plans and refusals call by this name. */
    public static LayerSelector ofKind(String kind) {
        return new LayerSelector.OfKind(kind);
    }

    /** The layers of these names, as far as the network has them. */
    public static LayerSelector named(String... names) {
        return new LayerSelector.OneOf(ImmutableSet.copyOf(names));
    }
}
