package io.github.net2net.dl4j.internal.model;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Trainable;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What layers have in common with vertices that have parameters of their own. */
public final class Trainables {
    private Trainables() {}

    /** The configuration of a layer, or of a vertex of SameDiff's. */
    public static Object configuration(Trainable trainable) {
        return trainable instanceof Layer layer ? layer.conf().getLayer() : trainable.getConfig();
    }

    /** A live view of the parameter; null if there is none of that name. */
    public static @Nullable INDArray parameter(Trainable trainable, String param) {
        return trainable instanceof Layer layer
                ? layer.getParam(param)
                : trainable.paramTable(false).get(param);
    }
}
