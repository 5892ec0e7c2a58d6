package io.github.net2net.examples.study;

import io.github.net2net.examples.results.Row;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * One measurement after growth.
 *
 * @param optimizer its title
 * @param seed of the teacher, the growth and the batches
 * @param row what was measured, with iterations since the growth
 */
record Measurement(String optimizer, long seed, Row row) {

    /** The measurements of a study as comma-separated values, with a header. */
    static String csv(List<Measurement> all) {
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setHeader("optimizer", "arm", "seed", "iteration", "accuracy", "loss")
                .setRecordSeparator('\n')
                .build();
        StringBuilder csv = new StringBuilder();
        try (CSVPrinter printer = new CSVPrinter(csv, format)) {
            for (Measurement one : all) {
                printer.printRecord(
                        one.optimizer,
                        one.row.run(),
                        one.seed,
                        one.row.iteration(),
                        String.format(Locale.ROOT, "%.4f", one.row.accuracy()),
                        String.format(Locale.ROOT, "%.5f", one.row.loss()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return csv.toString();
    }
}
