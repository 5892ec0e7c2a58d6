package io.github.net2net.examples;

import static io.github.net2net.examples.CommandLineRun.printed;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.examples.models.TestModels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that take indices of words: their sizes are numbers of words. */
class TextModelsTest {
    private static final Path STATED = Path.of("../net2net-dl4j/src/test/resources/keras/text.h5");

    @TempDir
    private Path temp;

    @Test
    void statedNumberOfWords_isShown_andNoOtherIsTaken() {
        assertThat(printed(0, "inspect", STATED)).contains(", input 7 words: ");
        assertThat(printed(0, "inspect", STATED, "--input", "7")).isEqualTo(printed(0, "inspect", STATED));
        for (String size : List.of("20x7", "8")) {
            assertThat(printed(2, "inspect", STATED, "--input", size))
                    .isEqualTo(
                            "net2net: " + STATED + ": --input " + size + ": the network's input 'input' takes indices"
                                    + " of words. The model file states that an example has 7 words: omit --input.");
        }
    }

    @Test
    void diff_showsWordsToo() {
        assertThat(printed(0, "diff", STATED, STATED).replaceAll(" +", " "))
                .contains("input input, 7 words input, 7 words");
    }

    @Test
    void unknownNumberOfWords_isAskedFor() throws IOException {
        Path any = temp.resolve("words.zip");
        TestModels.words(any);
        assertThat(printed(0, "inspect", any)).contains("? words").contains("such as --input 20 ");
        assertThat(printed(0, "inspect", any, "--input", "5")).contains(", input 5 words: ");
        assertThat(printed(2, "inspect", any, "--input", "30x5"))
                .isEqualTo(
                        "net2net: " + any + ": --input 30x5: the network's input 'input' takes indices of words. Give"
                                + " the number of words in an example, such as 20.");
    }
}
