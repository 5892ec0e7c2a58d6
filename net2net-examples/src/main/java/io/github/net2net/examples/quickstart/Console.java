package io.github.net2net.examples.quickstart;

import java.io.PrintWriter;

/**
 * Where a run prints.
 *
 * @param out the writer, flushed after each line
 * @param terminal whether a person looks at it as it is written, on a terminal that can move its cursor
 */
record Console(PrintWriter out, boolean terminal) {
    void line(String text) {
        out.println(text);
        out.flush();
    }
}
