package io.github.net2net.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExperimentCommandsTest {
    @TempDir
    Path temp;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--seeds 0 | --seeds 0: give a number of at least 1.",
                "--first-seed 0 | --first-seed 0: give a number of at least 1.",
                "--iterations 0 | --iterations 0: give a number of at least 1.",
                "--epochs -1 | --epochs -1.0: give a number above 0.",
                "--epochs NaN | --epochs NaN: give a number above 0.",
                "--shift -1 | --shift -1: give a number of pixels from 0 to 27.",
                "--shift 28 | --shift 28: give a number of pixels from 0 to 27.",
            })
    void numbersThatMeanNothing_areRefused_andNothingIsWritten(String options, String message) {
        assertRefused("mnist --data generated --images 50 --test-images 10 " + options, message);
    }

    private void assertRefused(String command, String message) {
        Path results = temp.resolve("results");
        assertThat(run((command + " --out " + results).split(" "))).isEqualTo(2);
        assertThat(err.toString().lines()).containsExactly("net2net: " + message);
        assertThat(results).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--mirror | --mirror: changes images, but this trains on texts. Leave it out.",
                "--shift 2 | --shift: changes images, but this trains on texts. Leave it out.",
                "--data folder | --data folder: texts are generated. Leave --data out.",
                "--texts 99 | --texts: a batch has 100 texts, but 'teacher' has 99 to train on. Give more.",
                "--texts 0 | --data generated: 0 training texts were requested. Give a number of at least 1.",
            })
    void whatIsForImages_isRefusedForTexts(String options, String message) {
        assertRefused("text lstm " + options, message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--seeds 0 | --seeds 0: give a number of at least 1.",
                "--teacher 0 | --teacher 0: give a number of at least 1.",
                "--budget 0 | --budget 0: give a number of at least 1.",
                "--test 0 | --test 0: give a number of at least 1.",
                "--threads -1 | --threads -1: give a number of at least 1.",
                "--images 110 | --images 110: a batch has 100 images, but 99 are left to train on. Give more.",
                "--factors 2,1 | --factors 1.0: give finite numbers above 1.",
                "--factors NaN | --factors NaN: give finite numbers above 1.",
                "--factors Infinity | --factors Infinity: give finite numbers above 1.",
            })
    void numbersThatMeanNothing_areRefusedForSearches_andNothingIsWritten(String options, String message) {
        assertRefused("cifar10 search --data generated " + options, message);
    }

    @Test
    void tooFewImagesForABatch_areRefused() {
        String out = temp.resolve("results").toString();
        String[] all = {"cifar10", "wide", "--data", "generated", "--images", "99", "--test-images", "10", "--out", out
        };

        assertThat(run(all)).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly(
                        "net2net: --images: a batch has 100 images, but 'teacher' has 99 to train on. Give more.");
    }

    @Test
    void missingFolder_isRefused_withWhatElseThereIs() {
        Path missing = temp.resolve("missing");

        assertThat(run(
                        "mnist",
                        "--data",
                        missing.toString(),
                        "--out",
                        temp.resolve("results").toString()))
                .isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly(
                        "net2net: --data " + missing + ": there is no such folder. Give the folder with MNIST's four"
                                + " files, omit --data to download them, or give --data generated.");
    }

    @Test
    void quickAndIterations_excludeEachOther() {
        assertThat(run("mnist", "--quick", "--iterations", "3")).isEqualTo(2);
        assertThat(err.toString())
                .isEqualToIgnoringNewLines("net2net: Error: --quick, --iterations=N are mutually exclusive"
                        + " (specify only one) (see 'net2net mnist --help')\n");
    }

    @Test
    void checks_tellThatEachTransformKeepsTheFunction() {
        assertThat(run("cifar10", "checks")).isZero();

        assertThat(out.toString().lines().filter(line -> line.endsWith("the same function")))
                .hasSize(5);
        assertThat(out.toString())
                .contains("random pad of b1 (not exact)", "another function")
                .contains("refused: cannot widen 'conv1': its 16 channels can't change, because 'lrn1' normalizes each"
                        + " channel by its neighbors");
    }

    @Test
    void augmentation_isKept_andResumedWithTheSameOnly() throws Exception {
        Path results = temp.resolve("results");
        String[] plain = {
            "cifar10",
            "deep",
            "--data",
            "generated",
            "--images",
            "100",
            "--test-images",
            "10",
            "--seeds",
            "1",
            "--iterations",
            "1",
            "--resume",
            "--out",
            results.toString()
        };
        String[] augmented = Stream.concat(Stream.of(plain), Stream.of("--mirror", "--shift", "2"))
                .toArray(String[]::new);

        assertThat(run(augmented)).isZero();
        assertThat(run(plain)).isEqualTo(2);

        Path description = results.resolve("seed-1").resolve("experiment.json");
        assertThat(description).content().contains("\"augmentation\" : \"mirrored, shifted by up to 2 pixels\"");
        assertThat(err.toString().lines().filter(line -> line.startsWith("net2net: ")))
                .containsExactly("net2net: " + description + ": augmentation was 'mirrored, shifted by up to 2"
                        + " pixels' when this was started, and is not set now. Resume with the options it was started"
                        + " with, or give another folder with --out.");
    }

    @Test
    void tinyExperiment_leavesTablesDescriptionAndSummary_andIsDoneWhenResumed() throws Exception {
        String[] all = {
            "cifar10",
            "deep",
            "--data",
            "generated",
            "--images",
            "100",
            "--test-images",
            "20",
            "--seeds",
            "1",
            "--iterations",
            "3",
            "--resume",
            "--out",
            temp.resolve("results").toString()
        };
        assertThat(run(all)).isZero();
        String csv = Files.readString(temp.resolve("results/seed-1/measurements.csv"));
        assertThat(run(all)).isZero();

        assertThat(out.toString()).contains("All runs are already finished.");
        assertThat(csv).isEqualTo(Files.readString(temp.resolve("results/seed-1/measurements.csv")));
        assertThat(temp.resolve("results/summary.md")).exists();
        assertThat(out.toString())
                .contains("8 layers at 1: accuracy ", " s of training, ", "(100% done, about 0 s left)")
                .contains("8 layers: It started with ", "One seed only: a difference of a few points may be chance.");
        assertThat(temp.resolve("results/seed-1/experiment.json"))
                .content()
                .contains("deepen after b1: new layers b1_1, b1_norm_1, b1_relu_1");
    }
}
