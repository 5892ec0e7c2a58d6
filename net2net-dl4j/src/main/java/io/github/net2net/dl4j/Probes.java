package io.github.net2net.dl4j;

import io.github.net2net.dl4j.internal.adapter.FeatureProbe;
import io.github.net2net.spi.Probe;
import java.util.Arrays;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Data on which networks are compared. A few dozen examples are plenty. Every method throws
 * {@link io.github.net2net.GrowthException} if there are no arrays, or one is null, without examples, or not finite.
 */
public final class Probes {
    private Probes() {}

    /** Features of the shape that the network is trained on, examples along the first axis; one array for each input. */
    public static Probe<Model> features(INDArray... features) {
        return new FeatureProbe(Arrays.asList(features), null);
    }

    /** The features of a data set, with its features mask if it has one. */
    public static Probe<Model> of(DataSet data) {
        INDArray mask = data.getFeaturesMaskArray();
        return new FeatureProbe(Arrays.asList(data.getFeatures()), mask == null ? null : new INDArray[] {mask});
    }

    /** The features of a data set for networks with several inputs, with its features masks if it has any. */
    public static Probe<Model> of(MultiDataSet data) {
        return new FeatureProbe(Arrays.asList(data.getFeatures()), data.getFeaturesMaskArrays());
    }
}
