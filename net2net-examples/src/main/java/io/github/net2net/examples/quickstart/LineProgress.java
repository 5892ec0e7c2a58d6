package io.github.net2net.examples.quickstart;

import java.io.PrintWriter;

/** A line for about every fifth part of the run, without control characters. */
final class LineProgress implements Progress {
    private static final int LINES = 5;

    private final long batches;
    private final PrintWriter out;
    private final long start = System.nanoTime();
    private long done;

    LineProgress(long batches, PrintWriter out) {
        this.batches = batches;
        this.out = out;
    }

    @Override
    public void begin(Arm arm) {}

    @Override
    public void step(Arm arm) {
        done++;
        if (done * LINES / batches > (done - 1) * LINES / batches) {
            double seconds = (System.nanoTime() - start) * 1e-9;
            long left = Math.round(seconds / done * (batches - done));
            out.println("  " + 100 * done / batches + " % of training done (" + arm.title() + "), about " + left
                    + " s left");
            out.flush();
        }
    }

    @Override
    public void measured(Arm arm, CurvePoint point) {}

    @Override
    public void close() {}
}
