package io.github.net2net.dl4j.schedule;

import com.google.common.reflect.Reflection;
import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.atomic.AtomicLong;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/**
 * Counts the examples and batches that are taken from data. Listeners could not: truncated backpropagation calls them several times
 * for one example, and parallel training not at all.
 *
 * @param <D> DataSetIterator or MultiDataSetIterator
 */
final class ExampleCounter<D> {
    private final AtomicLong examples = new AtomicLong();
    private final AtomicLong batches = new AtomicLong();
    private final D data;

    ExampleCounter(D data) {
        this.data = data;
    }

    /** How many were taken so far. */
    long examples() {
        return examples.get();
    }

    /** How many batches were taken so far. */
    long batches() {
        return batches.get();
    }

    /** The data, which are counted when they are taken. */
    @SuppressWarnings("unchecked")
    D counted() {
        Class<?> type = data instanceof DataSetIterator ? DataSetIterator.class : MultiDataSetIterator.class;
        return (D) Reflection.newProxy(type, (proxy, method, arguments) -> {
            try {
                Object result = method.invoke(data, arguments);
                long size = sizeOf(result);
                examples.addAndGet(size);
                batches.addAndGet(size > 0 ? 1 : 0);
                return result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }

    private static long sizeOf(Object result) {
        if (result instanceof DataSet batch) {
            return batch.numExamples();
        }
        return result instanceof MultiDataSet batch ? batch.getFeatures(0).size(0) : 0;
    }
}
