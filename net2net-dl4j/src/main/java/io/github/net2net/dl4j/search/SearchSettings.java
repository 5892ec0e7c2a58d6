package io.github.net2net.dl4j.search;

import com.google.common.collect.ImmutableList;
import io.github.net2net.Growth;
import io.github.net2net.Recipe;
import io.github.net2net.dl4j.Calibration;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.Probes;
import io.github.net2net.spi.Probe;
import java.io.Serializable;
import java.util.Iterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.adapter.SingletonMultiDataSetIterator;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * What all trials share besides the teacher.
 *
 * @param types for networks whose layers don't state the sizes of their inputs
 * @param seed of random numbers while training
 */
record SearchSettings<D extends Iterator<?>>(
        SearchData<D> data, ImmutableList<InputType> types, boolean byAccuracy, long seed) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** A few dozen examples are plenty to compare two networks. */
    private static final int COMPARED = 32;

    <N extends Model> Growth<N> growth(N teacher) {
        return Net2Net.from(teacher, types.toArray(InputType[]::new));
    }

    /** A recipe with the data that its batch norms are calibrated on. */
    Recipe complete(Recipe recipe) {
        if (!recipe.awaitsData()) {
            return recipe;
        }
        Object batch = BatchStream.first(data);
        return recipe.withData(
                batch instanceof DataSet one
                        ? Calibration.calibratedOn(one.getFeatures())
                        : Calibration.calibratedOn(new SingletonMultiDataSetIterator((MultiDataSet) batch)));
    }

    /** What students are compared with their teacher on. */
    Probe<Model> probe() {
        Object batch = BatchStream.first(data);
        if (batch instanceof DataSet one) {
            return Probes.of(one.numExamples() > COMPARED ? (DataSet) one.getRange(0, COMPARED) : one);
        }
        return Probes.of((MultiDataSet) batch);
    }
}
