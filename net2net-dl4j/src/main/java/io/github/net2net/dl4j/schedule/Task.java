package io.github.net2net.dl4j.schedule;

import com.google.common.collect.ImmutableList;
import io.github.net2net.Growth;
import io.github.net2net.GrowthException;
import io.github.net2net.dl4j.internal.adapter.Dl4jAdapter;
import io.github.net2net.dl4j.layer.LayerKinds;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;
import org.deeplearning4j.earlystopping.scorecalc.ScoreCalculator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/**
 * What is trained, on what, and what counts as good.
 *
 * @param kinds the kinds of the network's layers
 * @param inputTypes for networks whose layers don't state the sizes of their inputs
 * @param network as given; not modified
 * @param data an epoch's batches, by the epoch's number from 1
 * @param fit trains one epoch
 * @param score rates a network
 */
record Task<N extends Model, D>(
        LayerKinds kinds,
        ImmutableList<InputType> inputTypes,
        N network,
        IntFunction<? extends D> data,
        BiConsumer<? super N, ? super D> fit,
        Score<N> score) {

    /**
     * @param name for messages and checkpoints
     */
    record Score<N extends Model>(String name, ScoreCalculator<? super N> calculator, Runnable rewind) {
        double of(N network) {
            rewind.run();
            return calculator.calculateScore(network);
        }

        boolean lowerIsBetter() {
            return calculator.minimizeScore();
        }
    }

    /** The same data for every epoch, from its beginning. */
    static IntFunction<DataSetIterator> every(DataSetIterator data) {
        return epoch -> {
            checkReset(data.resetSupported(), data);
            data.reset();
            return data;
        };
    }

    /** The same data for every epoch, from its beginning. */
    static IntFunction<MultiDataSetIterator> every(MultiDataSetIterator data) {
        return epoch -> {
            checkReset(data.resetSupported(), data);
            data.reset();
            return data;
        };
    }

    private static void checkReset(boolean supported, Object data) {
        if (!supported) {
            throw new GrowthException("cannot train on a " + data.getClass().getSimpleName() + " for more than one"
                    + " epoch: it can't be reset. Use trainOn(epoch -> ..) with a new one for each epoch.");
        }
    }

    /** A growth of a network of this training. */
    Growth<N> growth(N grown) {
        return Growth.of(new Dl4jAdapter<>(kinds, inputTypes), grown);
    }

    Task<N, D> with(LayerKinds newKinds) {
        return new Task<>(newKinds, inputTypes, network, data, fit, score);
    }

    Task<N, D> with(InputType... types) {
        return new Task<>(kinds, ImmutableList.copyOf(types), network, data, fit, score);
    }

    Task<N, D> with(IntFunction<? extends D> newData) {
        return new Task<>(kinds, inputTypes, network, newData, fit, score);
    }

    Task<N, D> with(BiConsumer<? super N, ? super D> newFit) {
        return new Task<>(kinds, inputTypes, network, data, newFit, score);
    }

    Task<N, D> with(Score<N> newScore) {
        return new Task<>(kinds, inputTypes, network, data, fit, newScore);
    }
}
