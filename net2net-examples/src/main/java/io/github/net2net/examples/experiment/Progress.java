package io.github.net2net.examples.experiment;

import io.github.net2net.GrowthPlan;
import io.github.net2net.examples.console.Console;
import io.github.net2net.examples.results.Row;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;

/**
 * Tells of a run on a console.
 *
 * @param bar counts batches; where it cannot be seen, lines tell what it would
 * @param before batches that were done already when this process began
 */
record Progress(Console console, ProgressBar bar, long before) implements Runner.Watcher {

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
        String measured = String.format(
                Locale.ROOT,
                "%s at %d: accuracy %.4f, loss %.4f",
                row.run(),
                row.iteration(),
                row.accuracy(),
                row.loss());
        console.line(measured + (row.seconds() > 0 ? trained(row) : "") + (console.terminal() ? "" : left()));
    }

    private static String trained(Row row) {
        return String.format(
                Locale.ROOT,
                ", %.0f s of training, %.1f %% of it waiting for images",
                row.seconds(),
                100 * row.waiting() / row.seconds());
    }

    private String left() {
        long done = bar.getCurrent();
        if (done == before) {
            return "";
        }
        Duration left = bar.getTotalElapsed().multipliedBy(bar.getMax() - done).dividedBy(done - before);
        return String.format(Locale.ROOT, " (%d %% done, about %s left)", 100 * done / bar.getMax(), minutes(left));
    }

    private static String minutes(Duration time) {
        return time.toMinutes() < 2 ? time.toSeconds() + " s" : time.toMinutes() + " min";
    }
}
