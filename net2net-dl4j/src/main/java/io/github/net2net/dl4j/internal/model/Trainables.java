package io.github.net2net.dl4j.internal.model;

import java.util.regex.Pattern;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Trainable;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What layers have in common with vertices that have parameters of their own. */
public final class Trainables {
    private static final Pattern PART = Pattern.compile("\\[\\p{Alpha}+]$");

    private Trainables() {}

    /** The configuration of a layer, or of a vertex of SameDiff's. */
    public static Object configuration(Trainable trainable) {
        return trainable instanceof Layer layer ? layer.conf().getLayer() : trainable.getConfig();
    }

    /** The name of DL4J's array that holds the parameter: "RW" for "RW[peepholes]", "w[0]" for "w[0]". */
    public static String arrayOf(String param) {
        return PART.matcher(param).replaceFirst("");
    }

    /** DL4J's array that holds the parameter, a live view; null if there is none of that name. */
    public static @Nullable INDArray parameter(Trainable trainable, String param) {
        return trainable instanceof Layer layer
                ? layer.getParam(arrayOf(param))
                : trainable.paramTable(false).get(arrayOf(param));
    }
}
