package io.github.net2net.examples.console;

import java.io.PrintWriter;

/**
 * Where a run prints.
 *
 * @param out the writer, flushed after each line
 * @param terminal whether a person looks at it as it is written, on a terminal that can move its cursor
 */
public record Console(PrintWriter out, boolean terminal) {
    /** A console that finds out whether the process writes to a terminal. */
    public static Console of(PrintWriter out) {
        return new Console(out, isTerminal());
    }

    /* Up to Java 21, there is a console only on a terminal; later versions always have one, with a method for it. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isTerminal() {
        java.io.Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) java.io.Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    /** Prints a line and flushes. */
    public void line(String text) {
        out.println(text);
        out.flush();
    }
}
