package io.github.net2net.examples.quickstart;

import io.github.net2net.examples.console.Console;

/** Tells a person how far a run is. */
interface Progress extends AutoCloseable {
    /** A network begins to train. */
    void begin(Arm arm);

    /** One batch is done. */
    void step(Arm arm);

    /** An accuracy was measured. */
    void measured(Arm arm, CurvePoint point);

    @Override
    void close();

    /** A moving bar on a terminal; a line now and then elsewhere, where a moving bar would flood a log. */
    static Progress of(long batches, Console console) {
        return console.terminal() ? new BarProgress(batches) : new LineProgress(batches, console.out());
    }
}
