package io.github.net2net.examples.study;

import io.github.net2net.examples.results.Csv;
import io.github.net2net.examples.results.Row;
import java.util.List;

/**
 * One measurement after growth.
 *
 * @param optimizer its title
 * @param seed of the teacher, the growth and the batches
 * @param row what was measured, with iterations since the growth
 */
record Measurement(String optimizer, long seed, Row row) {
    private static final List<String> COLUMNS = List.of("optimizer", "arm", "seed", "iteration", "accuracy", "loss");

    /** The measurements of a study as comma-separated values, with a header. */
    static String csv(List<Measurement> all) {
        return Csv.text(COLUMNS, all.stream().map(Measurement::cells).toList());
    }

    private List<Object> cells() {
        return List.of(
                optimizer, row.run(), seed, row.iteration(), Csv.number(4, row.accuracy()), Csv.number(5, row.loss()));
    }
}
