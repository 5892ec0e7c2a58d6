package io.github.net2net.examples.results;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Comma-separated values with a header, and a point as decimal separator. */
public final class Csv {
    private Csv() {}

    /** The format of files with these columns, for reading and writing. */
    static CSVFormat format(String... header) {
        return CSVFormat.DEFAULT
                .builder()
                .setHeader(header)
                .setRecordSeparator('\n')
                .build();
    }

    /** The text of a file. */
    public static String text(List<String> header, List<List<Object>> rows) {
        StringBuilder csv = new StringBuilder();
        try (CSVPrinter printer = new CSVPrinter(csv, format(header.toArray(String[]::new)))) {
            printer.printRecords(rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return csv.toString();
    }

    /** A number with a fixed number of decimals. */
    public static String number(int decimals, double value) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
