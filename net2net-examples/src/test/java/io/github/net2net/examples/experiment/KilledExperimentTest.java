package io.github.net2net.examples.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.examples.results.ExperimentFile;
import io.github.net2net.examples.results.Row;
import io.github.net2net.examples.results.SeedFolder;
import io.github.net2net.examples.results.Table;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes that run experiments, killed as {@code kill -9} does at random moments, come to the numbers of others. */
@Tag("long")
class KilledExperimentTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mnist",
                "cifar10 wide",
                "cifar10 deep",
                "inception",
                "lifelong",
                "text lstm",
                "text attention",
                "cifar10 deep20"
            })
    void killedExperiment_resumed_comesToTheSameNumbers(String experiment) throws Exception {
        long start = System.nanoTime();
        Process whole = start(experiment, folder.resolve("whole"));
        assertThat(whole.waitFor()).isZero();
        long milliseconds = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);

        int kills = killOverAndOver(experiment, milliseconds);

        assertThat(kills).as("kills").isGreaterThan(1);
        assertThat(numbers(folder.resolve("killed"))).isEqualTo(numbers(folder.resolve("whole")));
        assertThat(runs(folder.resolve("killed"))).isEqualTo(runs(folder.resolve("whole")));
    }

    private int killOverAndOver(String experiment, long milliseconds) throws Exception {
        Random random = new Random(1);
        int kills = 0;
        boolean killed = true;
        while (killed) {
            Process process = start(experiment, folder.resolve("killed"));
            // More each time, so that it ends on a machine that is busier than it was at the start.
            long patience = milliseconds / 8 + random.nextLong(milliseconds / 3) + kills * milliseconds / 10;
            killed = !process.waitFor(patience, TimeUnit.MILLISECONDS);
            if (killed) {
                process.destroyForcibly().waitFor();
                kills++;
            } else {
                assertThat(process.exitValue()).isZero();
            }
        }
        return kills;
    }

    private Process start(String experiment, Path out) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx2g",
                "-cp",
                System.getProperty("java.class.path"),
                "io.github.net2net.examples.Main"));
        command.addAll(List.of(experiment.split(" ")));
        command.addAll(List.of("--data", "generated", "--images", "600", "--test-images", "50", "--seeds", "1"));
        command.addAll(List.of("--iterations", "8", "--resume", "--out", out.toString()));
        File log = folder.resolve("log").toFile();
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
    }

    private static List<Object> numbers(Path out) {
        Stream<Row> rows = Table.in(SeedFolder.in(out, 1).path()).rows().stream();
        return rows.<Object>map(
                        row -> List.of(row.run(), row.iteration(), row.totalExamples(), row.accuracy(), row.loss()))
                .toList();
    }

    private static List<ExperimentFile.RunEntry> runs(Path out) {
        return ExperimentFile.read(SeedFolder.in(out, 1).path()).runs();
    }
}
