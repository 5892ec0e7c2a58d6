package io.github.net2net.examples.experiment;

import io.github.net2net.dl4j.saving.AtomicFile;
import io.github.net2net.examples.console.Console;
import io.github.net2net.examples.data.InputException;
import io.github.net2net.examples.report.Reports;
import io.github.net2net.examples.results.Row;
import io.github.net2net.examples.results.SeedFolder;
import io.github.net2net.examples.results.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An experiment for some seeds, printed on a console.
 *
 * @param setup the experiment with its options
 * @param out the folder for the results, with a folder for each seed
 */
record ExperimentRun(Setup setup, Path out) {

    /**
     * Runs all seeds, and prints a summary.
     *
     * @param resumes whether to continue results that exist
     * @throws InputException if there are results that are not to be resumed
     */
    void run(List<Long> seeds, boolean resumes, Console console) {
        List<Runner> runners = new ArrayList<>();
        for (long seed : seeds) {
            SeedFolder folder = SeedFolder.in(out, seed);
            if (!resumes && Files.exists(folder.path())) {
                throw new InputException("--out " + out + ": " + folder.path()
                        + " already exists. Give --resume to continue it, or give another folder.");
            }
            folder.requireFree();
            runners.add(new Runner(setup, folder));
        }
        long all = seeds.size() * setup.iterations();
        long left = runners.stream().mapToLong(Runner::left).sum();
        announce(seeds, (double) left / all, console);
        if (left == 0) {
            console.line("All runs are already finished.");
        } else {
            try (Progress progress = Progress.detailed(console, all, all - left)) {
                runners.forEach(runner -> runner.runAll(progress));
            }
        }
        summarize(console);
    }

    private void announce(List<Long> seeds, double share, Console console) {
        console.line(setup.experiment().about().title());
        console.line("data: " + setup.data().description());
        setup.data().warnings().forEach(warning -> console.line("warning: " + warning));
        console.line("This takes about " + minutes(seeds.size() * share)
                + " min on two free cores. If it is stopped, --resume continues it.");
        console.line("seeds: " + seeds + ", batches of " + setup.experiment().batchSize() + ", into " + out);
        for (Run run : setup.runs()) {
            String origin = run.origin() instanceof Run.Grown grown
                    ? ", from " + grown.from() + " at " + grown.at()
                    : ", from scratch";
            console.line(
                    "  " + run.name() + ": " + run.explanation() + origin + ", " + run.iterations() + " iterations");
        }
    }

    private long minutes(double seeds) {
        double seconds = setup.experiment().about().perSeed().toSeconds()
                * seeds
                * setup.length().share();
        return Math.max(1, Math.round(seconds / 60));
    }

    /** Includes the seeds that other processes run in the folder. */
    private void summarize(Console console) {
        List<Row> rows = SeedFolder.allIn(out).stream()
                .flatMap(seed -> Table.in(seed.path()).rows().stream())
                .toList();
        String table = new SummaryTable(setup.runs(), rows).markdown();
        console.line("");
        console.line(table);
        Path file = write("summary.md", table);
        String verdicts = Reports.verdicts(out);
        if (!verdicts.isEmpty()) {
            write("verdicts.md", verdicts);
        }
        Path report = out.resolve(Reports.NAME);
        Reports.write(List.of(out), report);
        Reports.findings(out).forEach(console::line);
        console.line("");
        console.line("written: " + report + ", for a browser; " + file + "; and, in a folder for each seed, "
                + Table.CSV + " and " + Table.JSON_LINES);
    }

    private Path write(String name, String text) {
        Path file = out.resolve(name);
        try {
            AtomicFile.write(file, part -> Files.writeString(part, text));
        } catch (IOException e) {
            throw new InputException("--out: cannot write " + file + " (" + e.getMessage() + ").", e);
        }
        return file;
    }
}
