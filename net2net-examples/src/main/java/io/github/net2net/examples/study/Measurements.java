package io.github.net2net.examples.study;

import io.github.net2net.dl4j.saving.AtomicFile;
import io.github.net2net.examples.data.InputException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

/** The measurements of a study in its CSV file, which is whole after every run, so that a study continues where it was. */
final class Measurements {
    private static final CSVFormat FORMAT = CSVFormat.DEFAULT
            .builder()
            .setHeader("optimizer", "arm", "seed", "iteration", "accuracy", "loss")
            .setSkipHeaderRecord(true)
            .setRecordSeparator('\n')
            .build();

    private final Path file;
    private final List<Measurement> all = new ArrayList<>();

    private Measurements(Path file) {
        this.file = file;
    }

    /**
     * The measurements in a file; none if it doesn't exist yet.
     *
     * @throws InputException if the file is something else
     */
    static Measurements in(Path file) {
        Measurements measurements = new Measurements(file);
        if (Files.exists(file)) {
            measurements.load();
        }
        return measurements;
    }

    private void load() {
        try (Reader reader = Files.newBufferedReader(file)) {
            for (CSVRecord row : FORMAT.parse(reader)) {
                all.add(new Measurement(
                        row.get("optimizer"),
                        row.get("arm"),
                        Long.parseLong(row.get("seed")),
                        Integer.parseInt(row.get("iteration")),
                        Double.parseDouble(row.get("accuracy")),
                        Double.parseDouble(row.get("loss"))));
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new InputException(
                    file + ": these are no measurements of a study (" + e.getMessage()
                            + "). Give another folder with --out, or remove the file.",
                    e);
        }
    }

    /** Adds a whole run, and has it on disk when it returns. */
    void add(List<Measurement> run) {
        all.addAll(run);
        try {
            AtomicFile.write(file, part -> {
                try (BufferedWriter writer = Files.newBufferedWriter(part);
                        CSVPrinter printer = new CSVPrinter(
                                writer,
                                FORMAT.builder().setSkipHeaderRecord(false).build())) {
                    for (Measurement row : all) {
                        printer.printRecord(
                                row.optimizer(),
                                row.arm(),
                                row.seed(),
                                row.iteration(),
                                String.format(Locale.ROOT, "%.4f", row.accuracy()),
                                String.format(Locale.ROOT, "%.5f", row.loss()));
                    }
                }
            });
        } catch (IOException e) {
            throw new InputException("--out: cannot write " + file + " (" + e.getMessage() + ").", e);
        }
    }

    boolean has(Measurement.Run run) {
        return all.stream().anyMatch(measurement -> measurement.run().equals(run));
    }

    List<Measurement> all() {
        return List.copyOf(all);
    }
}
