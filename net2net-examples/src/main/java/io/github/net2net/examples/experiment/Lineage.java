package io.github.net2net.examples.experiment;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which runs start from which.
 *
 * @param runs all of an experiment
 */
record Lineage(List<Run> runs) {

    /** Iterations of all ancestors, up to where each was grown. */
    int iterationsBefore(Run run) {
        return run.origin() instanceof Run.Grown grown ? grown.at() + iterationsBefore(named(grown.from())) : 0;
    }

    /** The iterations of this run at which others start. */
    Set<Integer> milestones(Run run) {
        Set<Integer> iterations = new TreeSet<>();
        for (Run other : runs) {
            if (other.origin() instanceof Run.Grown grown && grown.from().equals(run.name())) {
                iterations.add(grown.at());
            }
        }
        return iterations;
    }

    private Run named(String name) {
        return runs.stream()
                .filter(run -> run.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no run '" + name + "'"));
    }
}
