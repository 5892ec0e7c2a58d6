package io.github.net2net.dl4j;

import io.github.net2net.dl4j.network.MultiLayerProbe;
import io.github.net2net.spi.Probe;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;

/** Words for the data on which networks are compared. A few dozen examples are plenty. */
public final class Probes {
    private Probes() {}

    /** Features of the shape that the network is trained on, examples along the first axis. */
    public static Probe<MultiLayerNetwork> features(INDArray features) {
        return new MultiLayerProbe(features, null);
    }

    /** The features of a data set, with its features mask if it has one. */
    public static Probe<MultiLayerNetwork> of(DataSet data) {
        return new MultiLayerProbe(data.getFeatures(), data.getFeaturesMaskArray());
    }
}
