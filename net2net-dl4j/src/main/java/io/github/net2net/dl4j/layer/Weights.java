package io.github.net2net.dl4j.layer;

import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Parameters as the forward pass reads them, which is not always as their shape says. */
public final class Weights {
    private Weights() {}

    /** A view of the layer's parameter. */
    public static INDArray of(org.deeplearning4j.nn.api.Layer layer, String param) {
        return of(layer.conf().getLayer(), param, layer.getParam(param));
    }

    /** A view of the array, which is laid out as the layer's parameter is: that parameter or its gradient. */
    /*
     * A 1D convolution's W has the shape [out, in, steps, 1], but DL4J takes the same memory for [steps, in, out],
     * without moving anything, so that this is what W holds.
     */
    public static INDArray of(Layer layer, String param, INDArray array) {
        return Inner.of(layer) instanceof Convolution1DLayer && param.equals("W")
                ? array.reshape('c', array.size(2), array.size(1), array.size(0))
                : array;
    }
}
