package io.github.net2net.dl4j.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.net2net.GrowthException;
import io.github.net2net.dl4j.TestNetworks;
import io.github.net2net.dl4j.internal.model.Dl4jNetwork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.deeplearning4j.earlystopping.scorecalc.ScoreCalculator;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.learning.config.Sgd;

/** A checkpoint that is damaged is refused; training never goes on from a part of it. */
class DamagedCheckpointTest {
    private static final String STATE = "growthTraining.json";

    @TempDir
    static Path original;

    @TempDir
    Path folder;

    private Path file;

    /** Three epochs, a growth, one epoch on trial. */
    @BeforeAll
    static void trainAWhile() {
        Throwable cut = catchThrowable(training(Trainings.network(), original).onEvent(event -> {
            if (event instanceof TrainingEvent.EpochEnded ended && ended.epoch() == 5) {
                throw new IllegalStateException("cut off");
            }
        })::run);
        assertThat(cut).hasMessage("cut off");
    }

    private static GrowthTraining<MultiLayerNetwork, DataSetIterator> training(MultiLayerNetwork network, Path folder) {
        return GrowthTraining.of(network, Trainings.data(1, 48), Trainings.data(2, 32))
                .when(Trigger.everyEpochs(3))
                .then(Trainings.WIDEN)
                .scoreBy(new Worsening())
                .upTo(Limit.epochs(6))
                .checkpointIn(folder);
    }

    @BeforeEach
    void copy() throws IOException {
        file = folder.resolve("checkpoint.zip");
        for (String name : new String[] {"checkpoint.zip", "before-growth-1.zip"}) {
            Files.copy(original.resolve(name), folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private void assertRefused(Path damaged, String reason) {
        assertThatThrownBy(training(Trainings.network(), folder)::run)
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot resume from " + damaged + ": " + reason
                        + ". Give another folder, or put back a checkpoint that this training wrote.");
    }

    @Test
    void whatIsNotDamaged_continues() {
        assertThat(training(Trainings.network(), folder).run().progress().epoch())
                .isEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"checkpoint.zip", "before-growth-1.zip"})
    void checkpoint_withoutTheOptimizersState(String name) throws IOException {
        Path damaged = folder.resolve(name);
        try (FileSystem zip = FileSystems.newFileSystem(damaged)) {
            Files.delete(zip.getPath("updaterState.bin"));
        }
        int numbers = name.equals("checkpoint.zip") ? 366 : 210;
        assertRefused(
                damaged,
                "it has no entry 'updaterState.bin', the " + numbers
                        + " numbers that its optimizer keeps, and would continue training with a fresh one");
    }

    /** Plain gradient descent keeps nothing, so DL4J writes no such entry. */
    @Test
    void checkpoint_ofANetworkWhoseOptimizerKeepsNothing_continues() throws IOException {
        Path own = folder.resolve("sgd");
        MultiLayerNetwork network = TestNetworks.mlp(new Sgd(0.01));
        training(network, own).upTo(Limit.epochs(2)).run();
        try (FileSystem zip = FileSystems.newFileSystem(own.resolve("checkpoint.zip"))) {
            assertThat(Files.exists(zip.getPath("updaterState.bin"))).isFalse();
        }
        assertThat(training(network, own).run().progress().epoch()).isEqualTo(6);
    }

    @Test
    void checkpoint_ofTheVersionWithoutTimes_continues() throws IOException {
        replaceState(",\\s*\"iterations\" : \\d+,\\s*\"processorNanos\" : \\d+", "");
        replaceState("\"version\" : 2", "\"version\" : 1");

        Progress progress = training(Trainings.network(), folder).run().progress();

        assertThat(progress.epochs()).extracting(Progress.Epoch::iterations).containsExactly(0L, 0L, 0L, 0L, 3L, 3L);
    }

    static Stream<Arguments> states() {
        return Stream.of(
                Arguments.of(".*", "null", "its state is not a JSON object with a version"),
                Arguments.of(".*", "[]", "its state is not a JSON object with a version"),
                Arguments.of(".*", "", "its state is not a JSON object with a version"),
                Arguments.of(".*", "7", "its state is not a JSON object with a version"),
                Arguments.of("\"version\" : 2", "\"version\" : null", "its state is not a JSON object with a version"),
                Arguments.of(
                        "\"version\" : 2", "\"version\" : 9", "it has version 9, and this net2net reads version 2"),
                Arguments.of(
                        "\"number\" : 2", "\"number\" : 7", "its state contradicts itself: epoch 7 follows epoch 1"),
                Arguments.of(
                        "\"epoch\" : 3",
                        "\"epoch\" : 9",
                        "its state contradicts itself: a growth is decided in epoch 9 of 4"),
                Arguments.of(
                        "\"epoch\" : 3",
                        "\"epoch\" : -1",
                        "its state contradicts itself: a growth after epoch -1 follows one of epoch 0"));
    }

    @ParameterizedTest
    @MethodSource("states")
    void checkpoint_withAnotherState(String pattern, String replacement, String reason) throws IOException {
        replaceState(pattern, replacement);
        assertRefused(file, reason);
    }

    /** What Jackson says is not ours to repeat. */
    @ParameterizedTest
    @ValueSource(
            strings = {"\"progress\"", "\"origin\"", "\"epochs\"", "\"fate\" : \"ON_TRIAL\"", "\"seed\" : 42", "\\["})
    void checkpoint_withHalfAState(String part) throws IOException {
        replaceState(part, "\"lost\" : null");
        assertThatThrownBy(training(Trainings.network(), folder)::run)
                .isInstanceOf(GrowthException.class)
                .hasMessageStartingWith("cannot resume from " + file + ": ")
                .hasMessageEndingWith(". Give another folder, or put back a checkpoint that this training wrote.");
    }

    private void replaceState(String pattern, String replacement) throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(file)) {
            Path entry = zip.getPath(STATE);
            String before = Files.readString(entry);
            String after = pattern.equals(".*") ? replacement : before.replaceFirst(pattern, replacement);
            assertThat(after).isNotEqualTo(before);
            Files.writeString(entry, after);
        }
    }

    static Stream<Arguments> damages() {
        return Stream.of("configuration.json", "coefficients.bin", "updaterState.bin", STATE)
                .flatMap(entry -> Stream.of(0, 1, 7, 100).map(length -> Arguments.of(entry, length)));
    }

    @ParameterizedTest
    @MethodSource("damages")
    void checkpoint_withAnEntryThatWasCutOff_orOverwritten(String entry, int length) throws IOException {
        byte[] noise = new byte[length];
        new Random(length).nextBytes(noise);
        for (boolean cut : new boolean[] {true, false}) {
            copy();
            try (FileSystem zip = FileSystems.newFileSystem(file)) {
                byte[] before = Files.readAllBytes(zip.getPath(entry));
                Files.write(
                        zip.getPath(entry), cut ? Arrays.copyOf(before, Math.min(length, before.length / 2)) : noise);
            }
            assertThatThrownBy(training(Trainings.network(), folder)::run)
                    .isInstanceOf(GrowthException.class)
                    .hasMessageStartingWith("cannot resume from " + file + ": ");
        }
    }

    @Test
    void checkpoint_whoseStateIsAZipBomb() throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(file)) {
            Files.write(zip.getPath(STATE), new byte[(1 << 26) + 1]);
        }
        assertThatThrownBy(training(Trainings.network(), folder)::run)
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot read 'growthTraining.json' in " + file + ": unpacked it is larger than 64 MiB, and"
                        + " net2net writes none as large. Give a file that net2net has saved.");
    }

    /** A folder in the place of an old file stands for a full disk, which a test can't make. */
    @Test
    void checkpointThatCannotBeWritten_endsTheTraining_whichCanBeResumed() throws IOException {
        MultiLayerNetwork alone =
                training(Trainings.network(), folder.resolve("alone")).run().network();
        Path own = folder.resolve("own");
        Path inTheWay = own.resolve("before-growth-9.zip");
        GrowthTraining<MultiLayerNetwork, DataSetIterator> training = training(Trainings.network(), own);
        assertThatThrownBy(training.onEvent(event -> {
                    if (event instanceof TrainingEvent.Grew) {
                        obstruct(inTheWay);
                    }
                })::run)
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot write a checkpoint into " + own + ": java.nio.file.DirectoryNotEmptyException: "
                        + inTheWay
                        + ". Training has stopped. The last checkpoint there is whole: make room, or make the"
                        + " folder writable, and run the same training again, which resumes from it.");
        Files.delete(inTheWay.resolve("file"));
        Files.delete(inTheWay);
        assertThat(training.run().network().params()).isEqualTo(alone.params());
        try (Stream<Path> files = Files.list(own)) {
            assertThat(files.map(left -> left.getFileName().toString()))
                    .containsExactlyInAnyOrder(".lock", "checkpoint.zip");
        }
    }

    private static void obstruct(Path file) {
        try {
            Files.createDirectories(file);
            Files.writeString(file.resolve("file"), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void firstCheckpointThatCannotBeWritten_isRefused() throws IOException {
        Path own = folder.resolve("own");
        CheckpointPolicy policy = new CheckpointPolicy(own, 1, 42, event -> {});
        try (Checkpoints<MultiLayerNetwork> checkpoints = Checkpoints.in(policy, Dl4jNetwork.of(Trainings.network()))) {
            obstruct(own.resolve("checkpoint.zip"));
            State state = State.of(new State.Origin("network", "loss", 1), new Progress(true, List.of(), List.of()));
            Throwable thrown = catchThrowable(() -> checkpoints.save(Trainings.network(), null, state));
            assertThat(thrown)
                    .isInstanceOf(GrowthException.class)
                    .hasMessage("cannot write a checkpoint into " + own + ": " + thrown.getCause()
                            + ". Training has stopped. There is no earlier checkpoint: give a folder that can be written"
                            + " to, with room for the network and its optimizer's state, and run it again.");
        }
    }

    /** Gets worse with every epoch, so that growths stay on trial. */
    private static final class Worsening implements ScoreCalculator<MultiLayerNetwork> {
        private static final long serialVersionUID = 1;

        @Override
        public double calculateScore(MultiLayerNetwork network) {
            return network.getEpochCount();
        }

        @Override
        public boolean minimizeScore() {
            return true;
        }
    }
}
