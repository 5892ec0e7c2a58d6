package io.github.net2net.examples.report;

import io.github.net2net.dl4j.saving.AtomicFile;
import io.github.net2net.examples.data.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes what experiments have come to as one HTML page that needs nothing besides itself. */
public final class Reports {
    /** The page's name, where none is given. */
    public static final String NAME = "report.html";

    private Reports() {}

    /**
     * Reads experiments, finished or still running, and writes the page, whole or not at all.
     *
     * @param folders of experiments, those with {@code seed-N} in them; the page has a section for each
     * @param file the page
     * @throws InputException if a folder is not there, holds no seeds or seeds that do not belong together, or if the
     *     page cannot be written
     */
    public static void write(List<Path> folders, Path file) {
        List<ExperimentResults> experiments =
                folders.stream().map(ExperimentResults::read).toList();
        String page = Page.of(experiments);
        try {
            AtomicFile.write(file, part -> Files.writeString(part, page));
        } catch (IOException e) {
            throw new InputException(
                    "--out " + file + ": cannot be written (" + e
                            + "). Give a file in a folder that can be written to.",
                    e);
        }
    }

    /**
     * What came out, in sentences, one for each grown network: what the page says, for a console.
     *
     * @param folder of an experiment
     * @throws InputException as {@link #write}
     */
    public static List<String> findings(Path folder) {
        ExperimentResults results = ExperimentResults.read(folder);
        List<String> lines = new ArrayList<>();
        lines.add(Findings.preface(results));
        Findings.of(results).forEach(finding -> lines.add(finding.run() + ": " + finding.text()));
        return lines;
    }
}
