package io.github.net2net.dl4j.search;

import com.google.common.util.concurrent.Uninterruptibles;
import io.github.net2net.dl4j.internal.tensor.Nd4jThreads;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadPoolExecutor;

/** Trials in threads of this process. */
final class TrialThreads implements TrialExecutor.Running {
    private final SearchJob<?, ?> job;
    private final int before = Nd4jThreads.count();
    private final ThreadPoolExecutor pool;

    TrialThreads(SearchJob<?, ?> job, int threads) {
        this.job = job;
        this.pool = (ThreadPoolExecutor) Executors.newFixedThreadPool(threads);
    }

    @Override
    public Future<?> submit(Trial trial) {
        return pool.submit(() -> job.run(trial, trial.folder().toPath()));
    }

    @Override
    public void close() {
        pool.getQueue().clear();
        pool.shutdown();
        Uninterruptibles.awaitTerminationUninterruptibly(pool);
        Nd4jThreads.set(before);
    }
}
