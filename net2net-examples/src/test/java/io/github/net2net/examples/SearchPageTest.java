package io.github.net2net.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.examples.report.Chromium;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code net2net cifar10 search} on generated images, and its page in a browser. */
class SearchPageTest {
    @TempDir
    static Path temp;

    private static void search(Path out) {
        StringWriter err = new StringWriter();
        String command =
                "cifar10 search --data generated --teacher 1 --budget 40 --factors 1.5 --images 120 --test 40 --seeds 1"
                        + " --threads 1 --out " + out;
        int code = Main.run(new PrintWriter(new StringWriter()), new PrintWriter(err, true), command.split(" "));
        assertThat(code).as(err.toString()).isZero();
    }

    @Test
    void trials_areDrawn_andRanked() throws Exception {
        search(temp);
        String text = Files.readString(temp.resolve("search.md"));
        assertThat(text)
                .contains("## Seed 1", "teacher trained on", "widen a1 16 -> 24")
                .containsPattern("Accuracy on 40 test images: teacher 0\\.\\d{4}, best student 0\\.\\d{4},")
                .containsPattern(
                        "Rank correlation of the first rung's ranking with the final one, .*: -?[01]\\.\\d{2}\\.");
        Path page = temp.resolve("search.html");
        assertThat(Files.readString(page)).contains(">Seed 1</h2>", "widen a1 16 -&gt; 24");

        try (Chromium chromium = Chromium.start(temp.resolve("profile"))) {
            for (String scheme : new String[] {"light", "dark"}) {
                chromium.screen(390, 844);
                chromium.colors(scheme);
                chromium.driver.get(page.toUri().toString());
                assertThat(chromium.evaluate("[...document.querySelectorAll('canvas')].filter(canvas => new Set("
                                + "canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data).size"
                                + " > 20).length"))
                        .as("charts drawn in %s colors", scheme)
                        .isEqualTo(2L);
                assertThat(chromium.evaluate("document.querySelectorAll('tbody tr').length"))
                        .isEqualTo(16L);
                assertThat(chromium.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                        .isEqualTo(true);
            }
            assertThat(chromium.console()).isEmpty();
            assertThat(chromium.requests()).isEmpty();
        }
    }
}
