package io.github.net2net.examples.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.examples.console.Console;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressTest {
    @Test
    void brief_progress_prints_few_lines_without_control_characters() {
        var text = new StringWriter();
        Run run = Run.grown("student", "", new Run.Grown("teacher", 1, images -> null), 1000);
        try (Progress progress = Progress.brief(new Console(new PrintWriter(text), false), 1000, 0)) {
            progress.begins(run, 0);
            for (int i = 0; i < 1000; i++) {
                progress.batch();
            }
        }

        assertThat(text.toString().lines())
                .hasSize(5)
                .allMatch(line -> line.matches("  \\d+% of training done \\(student\\), about \\d+ s left"));
    }
}
