package io.github.net2net.examples.experiment;

import io.github.net2net.GrowthReport;
import io.github.net2net.examples.results.Row;
import org.deeplearning4j.nn.api.Model;

/** Receives what happens in a run; all methods do nothing by default. */
public interface Watcher {
    /** A run begins, or resumes at an iteration. */
    default void begins(Run run, int iteration) {}

    /** A network was grown for a run that begins. */
    default void grown(Run run, GrowthReport report) {}

    /** The network was trained on one batch. */
    default void batch() {}

    /** The network was measured. */
    default void measured(Row row) {}

    /** A run has ended; runs that had ended in an earlier process are left out. */
    default void ended(Run run, Model network) {}
}
