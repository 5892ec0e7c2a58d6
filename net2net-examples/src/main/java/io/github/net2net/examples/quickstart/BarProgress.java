package io.github.net2net.examples.quickstart;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** One bar for the whole run, with the time left. */
final class BarProgress implements Progress {
    private final ProgressBar bar;

    BarProgress(long batches) {
        bar = new ProgressBarBuilder()
                .setTaskName("training")
                .setInitialMax(batches)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(500)
                .setUnit(" batches", 1)
                .build();
    }

    @Override
    public void begin(Arm arm) {
        bar.setExtraMessage(" " + arm.title());
    }

    @Override
    public void step(Arm arm) {
        bar.step();
    }

    @Override
    public void measured(Arm arm, CurvePoint point) {
        bar.setExtraMessage(" " + arm.title() + " " + ComparisonText.percent(point.accuracy()));
    }

    @Override
    public void close() {
        bar.close();
    }
}
