package io.github.net2net.examples.experiment;

import io.github.net2net.dl4j.saving.AtomicFile;
import io.github.net2net.examples.console.Console;
import io.github.net2net.examples.data.InputException;
import io.github.net2net.examples.report.Reports;
import io.github.net2net.examples.results.Row;
import io.github.net2net.examples.results.SeedFolder;
import io.github.net2net.examples.results.SeedLock;
import io.github.net2net.examples.results.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * An experiment for some seeds, told of on a console.
 *
 * @param setup what is done
 * @param out where everything goes, a folder for each seed
 */
record ExperimentRun(Setup setup, Path out) {

    /**
     * Runs all seeds, and prints a summary.
     *
     * @param resumes whether what is there already is gone on with
     * @throws InputException if there is something and it is not to be resumed
     */
    void run(List<Long> seeds, boolean resumes, Console console) {
        List<Runner> runners = new ArrayList<>();
        for (long seed : seeds) {
            SeedFolder folder = SeedFolder.in(out, seed);
            if (!resumes && Files.exists(folder.path())) {
                throw new InputException("--out " + out + ": " + folder.path() + " is there already. Say --resume to go"
                        + " on with it, or give another folder.");
            }
            SeedLock.requireFree(folder);
            runners.add(new Runner(setup, folder));
        }
        long all = (long) seeds.size()
                * setup.runs().stream().mapToLong(Run::iterations).sum();
        long left = runners.stream().mapToLong(Runner::left).sum();
        announce(seeds, (double) left / all, console);
        if (left == 0) {
            console.line("All of it is done already.");
        } else {
            try (ProgressBar bar = bar(all, all - left, console)) {
                Progress progress = new Progress(console, bar, all - left);
                runners.forEach(runner -> runner.runAll(progress));
            }
        }
        summarize(console);
    }

    private void announce(List<Long> seeds, double share, Console console) {
        console.line(setup.experiment().title());
        console.line("data: " + setup.data().description());
        setup.data().warnings().forEach(warning -> console.line("warning: " + warning));
        console.line("It takes about " + minutes(seeds.size() * share)
                + " min on two free cores. Stopped, it goes on with --resume.");
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
        return Math.max(
                1,
                Math.round(setup.experiment().perSeed().toSeconds()
                        * seeds
                        * setup.length().share()
                        / 60.0));
    }

    /** Draws on a terminal only; elsewhere the lines of {@link Progress} tell what is left. */
    private static ProgressBar bar(long all, long done, Console console) {
        ProgressBarBuilder builder = new ProgressBarBuilder()
                .setTaskName("training")
                .setInitialMax(all)
                .startsFrom(done, Duration.ZERO)
                .setStyle(ProgressBarStyle.ASCII);
        if (!console.terminal()) {
            builder.setConsumer(new DelegatingProgressBarConsumer(drawn -> {}));
        }
        return builder.build();
    }

    /** Of all seeds that are there, those of other processes too. */
    private void summarize(Console console) {
        List<Row> rows = SeedFolder.allIn(out).stream()
                .flatMap(seed -> Table.in(seed.path()).rows().stream())
                .toList();
        String table = new SummaryTable(setup.runs(), rows).markdown();
        console.line("");
        console.line(table);
        Path file = out.resolve("summary.md");
        try {
            AtomicFile.write(file, part -> Files.writeString(part, table));
        } catch (IOException e) {
            throw new InputException("--out: cannot write " + file + " (" + e.getMessage() + ").", e);
        }
        Path report = out.resolve(Reports.NAME);
        Reports.write(List.of(out), report);
        Reports.findings(out).forEach(console::line);
        console.line("");
        console.line("written: " + report + ", to be opened in a browser; " + file + " and, in a folder for each seed, "
                + Table.CSV + " and " + Table.JSON_LINES);
    }
}
