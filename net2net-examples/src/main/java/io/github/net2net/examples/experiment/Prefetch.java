package io.github.net2net.examples.experiment;

import io.github.net2net.examples.data.Batches;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.nd4j.linalg.dataset.DataSet;

/** Prepares the next batch on another thread while one is trained on, and counts the time that training waits for it. */
final class Prefetch implements AutoCloseable {
    private final Batches batches;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread daemon = new Thread(task, "batches");
        daemon.setDaemon(true);
        return daemon;
    });
    private long number;
    private Future<DataSet> next;
    private long waited;

    /**
     * A queue of batches.
     *
     * @param first the number of the first one
     */
    Prefetch(Batches batches, long first) {
        this.batches = batches;
        this.number = first;
        this.next = thread.submit(() -> batches.get(first));
    }

    /** The next batch. */
    DataSet take() {
        long start = System.nanoTime();
        try {
            DataSet batch = next.get();
            long following = ++number;
            next = thread.submit(() -> batches.get(following));
            return batch;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a batch", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a batch could not be prepared", e.getCause());
        } finally {
            waited += System.nanoTime() - start;
        }
    }

    /** Seconds that {@link #take} has taken. */
    double seconds() {
        return waited * 1e-9;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
