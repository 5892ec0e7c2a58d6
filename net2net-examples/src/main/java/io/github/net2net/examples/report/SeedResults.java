package io.github.net2net.examples.report;

import io.github.net2net.examples.data.InputException;
import io.github.net2net.examples.results.ExperimentFile;
import io.github.net2net.examples.results.SeedFolder;
import io.github.net2net.examples.results.Table;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What one seed has come to.
 *
 * @param folder where it is
 * @param file what is trained
 * @param curves by run
 */
record SeedResults(SeedFolder folder, ExperimentFile file, Map<String, Curve> curves) {

    SeedResults {
        curves = Map.copyOf(curves);
    }

    /** Whether anything is in the folder yet; another process may have made it a moment ago. */
    static boolean isBegun(SeedFolder folder) {
        return Stream.of(ExperimentFile.NAME, Table.CSV)
                .map(folder.path()::resolve)
                .anyMatch(Files::exists);
    }

    /**
     * Reads a folder.
     *
     * @throws InputException if it is of another seed than its name says
     */
    static SeedResults read(SeedFolder folder) {
        ExperimentFile file = ExperimentFile.read(folder.path());
        if (file.seed() != folder.seed()) {
            throw new InputException(folder.path() + ": its " + ExperimentFile.NAME + " is of seed " + file.seed()
                    + ". Call the folder seed-" + file.seed() + " again.");
        }
        Table table = Table.in(folder.path());
        return new SeedResults(folder, file, Ancestry.curves(folder.path(), file, table));
    }

    /** What a run has come to; nothing if it was no part of the experiment yet. */
    Curve curve(String run) {
        return curves.getOrDefault(run, new Curve(folder.seed(), List.of()));
    }

    /** The folder's name. */
    String name() {
        return String.valueOf(folder.path().getFileName());
    }
}
