package io.github.net2net.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path temp;

    @Test
    void without_arguments_help_is_printed() {
        assertThat(run()).isZero();
        assertThat(out.toString()).contains("Usage: net2net", "quickstart", "Grows trained neural networks");
    }

    @Test
    void versions_are_printed_own_first() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString())
                .startsWith("net2net 0.")
                .containsPattern("\njava \\d")
                .contains("\nnd4j ");
    }

    @Test
    void a_commands_help_tells_its_options_and_defaults() {
        assertThat(run("quickstart", "--help")).isZero();
        assertThat(out.toString())
                .contains("--data=PATH", "--images=N", "(default: 10000)", "out/quickstart", "--help");
    }

    @Test
    void an_unknown_option_is_refused_in_one_line() {
        assertThat(run("quickstart", "--color", "red")).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly("net2net: there is no option '--color' (see 'net2net quickstart --help')");
    }

    @Test
    void what_is_nearly_an_option_or_a_command_is_refused_with_what_may_be_meant() {
        assertThat(run("mnist", "--seed", "1")).isEqualTo(2);
        assertThat(run("mnits")).isEqualTo(2);
        assertThat(run("mnist", "--quick", "10")).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly(
                        "net2net: there is no option '--seed'; did you mean --seeds? (see 'net2net mnist --help')",
                        "net2net: there is no command 'mnits'; did you mean mnist? (see 'net2net --help')",
                        "net2net: unexpected '10' (see 'net2net mnist --help')");
    }

    @Test
    void a_number_that_is_none_is_refused_in_one_line() {
        assertThat(run("quickstart", "--images", "many")).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly("net2net: --images many: give a whole number (see 'net2net quickstart --help')");
    }

    @Test
    void unusable_numbers_are_refused_in_one_line_and_nothing_is_written() {
        for (String number : new String[] {"-3", "0", "50001"}) {
            assertRefused("--images " + number + ": give a number from 1 to 50000.", "--images", number);
        }
        for (String number : new String[] {"0", "10001"}) {
            assertRefused("--test-images " + number + ": give a number from 1 to 10000.", "--test-images", number);
        }
        assertRefused("--batches 0: give a number of at least 1.", "--batches", "0");
        assertRefused(
                "--batch-size 50: give a number from 2 to the number of images, 20 (--images).", "--images", "20");
    }

    @Test
    void a_study_of_fewer_images_than_a_batch_is_refused_in_one_line() {
        assertThat(run("study", "RATES", "--images", "49", "--out", temp.toString()))
                .isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly("net2net: --images 49 --test-images 10000: give at least 50 images, a batch,"
                        + " and 1 test image.");
    }

    @Test
    void data_that_is_not_there_is_refused_in_one_line_and_nothing_is_written() throws IOException {
        Path empty = Files.createDirectory(temp.resolve("empty"));
        Path missing = temp.resolve("missing");

        assertRefused(
                "--data " + missing + ": there is no such file or folder. Give the CIFAR-10 binary archive"
                        + " (cifar-10-binary.tar.gz) or the folder with its six .bin files,"
                        + " or --data generated for images of shapes.",
                "--data",
                missing.toString());
        assertRefused(
                "--data " + empty + ": data_batch_1.bin, test_batch.bin are not in " + empty
                        + ". Unpack the whole CIFAR-10 binary archive there, give the archive itself, or a folder of images with the"
                        + " subfolders train and test.",
                "--data",
                empty.toString());
    }

    @Test
    void a_tiny_quickstart_writes_curves_numbers_and_student() {
        Path results = temp.resolve("results");
        int code = run(
                "quickstart",
                "--images",
                "60",
                "--test-images",
                "30",
                "--batches",
                "4",
                "--batch-size",
                "10",
                "--out",
                results.toString());

        assertThat(err.toString()).isEmpty();
        assertThat(code).isZero();
        assertThat(results.toFile().list()).containsExactlyInAnyOrder("curves.csv", "curves.png", "student.zip");
        assertThat(results.resolve("curves.csv")).content().hasLineCount(1 + 3 * 5 + 23);
        assertThat(out.toString())
                .contains("data: generated shapes: 60 training images, 30 test images", "budget used")
                .contains("its outputs differ by at most 0.0)", "Conclusion: once a teacher exists")
                .doesNotContain("\r", "\u001b");
    }

    private void assertRefused(String message, String... options) {
        err.getBuffer().setLength(0);
        Path results = temp.resolve("results");
        var all = Stream.concat(Stream.of("quickstart", "--out", results.toString()), Stream.of(options));

        assertThat(run(all.toArray(String[]::new))).isEqualTo(2);
        assertThat(err.toString().lines()).containsExactly("net2net: " + message);
        assertThat(results).doesNotExist();
    }

    private int run(String... arguments) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }
}
