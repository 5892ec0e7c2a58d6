package io.github.net2net.dl4j.internal.training;

import io.github.net2net.dl4j.internal.model.Trainables;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;

/**
 * A layer that has an updater and constraints of its own: the layer itself, or one inside its wrappers. {@link
 * FrozenLayerWithBackprop} keeps its layer's updater and regularization, and only has its gradients set to zero; {@link
 * FrozenLayer} has neither.
 *
 * @param layer its configuration
 * @param prefix what the outer layer puts before the names of its parameters
 * @param frozen whether training leaves it as it is
 */
record TrainedPart(Layer layer, String prefix, boolean frozen) {

    /** The parts of a layer, two for a bidirectional one. */
    static List<TrainedPart> of(Layer layer) {
        return of(layer, "", false);
    }

    private static List<TrainedPart> of(Layer layer, String prefix, boolean frozen) {
        if (layer instanceof FrozenLayer) {
            return List.of();
        } else if (layer instanceof Bidirectional both) {
            List<TrainedPart> parts = new ArrayList<>(of(both.getFwd(), prefix + "f", frozen));
            parts.addAll(of(both.getBwd(), prefix + "b", frozen));
            return parts;
        } else if (layer instanceof BaseWrapperLayer wrapper) {
            return of(wrapper.getUnderlying(), prefix, frozen || layer instanceof FrozenLayerWithBackprop);
        }
        return List.of(new TrainedPart(layer, prefix, frozen));
    }

    /** Whether the outer layer's parameter is one of this part's. */
    boolean owns(String param) {
        return param.startsWith(prefix);
    }

    /** What this part calls its array that holds the outer layer's parameter. */
    String array(String param) {
        return Trainables.arrayOf(param).substring(prefix.length());
    }
}
