package io.github.net2net.examples.results;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.net2net.dl4j.saving.AtomicFile;
import io.github.net2net.examples.data.InputException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVRecord;

/** The measurements of one seed, in {@code measurements.csv} and as JSON lines; both files are complete at any time. */
public final class Table {
    /** The name of the file of comma separated values. */
    public static final String CSV = "measurements.csv";

    /** The name of the file with an object in each line. */
    public static final String JSON_LINES = "measurements.jsonl";

    private static final List<String> COLUMNS = List.of(
            "run",
            "iteration",
            "examples",
            "totalExamples",
            "seconds",
            "waiting",
            "cpu",
            "multiplyAdds",
            "accuracy",
            "loss",
            "tested");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final List<Row> rows = new ArrayList<>();

    private Table(Path folder) {
        this.folder = folder;
    }

    /**
     * The table in a folder; empty if there is none yet.
     *
     * @throws InputException if the file there is something else
     */
    public static Table in(Path folder) {
        Table table = new Table(folder);
        Path csv = folder.resolve(CSV);
        if (Files.exists(csv)) {
            table.load(csv);
            table.addDecimals(folder.resolve(JSON_LINES));
        }
        return table;
    }

    private void load(Path csv) {
        try (Reader reader = Files.newBufferedReader(csv)) {
            for (CSVRecord row :
                    Csv.format().builder().setSkipHeaderRecord(true).build().parse(reader)) {
                rows.add(new Row(
                        row.get("run"),
                        Integer.parseInt(row.get("iteration")),
                        Long.parseLong(row.get("examples")),
                        Long.parseLong(row.get("totalExamples")),
                        Double.parseDouble(row.get("seconds")),
                        Double.parseDouble(row.get("waiting")),
                        Double.parseDouble(row.get("cpu")),
                        Double.parseDouble(row.get("multiplyAdds")),
                        Double.parseDouble(row.get("accuracy")),
                        Double.parseDouble(row.get("loss")),
                        Double.parseDouble(row.get("tested"))));
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new InputException(
                    csv + ": these are not measurements of an experiment (" + e.getMessage()
                            + "). Give another folder, or remove the file.",
                    e);
        }
    }

    /** Restores the decimals that the comma-separated values lack, for the rows that are in both files. */
    private void addDecimals(Path jsonLines) {
        if (!Files.exists(jsonLines)) {
            return;
        }
        Map<List<Object>, Row> exact = new HashMap<>();
        try {
            for (String line : Files.readAllLines(jsonLines)) {
                Row row = JSON.readValue(line, Row.class);
                exact.put(cells(row), row);
            }
        } catch (IOException e) {
            throw new InputException(
                    jsonLines + ": these are not measurements of an experiment (" + e.getMessage()
                            + "). Give another folder, or remove the file.",
                    e);
        }
        rows.replaceAll(row -> exact.getOrDefault(cells(row), row));
    }

    /** All measurements, in their order. */
    public List<Row> rows() {
        return List.copyOf(rows);
    }

    /** Those of a run. */
    public Stream<Row> of(String run) {
        return rows.stream().filter(row -> row.run().equals(run));
    }

    /** Adds a measurement, and writes it to disk. */
    public void add(Row row) {
        rows.add(row);
        write();
    }

    /** Removes what was measured of a run after an iteration. */
    public void removeAfter(String run, int iteration) {
        if (rows.removeIf(row -> row.run().equals(run) && row.iteration() > iteration)) {
            write();
        }
    }

    /** Writes both files; a process that was killed between them leaves them different. */
    public void write() {
        String csv = Csv.text(COLUMNS, rows.stream().map(Table::cells).toList());
        try {
            AtomicFile.write(folder.resolve(CSV), file -> Files.writeString(file, csv));
            AtomicFile.write(folder.resolve(JSON_LINES), this::writeJsonLines);
        } catch (IOException e) {
            throw new InputException("--out: cannot write to " + folder + " (" + e.getMessage() + ").", e);
        }
    }

    private static List<Object> cells(Row row) {
        return List.of(
                row.run(),
                row.iteration(),
                row.examples(),
                row.totalExamples(),
                Csv.number(3, row.seconds()),
                Csv.number(3, row.waiting()),
                Csv.number(3, row.cpu()),
                Csv.number(0, row.multiplyAdds()),
                Csv.number(4, row.accuracy()),
                Csv.number(6, row.loss()),
                Csv.number(4, row.tested()));
    }

    private void writeJsonLines(Path file) throws IOException {
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            for (Row row : rows) {
                writer.write(JSON.writeValueAsString(row));
                writer.newLine();
            }
        }
    }
}
