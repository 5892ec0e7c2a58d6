package io.github.net2net.examples.experiment;

import io.github.net2net.GrowthReport;
import io.github.net2net.examples.console.Console;
import io.github.net2net.examples.results.Row;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Prints the progress of training: a bar on a terminal, and lines without control characters elsewhere. */
public final class Progress implements Watcher, AutoCloseable {
    private static final int BRIEF_LINES = 5;

    private final Console console;
    private final boolean brief;
    private final ProgressBar bar;
    private final long before;
    private String run = "";

    private Progress(Console console, boolean brief, long all, long done) {
        this.console = console;
        this.brief = brief;
        this.before = done;
        ProgressBarBuilder builder = new ProgressBarBuilder()
                .setTaskName("training")
                .setInitialMax(all)
                .startsFrom(done, Duration.ZERO)
                .setStyle(ProgressBarStyle.ASCII)
                .setUnit(" batches", 1);
        if (!console.terminal()) {
            builder.setConsumer(new DelegatingProgressBarConsumer(drawn -> {}));
        }
        this.bar = builder.build();
    }

    /**
     * Prints a line for each growth and measurement.
     *
     * @param all batches in total
     * @param done batches that earlier processes trained
     */
    public static Progress detailed(Console console, long all, long done) {
        return new Progress(console, false, all, done);
    }

    /** Prints a line for each fifth of the training, and only where there is no bar. */
    public static Progress brief(Console console, long all, long done) {
        return new Progress(console, true, all, done);
    }

    @Override
    public void begins(Run next, int iteration) {
        run = next.name();
        bar.setExtraMessage(" " + run);
        if (!brief) {
            console.line(run + (iteration == 0 ? " begins" : " resumes at iteration " + iteration));
        }
    }

    @Override
    public void batch() {
        bar.step();
        long done = bar.getCurrent();
        long all = bar.getMax();
        if (brief && !console.terminal() && done * BRIEF_LINES / all > (done - 1) * BRIEF_LINES / all) {
            console.line("  " + 100 * done / all + "% of training done (" + run + "), about " + timeLeft() + " left");
        }
    }

    @Override
    public void grown(Run student, GrowthReport report) {
        if (!brief) {
            console.line(report.plan().toString());
        }
    }

    @Override
    public void measured(Row row) {
        if (!brief) {
            String measured = String.format(
                    Locale.ROOT,
                    "%s at %d: accuracy %.4f, loss %.4f",
                    row.run(),
                    row.iteration(),
                    row.accuracy(),
                    row.loss());
            console.line(measured + (row.seconds() > 0 ? trained(row) : "") + (console.terminal() ? "" : left()));
        }
    }

    private static String trained(Row row) {
        return String.format(
                Locale.ROOT,
                ", %.0f s of training, %.1f%% of it waiting for data",
                row.seconds(),
                100 * row.waiting() / row.seconds());
    }

    private String left() {
        long done = bar.getCurrent();
        return done == before ? "" : " (" + 100 * done / bar.getMax() + "% done, about " + timeLeft() + " left)";
    }

    private String timeLeft() {
        long done = bar.getCurrent();
        Duration time = bar.getTotalElapsed().multipliedBy(bar.getMax() - done).dividedBy(done - before);
        return time.toMinutes() < 2 ? time.toSeconds() + " s" : time.toMinutes() + " min";
    }

    @Override
    public void close() {
        bar.close();
    }
}
