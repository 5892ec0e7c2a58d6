package io.github.net2net.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;

/** Calls of the command line in this process. */
final class CommandLineRun {
    private CommandLineRun() {}

    /** Both outputs of a call that has to end with an exit code. */
    static String printed(int code, Object... arguments) {
        StringWriter both = new StringWriter();
        String[] texts = Arrays.stream(arguments).map(String::valueOf).toArray(String[]::new);
        assertThat(Main.run(new PrintWriter(both, true), new PrintWriter(both, true), texts))
                .as(both.toString())
                .isEqualTo(code);
        return both.toString().strip();
    }
}
