package io.github.net2net.dl4j;

import com.google.common.collect.Iterators;
import io.github.net2net.Deepening;
import io.github.net2net.dl4j.network.FeatureBatches;
import io.github.net2net.transform.BatchNormRule;
import java.util.Iterator;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** Words for the data on which a new batch norm is calibrated. */
public final class Calibration {
    private Calibration() {}

    /** Statistics over everything that the iterator gives; it is reset first. Nothing is read before {@code grow()}. */
    public static BatchNormRule calibratedOn(DataSetIterator iterator) {
        return Deepening.calibratedOn(new IteratorBatches(iterator));
    }

    /** Statistics over batches of features, of the shape that the network is trained on. */
    public static BatchNormRule calibratedOn(INDArray... features) {
        return Deepening.calibratedOn(new ArrayBatches(List.of(features)));
    }

    private static final class IteratorBatches implements FeatureBatches {
        private final DataSetIterator data;

        IteratorBatches(DataSetIterator data) {
            this.data = data;
        }

        @Override
        public Iterator<INDArray> iterator() {
            if (data.resetSupported()) {
                data.reset();
            }
            return Iterators.transform(data, DataSet::getFeatures);
        }

        @Override
        public String toString() {
            return "a " + data.getClass().getSimpleName();
        }
    }

    private record ArrayBatches(List<INDArray> features) implements FeatureBatches {
        @Override
        public Iterator<INDArray> iterator() {
            return features.iterator();
        }

        @Override
        public String toString() {
            return features.size() + " batches of features";
        }
    }
}
