package io.github.net2net.dl4j.search;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.concurrent.Future;

/**
 * Where trials run. A trial is run by {@link SearchJob#run}, in its own folder or in a copy of it, whose files are copied
 * back. Then the ranking does not depend on the executor.
 */
@FunctionalInterface
public interface TrialExecutor {

    /** Prepares for the trials of a search. */
    Running start(SearchJob<?, ?> job);

    /** The trials of one search. */
    interface Running extends AutoCloseable {
        /**
         * Runs a trial as soon as there is room, those first that were submitted first. A trial that fails leaves that in
         * its folder. The future fails if the trial could not be run for a reason that is not its own, such as a full disk;
         * the search ends then and can be resumed.
         */
        Future<?> submit(Trial trial);

        /** Drops trials that have not begun, waits for those that run or ends them, and frees what the executor took. */
        @Override
        void close();
    }

    /**
     * In this process, so many trials at once. Each computes in one thread: ND4J's own threads are set to one for the whole
     * process while trials run.
     *
     * @throws IllegalArgumentException if the number is not above 0
     */
    static TrialExecutor threads(int threads) {
        checkArgument(threads > 0, "trials in %s threads; give a number above 0", threads);
        return job -> new TrialThreads(job, threads);
    }
}
