package io.github.net2net.dl4j;

import com.google.common.collect.Iterators;
import io.github.net2net.dl4j.internal.adapter.FeatureBatches;
import io.github.net2net.rule.Deepening;
import java.util.Iterator;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/** Data on which a new batch norm is calibrated. */
public final class Calibration {
    private Calibration() {}

    /** Statistics over everything that the iterator gives; it is reset first. Nothing is read before {@code grow()}. */
    public static Deepening.Calibrated calibratedOn(DataSetIterator iterator) {
        return Deepening.calibratedOn(new IteratorBatches(iterator));
    }

    /** As {@link #calibratedOn(DataSetIterator)}, for networks with several inputs. */
    public static Deepening.Calibrated calibratedOn(MultiDataSetIterator iterator) {
        return Deepening.calibratedOn(new MultiIteratorBatches(iterator));
    }

    /** Statistics over batches of features, of the shape that the network, which has one input, is trained on. */
    public static Deepening.Calibrated calibratedOn(INDArray... features) {
        return Deepening.calibratedOn(new ArrayBatches(List.of(features)));
    }

    private record IteratorBatches(DataSetIterator data) implements FeatureBatches {
        @Override
        public Iterator<INDArray[]> iterator() {
            if (data.resetSupported()) {
                data.reset();
            }
            return Iterators.transform(data, batch -> new INDArray[] {batch.getFeatures()});
        }

        @Override
        public String toString() {
            return "a " + data.getClass().getSimpleName();
        }
    }

    private record MultiIteratorBatches(MultiDataSetIterator data) implements FeatureBatches {
        @Override
        public Iterator<INDArray[]> iterator() {
            if (data.resetSupported()) {
                data.reset();
            }
            return Iterators.transform(data, MultiDataSet::getFeatures);
        }

        @Override
        public String toString() {
            return "a " + data.getClass().getSimpleName();
        }
    }

    private record ArrayBatches(List<INDArray> features) implements FeatureBatches {
        @Override
        public Iterator<INDArray[]> iterator() {
            return Iterators.transform(features.iterator(), array -> new INDArray[] {array});
        }

        @Override
        public String toString() {
            return features.size() + (features.size() == 1 ? " batch" : " batches") + " of features";
        }
    }
}
