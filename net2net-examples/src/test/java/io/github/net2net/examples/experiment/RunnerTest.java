package io.github.net2net.examples.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import io.github.net2net.Recipe;
import io.github.net2net.examples.console.Console;
import io.github.net2net.examples.data.DataSource;
import io.github.net2net.examples.data.GeneratedShapes;
import io.github.net2net.examples.data.ImageData;
import io.github.net2net.examples.data.InputException;
import io.github.net2net.examples.results.ExperimentFile;
import io.github.net2net.examples.results.Row;
import io.github.net2net.examples.results.SeedFolder;
import io.github.net2net.examples.results.Table;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;

class RunnerTest {
    private static final ImageData DATA = GeneratedShapes.create(60, 20, 1);

    @TempDir
    Path folder;

    /** A teacher of 6 batches; a student grown after 4 of them, for 5 more; one grown from the student, with a new optimizer. */
    private static class Small implements Experiment {
        @Override
        public About about() {
            return new About("small", "A small experiment", "Sees whether everything works.", Duration.ofSeconds(1), 2);
        }

        @Override
        public DataSource source() {
            return DataSource.cifar10();
        }

        @Override
        public Optional<String> baseline() {
            return Optional.empty();
        }

        @Override
        public int batchSize() {
            return 10;
        }

        @Override
        public List<Run> runs(Task task, Length length) {
            Run.Growing growing = Run.Growing.by(Recipe.of().widen("dense").times(2));
            Run.Growing resetting =
                    Run.Growing.by(Recipe.of().widen("dense").times(2).resetOptimizer());
            return List.of(
                    Run.fresh("teacher", "16 units", seed -> network(task, seed), 6),
                    Run.grown("wider", "32 units", new Run.Grown("teacher", 4, growing), 5),
                    Run.grown("wider / still", "64 units", new Run.Grown("wider", 2, resetting), 5));
        }

        private static MultiLayerNetwork network(Task task, long seed) {
            MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                    .seed(seed)
                    .updater(new Adam(0.001))
                    .activation(Activation.RELU)
                    .list()
                    // Few weights, as most of the time goes into compressing checkpoints.
                    .layer(new SubsamplingLayer.Builder()
                            .name("pool")
                            .kernelSize(8, 8)
                            .stride(8, 8)
                            .build())
                    .layer(new DenseLayer.Builder()
                            .name("dense")
                            .nOut(16)
                            .dropOut(0.8)
                            .build())
                    .layer(new OutputLayer.Builder()
                            .name("output")
                            .nOut(task.classes())
                            .activation(Activation.SOFTMAX)
                            .build())
                    .setInputType(InputType.convolutional(task.side(), task.side(), task.channels()))
                    .build());
            network.init();
            return network;
        }
    }

    @Test
    void measurements_of_another_length_are_not_gone_on_with() throws IOException {
        SeedFolder seed = SeedFolder.in(folder, 1);
        Path csv = Files.createDirectories(seed.path()).resolve("measurements.csv");
        Files.writeString(csv, """
                run,iteration,examples,totalExamples,seconds,waiting,cpu,multiplyAdds,accuracy,loss,tested
                teacher,0,0,0,0,0,0,0,0.1,2,NaN
                teacher,1,10,10,0,0,0,0,0.1,2,NaN
                """);

        assertThatThrownBy(() -> new Runner(new Setup(new Small(), Experiment.Length.FULL, DATA), seed))
                .isInstanceOf(InputException.class)
                .hasMessage(csv
                        + ": 'teacher' was measured at iteration 1, but this experiment measures at 2. Resume with the"
                        + " options it was started with (--quick, --iterations), or give another folder with --out.");
    }

    @Test
    void otherSettings_areNotGoneOnWith() {
        SeedFolder seed = SeedFolder.in(folder, 1);
        new Description(new Setup(new Small(), Experiment.Length.FULL, DATA), seed).write();
        ImageData shapes = GeneratedShapes.create(60, 30, 2);
        ImageData other = new ImageData(DATA.description(), shapes.training(), shapes.test(), List.of());

        assertThatThrownBy(() -> new Runner(new Setup(new Small(), Experiment.Length.FULL, other), seed))
                .isInstanceOf(InputException.class)
                .hasMessage(seed.path().resolve("experiment.json") + ": training data was '" + DATA.training()
                        + ", CRC-32C " + DATA.training().fingerprint() + "' when this was started, and is '"
                        + other.training() + ", CRC-32C " + other.training().fingerprint()
                        + "' now. Resume with the options it was started with, or give another folder with --out.");
    }

    @Test
    void renamedSeed_isNotGoneOnWith() throws IOException {
        Setup setup = new Setup(new Small(), Experiment.Length.FULL, DATA);
        new Description(setup, SeedFolder.in(folder, 1)).write();
        SeedFolder renamed = SeedFolder.in(folder, 2);
        Files.move(SeedFolder.in(folder, 1).path(), renamed.path());

        assertThatThrownBy(() -> new Runner(setup, renamed))
                .isInstanceOf(InputException.class)
                .hasMessage(
                        renamed.path().resolve("experiment.json") + ": seed was '1' when this was started, and is '2'"
                                + " now. Resume with the options it was started with, or give another folder with --out.");
    }

    @Test
    void seed_isRunByOneProcessAtATime() throws IOException {
        SeedFolder seed = SeedFolder.in(folder, 3);
        try (Closeable lock = seed.lock()) {
            assertThat(lock).isNotNull();
            Runner runner = new Runner(new Setup(new Small(), Experiment.Length.FULL, DATA), seed);
            assertThatThrownBy(() -> runner.runAll(new Dying(new int[] {1000})))
                    .isInstanceOf(InputException.class)
                    .hasMessage("--out: seed 3 is already being run in " + seed.path()
                            + " by another process. Wait for it" + " to end, or give another folder or --first-seed.");
        }
    }

    /** Gives up after some batches, as a killed process does. */
    private record Dying(int[] batchesLeft) implements Watcher {
        @Override
        public void batch() {
            if (batchesLeft[0]-- == 0) {
                throw new IllegalStateException("killed");
            }
        }
    }

    private static Runner runner(Path out) {
        return new Runner(new Setup(new Small(), Experiment.Length.FULL, DATA), SeedFolder.in(out, 1));
    }

    private static List<Object> numbers(Runner runner) {
        return runner.rows().stream()
                .<Object>map(
                        row -> List.of(row.run(), row.iteration(), row.totalExamples(), row.accuracy(), row.loss()))
                .toList();
    }

    @Test
    void run_thatDiesAnywhere_goesOnToTheSameNumbers() {
        Runner whole = runner(folder.resolve("whole"));
        whole.runAll(new Dying(new int[] {-1}));
        assertThat(whole.left()).isZero();
        for (int after = 0; after < 16; after++) {
            Path out = folder.resolve("died-" + after);
            Dying dying = new Dying(new int[] {after});
            assertThatThrownBy(() -> runner(out).runAll(dying)).hasMessage("killed");
            Runner resumed = runner(out);
            resumed.runAll(new Dying(new int[] {-1}));
            assertThat(numbers(runner(out)))
                    .as("died after %s", after)
                    .isEqualTo(numbers(runner(folder.resolve("whole"))));
        }
    }

    /** As {@link Small}, with one more run from a growth that it has already. */
    private static final class Later extends Small {
        @Override
        public List<Run> runs(Task task, Length length) {
            Run.Growing growing = Run.Growing.by(Recipe.of().widen("dense").times(3));
            Run.Grown origin = new Run.Grown("teacher", 4, growing);
            return ImmutableList.<Run>builder()
                    .addAll(super.runs(task, length))
                    .add(Run.grown("widest", "48 units", origin, 3))
                    .build();
        }
    }

    @Test
    void experiment_thatGainedARun_goesOnWithIt() {
        SeedFolder seed = SeedFolder.in(folder, 1);
        runner(folder).runAll(new Dying(new int[] {-1}));
        ExperimentFile earlier = ExperimentFile.read(seed.path());

        Runner resumed = new Runner(new Setup(new Later(), Experiment.Length.FULL, DATA), seed);
        assertThat(resumed.left()).isEqualTo(3);
        resumed.runAll(new Dying(new int[] {-1}));

        assertThat(row(resumed, "widest", 0).totalExamples()).isEqualTo(40);
        ExperimentFile later = ExperimentFile.read(seed.path());
        assertThat(later.runs().subList(0, 3)).isEqualTo(earlier.runs());
        assertThat(later.runs().get(3).layers()).isNotEmpty();
        assertThat(later.machine()).isEqualTo(earlier.machine());
    }

    /** A process that is killed while it saves leaves a part of a checkpoint, under another name. */
    @Test
    void checkpoint_thatWasNotSavedToItsEnd_isPassedOver() throws IOException {
        assertThatThrownBy(() -> runner(folder).runAll(new Dying(new int[] {3})))
                .hasMessage("killed");
        Path seed = SeedFolder.in(folder, 1).path();
        Files.writeString(seed.resolve("teacher-checkpoint/.checkpoint.zip.0123.part"), "PK");

        runner(folder).runAll(new Dying(new int[] {-1}));

        runner(folder.resolve("whole")).runAll(new Dying(new int[] {-1}));
        assertThat(numbers(runner(folder))).isEqualTo(numbers(runner(folder.resolve("whole"))));
    }

    @Test
    void checkpoint_withoutItsRow_isNotGoneOnWith() throws IOException {
        assertThatThrownBy(() -> runner(folder).runAll(new Dying(new int[] {5})))
                .hasMessage("killed");
        Files.delete(SeedFolder.in(folder, 1).path().resolve(Table.CSV));

        runner(folder).runAll(new Dying(new int[] {-1}));

        runner(folder.resolve("whole")).runAll(new Dying(new int[] {-1}));
        assertThat(numbers(runner(folder))).isEqualTo(numbers(runner(folder.resolve("whole"))));
    }

    @Test
    void checkpoint_withoutItsOwnRow_isRefused() throws IOException {
        assertThatThrownBy(() -> runner(folder).runAll(new Dying(new int[] {5})))
                .hasMessage("killed");
        Path seed = SeedFolder.in(folder, 1).path();
        Path csv = seed.resolve(Table.CSV);
        Files.write(csv, Files.readAllLines(csv).subList(0, 3));

        assertThatThrownBy(() -> runner(folder).runAll(new Dying(new int[] {-1})))
                .isInstanceOf(InputException.class)
                .hasMessage(seed.resolve("teacher-checkpoint") + ": has a checkpoint at iteration 4, which is not in"
                        + " measurements.csv. Remove it to start the run again.");
    }

    @Test
    void whatAnotherProcessDidMeanwhile_isGoneOnWith() {
        Runner early = runner(folder);
        runner(folder).runAll(new Dying(new int[] {-1}));
        List<Object> done = numbers(early);

        early.runAll(new Dying(new int[] {0}));

        assertThat(done).isEmpty();
        assertThat(early.left()).isZero();
    }

    @Test
    void finishedSeed_hasNoCheckpointsLeft() throws IOException {
        Path seed = SeedFolder.in(folder, 1).path();
        assertThatThrownBy(() -> runner(folder).runAll(new Dying(new int[] {5})))
                .hasMessage("killed");
        runner(folder).runAll(new Dying(new int[] {-1}));
        Path left = Files.createDirectory(seed.resolve("teacher-checkpoint"));
        Files.copy(seed.resolve("teacher-at-4.zip"), left.resolve("checkpoint.zip"));

        runner(folder).runAll(new Dying(new int[] {0}));

        assertThat(seed.toFile().list()).noneMatch(name -> name.contains("checkpoint"));
    }

    @Test
    void students_startWhereTheirTeacherStood_andCountItsImages() {
        Runner runner = runner(folder);
        runner.runAll(new Dying(new int[] {-1}));
        Row teacher = row(runner, "teacher", 4);
        Row student = row(runner, "wider", 0);
        assertThat(student.loss()).isCloseTo(teacher.loss(), within(1e-5));
        assertThat(student.totalExamples()).isEqualTo(40);
        assertThat(row(runner, "wider / still", 5).totalExamples()).isEqualTo(110);
    }

    private static Row row(Runner runner, String run, int iteration) {
        return runner.rows().stream()
                .filter(row -> row.run().equals(run) && row.iteration() == iteration)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void experiment_printsASummary_andIsNotOverwritten() throws IOException {
        StringWriter text = new StringWriter();
        Console console = new Console(new PrintWriter(text), false);
        ExperimentRun run = new ExperimentRun(new Setup(new Small(), Experiment.Length.FULL, DATA), folder);
        run.run(List.of(1L, 2L), false, console);
        assertThat(Files.readString(folder.resolve("summary.md")))
                .contains(
                        "\n\n| iteration | teacher | wider | wider / still |\n|---|---|---|---|\n| 0 | ",
                        "| examples in total | 60 | 90 | 110 |");
        assertThat(text.toString()).contains("widen dense 16 -> 32").contains("  wider: 32 units, from teacher at 4");
        assertThat(folder.resolve("seed-2").resolve(Table.JSON_LINES)).exists();
        assertThatThrownBy(() -> run.run(List.of(1L), false, console))
                .isInstanceOf(InputException.class)
                .hasMessage("--out " + folder + ": " + folder.resolve("seed-1")
                        + " already exists. Give --resume to continue it, or give another folder.");
        run.run(List.of(1L), true, console);
    }

    @Test
    void tableThatIsNone_isRefused() throws IOException {
        Path csv = folder.resolve("seed-1").resolve(Table.CSV);
        Files.createDirectories(csv.getParent());
        Files.writeString(
                csv,
                "run,iteration,examples,totalExamples,seconds,waiting,cpu,multiplyAdds,accuracy,loss,tested\na,x,1,1,1,1,1,1,1,1,1\n");
        assertThatThrownBy(() -> runner(folder))
                .isInstanceOf(InputException.class)
                .hasMessage(
                        csv + ": these are not measurements of an experiment (For input string: \"x\"). Give another"
                                + " folder, or remove the file.");
    }

    @Test
    void measurements_areReadWithAllDecimals_exceptWhereTheTwoFilesDiffer() throws IOException {
        Table table = Table.in(folder);
        Row first = new Row("a", 0, 0, 0, 1.23456789, 0, 0, 0, 1.0 / 3, 2.23279499, Double.NaN);
        Row second = new Row("a", 1, 1, 1, 1, 0, 0, 0, 0.5, Double.NaN, Double.NaN);
        table.add(first);
        table.add(second);

        assertThat(Table.in(folder).rows()).containsExactly(first, second);
        Path csv = folder.resolve(Table.CSV);
        Files.writeString(csv, Files.readString(csv).replace("0.3333", "0.4444"));
        assertThat(Table.in(folder).rows().get(0).accuracy()).isEqualTo(0.4444);
        assertThat(Table.in(folder).rows().get(1)).isEqualTo(second);
        Files.writeString(folder.resolve(Table.JSON_LINES), "none");
        assertThatThrownBy(() -> Table.in(folder))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(folder.resolve(Table.JSON_LINES) + ": these are not measurements");
    }
}
