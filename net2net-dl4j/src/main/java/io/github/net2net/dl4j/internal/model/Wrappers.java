package io.github.net2net.dl4j.internal.model;

import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.conf.layers.util.MaskZeroLayer;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.jspecify.annotations.Nullable;

/** Layers and vertices around another: those that freeze it, and those that apply it to series. */
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

    /** The layer without what freezes it or a layer inside it, where the given one is a copy that may change. */
    public static Layer unfreeze(Layer copy) {
        Layer layer = unwrap(copy);
        if (layer instanceof BaseWrapperLayer wrapper) {
            wrapper.setUnderlying(unfreeze(wrapper.getUnderlying()));
        }
        return layer;
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

    /** Whether training leaves the layer's parameters as they are. */
    public static boolean isFrozen(Layer layer) {
        return layer instanceof FrozenLayer || layer instanceof FrozenLayerWithBackprop;
    }

    /** The layer that a wrapper for series applies, the forward one of two directions; null for other layers. */
    public static @Nullable Layer inner(Layer layer) {
        if (layer.getClass() == Bidirectional.class) {
            return ((Bidirectional) layer).getFwd();
        }
        boolean wraps = layer.getClass() == LastTimeStep.class
                || layer.getClass() == TimeDistributed.class
                || layer.getClass() == MaskZeroLayer.class;
        return wraps ? ((BaseWrapperLayer) layer).getUnderlying() : null;
    }

    /** The layer that has the parameters: the innermost of all wrappers. */
    public static Layer innermost(Layer layer) {
        Layer unwrapped = unwrap(layer);
        Layer inner = inner(unwrapped);
        return inner == null ? unwrapped : innermost(inner);
    }

    /** What the layer inside a wrapper calls a parameter: DL4J puts the direction before the name. */
    public static String innerParam(Layer layer, String param) {
        return layer instanceof Bidirectional ? param.substring(1) : param;
    }
}
