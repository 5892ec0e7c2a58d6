package io.github.net2net.examples.experiment;

import io.github.net2net.GrowthPlan;
import io.github.net2net.dl4j.saving.AtomicFile;
import io.github.net2net.examples.console.Console;
import io.github.net2net.examples.data.ImageData;
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
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * An experiment for some seeds, told of on a console.
 *
 * @param experiment what is done
 * @param length how long
 * @param data what it is trained on
 * @param out where everything goes, a folder for each seed
 */
record ExperimentRun(Experiment experiment, Experiment.Length length, ImageData data, Path out) {

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
            runners.add(new Runner(experiment, length, data, folder));
        }
        announce(seeds, console);
        long left = runners.stream().mapToLong(Runner::left).sum();
        if (left == 0) {
            console.line("All of it is done already.");
        } else {
            try (ProgressBar bar = bar(left, console)) {
                runners.forEach(runner -> runner.runAll(watcher(bar, console)));
            }
        }
        summarise(console);
    }

    private List<Run> runs() {
        return experiment.runs(Runner.taskOf(data), length);
    }

    private void announce(List<Long> seeds, Console console) {
        console.line(experiment.title());
        console.line("data: " + data.description());
        data.warnings().forEach(warning -> console.line("warning: " + warning));
        console.line("It takes about " + minutes(seeds.size())
                + " min on two cores; the bar tells what is left. Stopped, it goes on with --resume.");
        console.line("seeds: " + seeds + ", batches of " + experiment.batchSize() + ", into " + out);
        for (Run run : runs()) {
            String origin = run.origin() instanceof Run.Grown grown
                    ? ", from " + grown.from() + " at " + grown.at()
                    : ", from scratch";
            console.line(
                    "  " + run.name() + ": " + run.explanation() + origin + ", " + run.iterations() + " iterations");
        }
    }

    private long minutes(int seeds) {
        return Math.max(1, Math.round(experiment.perSeed().toSeconds() * seeds * length.share() / 60.0));
    }

    private static ProgressBar bar(long iterations, Console console) {
        return new ProgressBarBuilder()
                .setTaskName("training")
                .setInitialMax(iterations)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(console.terminal() ? 500 : Integer.MAX_VALUE)
                .build();
    }

    private static Runner.Watcher watcher(ProgressBar bar, Console console) {
        return new Runner.Watcher() {
            @Override
            public void begins(Run run, int iteration) {
                bar.setExtraMessage(" " + run.name());
                console.line(run.name() + (iteration == 0 ? " begins" : " goes on at iteration " + iteration));
            }

            @Override
            public void batch() {
                bar.step();
            }

            @Override
            public void grown(Run run, GrowthPlan plan) {
                console.line(plan.toString());
            }

            @Override
            public void measured(Row row) {
                console.line(String.format(
                        Locale.ROOT,
                        "%s at %d: accuracy %.4f, loss %.4f, %.0f s (%.0f %% of them waiting for data)",
                        row.run(),
                        row.iteration(),
                        row.accuracy(),
                        row.loss(),
                        row.seconds(),
                        row.seconds() > 0 ? 100 * row.waiting() / row.seconds() : 0));
            }
        };
    }

    /** Of all seeds that are there, those of other processes too. */
    private void summarise(Console console) {
        List<Row> rows = SeedFolder.allIn(out).stream()
                .flatMap(seed -> Table.in(seed.path()).rows().stream())
                .toList();
        String table = new SummaryTable(runs(), rows).markdown();
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
        console.line("written: " + report + ", to be opened in a browser; " + file + " and, in a folder for each seed, "
                + Table.CSV + " and " + Table.JSON_LINES);
    }
}
