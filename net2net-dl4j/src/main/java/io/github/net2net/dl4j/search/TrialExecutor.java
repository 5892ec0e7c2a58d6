package io.github.net2net.dl4j.search;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.List;

/**
 * Where trials run. A trial is run by {@link SearchJob#run}, in its own folder or in a copy of it, whose files are copied
 * back. Then the ranking does not depend on the executor.
 */
@FunctionalInterface
public interface TrialExecutor {

    /**
     * Runs all trials, in any order, and returns when all have ended. Trials that fail leave that in their folders.
     *
     * @throws RuntimeException if a trial could not be run for a reason that is not its own, such as a full disk; the search
     *     ends and can be resumed
     */
    void run(SearchJob<?, ?> job, List<Trial> trials);

    /**
     * In this process, so many trials at once. Each computes in one thread: ND4J's own threads are set to one for the whole
     * process while trials run.
     *
     * @throws IllegalArgumentException if the number is not above 0
     */
    static TrialExecutor threads(int threads) {
        checkArgument(threads > 0, "trials in %s threads; give a number above 0", threads);
        return new ThreadExecutor(threads);
    }
}
