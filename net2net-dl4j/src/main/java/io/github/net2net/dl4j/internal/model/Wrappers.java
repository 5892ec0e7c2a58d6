package io.github.net2net.dl4j.internal.model;

import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;

/** Layers and vertices that freeze another. */
public final class Wrappers {
    private Wrappers() {}

    /** What a frozen layer freezes, else the layer itself. */
    public static Layer unwrap(Layer layer) {
        if (layer instanceof FrozenLayer frozen) {
            return unwrap(frozen.getLayer());
        } else if (layer instanceof FrozenLayerWithBackprop frozen) {
            return unwrap(frozen.getUnderlying());
        }
        return layer;
    }

    /** Whether training leaves the layer's parameters as they are. */
    public static boolean isFrozen(Layer layer) {
        return layer instanceof FrozenLayer || layer instanceof FrozenLayerWithBackprop;
    }

    /**
     * What a frozen vertex freezes, else the vertex itself. Transfer learning freezes vertices without a layer in this way,
     * and layers inside their own vertices.
     */
    public static GraphVertex unwrap(GraphVertex vertex) {
        return vertex instanceof FrozenVertex frozen && !(frozen.getUnderlying() instanceof LayerVertex)
                ? unwrap(frozen.getUnderlying())
                : vertex;
    }
}
