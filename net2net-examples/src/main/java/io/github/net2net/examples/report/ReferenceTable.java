package io.github.net2net.examples.report;

import io.github.net2net.examples.results.ExperimentFile.Reference;
import java.util.List;
import java.util.Optional;

/**
 * A run beside what others published.
 *
 * @param run its name
 * @param source whose the numbers are
 * @param rows at the iterations published
 */
record ReferenceTable(String run, String source, List<Row> rows) {

    /**
     * One iteration.
     *
     * @param iteration since the run's start
     * @param ours measured
     * @param theirs published
     * @param difference ours less theirs, in points
     */
    record Row(String iteration, String ours, String theirs, String difference) {}

    static List<ReferenceTable> of(ExperimentResults results) {
        return results.file().references().stream()
                .flatMap(reference -> results.run(reference.run()).map(run -> of(reference, run)).stream())
                .toList();
    }

    private static ReferenceTable of(Reference reference, RunResults run) {
        List<Row> rows = reference.accuracies().entrySet().stream()
                .map(entry -> row(run, entry.getKey(), entry.getValue()))
                .toList();
        return new ReferenceTable(reference.run(), reference.source(), rows);
    }

    private static Row row(RunResults run, int iteration, double theirs) {
        Optional<Spread> ours = run.at(iteration).map(MeanPoint::accuracy);
        return new Row(
                Texts.count(iteration),
                ours.map(Texts::percent).orElse("–"),
                Texts.percent(theirs),
                ours.map(spread -> Texts.signed(spread.mean() - theirs)).orElse("–"));
    }
}
