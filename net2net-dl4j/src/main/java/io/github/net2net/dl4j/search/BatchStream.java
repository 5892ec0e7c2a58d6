package io.github.net2net.dl4j.search;

import com.google.common.reflect.Reflection;
import io.github.net2net.GrowthException;
import io.github.net2net.dl4j.internal.model.Dl4jNetwork;
import io.github.net2net.dl4j.internal.tensor.Nd4jThreads;
import io.github.net2net.dl4j.schedule.Progress;
import io.github.net2net.dl4j.schedule.Progress.Epoch;
import io.github.net2net.dl4j.search.Budget.Spent;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Iterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.NeuralNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/** The training data of one trial, all epochs one after another, cut into pieces of equal cost. */
final class BatchStream<D extends Iterator<?>> {
    private final SearchData<D> data;
    private final Budget budget;
    /** Of the network's forward pass, for one example. */
    private final long multiplyAdds;

    private final int epochsBefore;
    private final long examplesOfFirst;
    private D batches;
    private int epoch = 1;
    private Spent spent = new Spent(0, 0, 0);

    /**
     * The data of a trial.
     *
     * @param progress of the trial so far
     * @param epochsBefore those that the teacher was trained for
     */
    BatchStream(SearchData<D> data, Budget budget, long multiplyAdds, Progress progress, int epochsBefore) {
        this.data = data;
        this.budget = budget;
        this.multiplyAdds = multiplyAdds;
        this.epochsBefore = epochsBefore;
        this.examplesOfFirst = examples(first(data));
        this.batches = data.training(1);
        skip(progress.iterations());
        this.spent = new Spent(
                progress.iterations(),
                progress.multiplyAdds(),
                progress.processorTime().toNanos());
    }

    /**
     * The first batch.
     *
     * @throws GrowthException if there is none
     */
    static Object first(SearchData<? extends Iterator<?>> data) {
        Iterator<?> batches = data.training(1);
        if (!batches.hasNext()) {
            throw new GrowthException("cannot search: the training data of epoch 1 has no batch. Give data whose"
                    + " training(epoch) returns a new iterator at each call.");
        }
        return batches.next();
    }

    /** How many examples a batch has. */
    static long examples(Object batch) {
        return batch instanceof DataSet one
                ? one.numExamples()
                : ((MultiDataSet) batch).getFeatures(0).size(0);
    }

    /** Takes up where an earlier process was killed; whole epochs are counted once and not read. */
    private void skip(long iterations) {
        long perEpoch = 0;
        long left = iterations;
        while (left > 0 && batches.hasNext()) {
            batches.next();
            perEpoch++;
            left--;
        }
        if (left > 0) {
            epoch = 1 + Math.toIntExact(iterations / perEpoch);
            batches = data.training(epoch);
            for (long i = iterations % perEpoch; i > 0; i--) {
                batches.next();
            }
        }
    }

    private Object take() {
        while (!batches.hasNext()) {
            epoch++;
            batches = data.training(epoch);
        }
        return batches.next();
    }

    /** The batches of a piece, counted from 1. It is read by the thread that trains, so that no batch is taken ahead. */
    @SuppressWarnings("unchecked")
    D piece(int number) {
        Class<?> type = batches instanceof DataSetIterator ? DataSetIterator.class : MultiDataSetIterator.class;
        long end = budget.upTo(number);
        Meter meter = new Meter(spent);
        return (D) Reflection.newProxy(type, (proxy, method, arguments) -> {
            return switch (method.getName()) {
                case "hasNext" -> (Object) meter.allows(end);
                case "next" -> meter.count(take());
                case "asyncSupported", "resetSupported" -> false;
                default -> invoke(method, arguments);
            };
        });
    }

    private @Nullable Object invoke(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(batches, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** Counts what a piece costs. */
    private final class Meter {
        private final Spent before;
        private final long start = Nd4jThreads.processorNanos();
        private long iterations;
        private long examples;

        Meter(Spent before) {
            this.before = before;
        }

        boolean allows(long end) {
            spent = new Spent(
                    before.iterations() + iterations,
                    before.multiplyAdds() + Epoch.PASSES * multiplyAdds * examples,
                    before.nanos() + Nd4jThreads.processorNanos() - start);
            if (budget.isTime()) {
                return iterations == 0 || budget.of(spent) < end;
            }
            return budget.of(spent) + budget.ofIteration(multiplyAdds, examplesOfFirst) <= end;
        }

        Object count(Object batch) {
            iterations++;
            examples += examples(batch);
            return batch;
        }
    }

    /**
     * Trains a network on a piece.
     *
     * @throws ArithmeticException if its parameters are not finite afterwards
     */
    void fit(Model network, Iterator<?> piece) {
        while (piece.hasNext()) {
            Object batch = piece.next();
            // Counted by the data, since a piece is no epoch.
            Dl4jNetwork.of(network).setEpochCount(epochsBefore + epoch - 1);
            if (batch instanceof DataSet one) {
                ((NeuralNetwork) network).fit(one);
            } else {
                ((NeuralNetwork) network).fit((MultiDataSet) batch);
            }
        }
        if (!Double.isFinite(network.params().sumNumber().doubleValue())) {
            throw new ArithmeticException("its parameters are not finite after " + spent.iterations() + " iterations");
        }
    }
}
