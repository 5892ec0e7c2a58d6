package io.github.net2net.examples.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.net2net.examples.data.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFolderTest {
    @TempDir
    private Path temp;

    @Test
    void a_file_is_written_whole_and_replaces_an_older_one() {
        OutputFolder folder = OutputFolder.at(temp.resolve("a").resolve("b"));
        folder.write("x.txt", out -> out.write('1'));

        assertThat(folder.write("x.txt", out -> out.write('2'))).hasContent("2");
        assertThat(temp.resolve("a").resolve("b")).isDirectoryContaining("glob:**x.txt");
    }

    @Test
    void a_write_that_fails_leaves_the_old_file_and_nothing_else() {
        OutputFolder folder = OutputFolder.at(temp);
        Path file = folder.write("x.txt", out -> out.write('1'));

        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> folder.write("x.txt", out -> {
                    out.write('2');
                    throw new IOException("disk full");
                }))
                .withMessage("--out: cannot write " + file + " (disk full). Give a folder that is writable.");
        assertThat(file).hasContent("1");
        assertThat(temp.toFile().list()).containsExactly("x.txt");
    }

    @Test
    void a_file_in_the_place_of_the_folder_is_refused() throws IOException {
        Path file = Files.writeString(temp.resolve("taken"), "x");

        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> OutputFolder.at(file))
                .withMessage("--out " + file + ": this is a file. Give a folder, or a new name.");
    }
}
