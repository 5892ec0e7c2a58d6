package io.github.net2net.dl4j.search;

import com.google.common.base.Throwables;
import io.github.net2net.dl4j.internal.tensor.Nd4jThreads;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Trials in this process.
 *
 * @param threads how many at once
 */
record ThreadExecutor(int threads) implements TrialExecutor {
    @Override
    public void run(SearchJob<?, ?> job, List<Trial> trials) {
        int before = Nd4jThreads.count();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            CompletableFuture.allOf(trials.stream()
                            .map(trial -> CompletableFuture.runAsync(
                                    () -> job.run(trial, trial.folder().toPath()), pool))
                            .toArray(CompletableFuture[]::new))
                    .join();
        } catch (CompletionException e) {
            Throwables.throwIfUnchecked(e.getCause() == null ? e : e.getCause());
            throw e;
        } finally {
            pool.shutdown();
            Nd4jThreads.set(before);
        }
    }
}
