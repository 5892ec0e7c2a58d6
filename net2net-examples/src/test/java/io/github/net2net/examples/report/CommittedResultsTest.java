package io.github.net2net.examples.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tables of the documentation are those of the committed measurements. */
class CommittedResultsTest {
    private static final Path DOCS = Path.of("..", "docs");
    private static final Pattern NUMBER = Pattern.compile("\\d+\\.\\d\\d");

    private static List<Path> verdicts() throws IOException {
        try (Stream<Path> files = Files.walk(DOCS.resolve("results"))) {
            return files.filter(file -> file.endsWith("verdicts.md")).toList();
        }
    }

    @Test
    void verdicts_areRecomputedFromTheMeasurements() throws IOException {
        assertThat(verdicts()).isNotEmpty();
        for (Path file : verdicts()) {
            assertThat(file).content().isEqualTo(Reports.verdicts(file.getParent()));
        }
    }

    @Test
    void everyAccuracyOfTheAdvice_standsInAVerdict() throws IOException {
        String known = verdicts().stream().map(CommittedResultsTest::text).collect(Collectors.joining());
        String readme = text(DOCS.resolveSibling("README.md"));
        String why = readme.substring(readme.indexOf("## Why"), readme.indexOf("## Example"));
        for (String advice : List.of(why, text(DOCS.resolve("when-to-grow.md")))) {
            List<String> numbers =
                    NUMBER.matcher(advice).results().map(MatchResult::group).toList();
            assertThat(numbers)
                    .isNotEmpty()
                    .allSatisfy(number -> assertThat(known).contains(number));
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
