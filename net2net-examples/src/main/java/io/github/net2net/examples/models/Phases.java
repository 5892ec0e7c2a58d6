package io.github.net2net.examples.models;

import io.github.net2net.examples.console.Console;
import java.io.InputStream;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** What a command is doing, on a terminal only, and only where it takes a while. */
final class Phases {
    private static final long LARGE = 50_000_000;
    private static final int MEGA = 1_000_000;

    private Phases() {}

    /** The stream, with a bar for what was read of it. */
    static InputStream reading(Console console, String name, long bytes, InputStream in) {
        if (!console.terminal() || bytes < LARGE) {
            return in;
        }
        return ProgressBar.wrap(
                in,
                new ProgressBarBuilder()
                        .setTaskName("reading " + name)
                        .setInitialMax(bytes)
                        .setUnit(" MB", MEGA)
                        .setStyle(ProgressBarStyle.ASCII));
    }

    /** Announces a phase for a network of so many bytes. */
    static void announce(Console console, String phase, long bytes) {
        if (console.terminal() && bytes >= LARGE) {
            console.line(phase + " ..");
        }
    }
}
