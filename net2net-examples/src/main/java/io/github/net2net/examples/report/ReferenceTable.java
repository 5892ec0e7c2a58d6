package io.github.net2net.examples.report;

import com.google.common.math.Stats;
import io.github.net2net.examples.report.RunResults.MeanPoint;
import io.github.net2net.examples.results.ExperimentFile.Reference;
import java.util.List;
import java.util.Optional;

/**
 * A run compared with published results.
 *
 * @param run its name
 * @param source of the published results
 * @param rows at the published iterations
 */
record ReferenceTable(String run, String source, List<Row> rows) {

    /** One iteration: the accuracy here, the published one, and the difference in points. */
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
        Optional<Stats> ours = run.at(iteration).map(MeanPoint::accuracy);
        return new Row(
                Texts.count(iteration),
                ours.map(Texts::percent).orElse("–"),
                Texts.percent(theirs),
                ours.map(stats -> Texts.signed(stats.mean() - theirs)).orElse("–"));
    }
}
