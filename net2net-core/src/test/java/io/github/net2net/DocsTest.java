package io.github.net2net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Code in the documentation is code that is compiled and tested. */
class DocsTest {
    private static final Path ROOT = Path.of("..");

    /** A comment that names a file, and the block of code after it. */
    private static final Pattern QUOTED = Pattern.compile("<!-- file: (\\S+) -->\\n```java\\n(.*?)```", Pattern.DOTALL);

    private static List<MatchResult> quoted(String page) throws IOException {
        return QUOTED.matcher(Files.readString(ROOT.resolve(page))).results().toList();
    }

    @Test
    void the_adapters_page_quotes_its_example_whole() throws IOException {
        List<MatchResult> files = quoted("docs/adapters.md");

        assertThat(files).hasSize(4);
        for (MatchResult file : files) {
            assertThat(file.group(2)).as(file.group(1)).isEqualTo(Files.readString(ROOT.resolve(file.group(1))));
        }
    }

    @Test
    void the_example_adapter_has_at_most_a_hundred_lines() throws IOException {
        Path folder = Path.of("src/test/java/io/github/net2net/example");

        assertThat(Files.readAllLines(folder.resolve("PlainMlpAdapter.java"))).hasSizeLessThanOrEqualTo(100);
    }
}
