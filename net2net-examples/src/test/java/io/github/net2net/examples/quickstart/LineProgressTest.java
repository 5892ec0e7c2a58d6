package io.github.net2net.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.examples.console.Console;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class LineProgressTest {
    @Test
    void a_log_gets_few_lines_without_control_characters() {
        var text = new StringWriter();
        try (Progress progress = Progress.of(1000, new Console(new PrintWriter(text), false))) {
            for (int i = 0; i < 1000; i++) {
                progress.step(Arm.STUDENT);
            }
        }

        assertThat(text.toString().lines())
                .hasSize(5)
                .allMatch(line -> line.matches("  \\d+ % of training done \\(student\\), about \\d+ s left"));
    }
}
