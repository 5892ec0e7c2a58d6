package io.github.net2net.dl4j.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.GrowthException;
import io.github.net2net.Recipe;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.datasets.iterator.IteratorDataSetIterator;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** Every refusal by its whole text. */
class RefusalTest {
    private static final Trigger NOW = progress -> true;

    @TempDir
    Path folder;

    private final MultiLayerNetwork network = Trainings.network();
    private final DataSetIterator train = Trainings.data(1, 32);
    private GrowthTraining<MultiLayerNetwork, DataSetIterator> training;

    @BeforeEach
    void prepare() {
        training = GrowthTraining.of(network, train, Trainings.data(2, 32)).checkpointIn(folder);
    }

    private static void assertRefused(GrowthTraining<?, ?> refused, String message) {
        assertThatThrownBy(refused::run).isInstanceOf(GrowthException.class).hasMessage(message);
    }

    @Test
    void training_withoutTrigger() {
        assertRefused(
                training,
                "cannot train: no growth is set. Call for example when(Trigger.plateau(3)).then(recipe), or phase(..).");
    }

    @Test
    void growthThatCannotBeDone_isRefusedBeforeTheFirstEpoch() {
        assertRefused(
                training.when(NOW)
                        .then(Trainings.WIDEN, Recipe.of().widen("second").to(5)),
                "cannot widen 'second' to 5: it has 6 channels now, and a layer can only grow. Give more than 6.");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void growth_behindARule() {
        GrowthTraining<MultiLayerNetwork, DataSetIterator> ruled =
                training.when(NOW).then((progress, one) -> Optional.empty());

        assertThatThrownBy(() -> ruled.when(NOW).then(Trainings.WIDEN))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a rule already decides about all later growths; put other growths before it");
    }

    @Test
    void severalInputTypes_forOneInput() {
        assertThatThrownBy(() -> training.inputTypes(InputType.feedForward(4), InputType.feedForward(4)))
                .isInstanceOf(GrowthException.class)
                .hasMessage(
                        "cannot read the network: it has the inputs [input], but 2 input types are given. Give one for"
                                + " each.");
    }

    @Test
    void data_thatCannotBeReset() {
        DataSetIterator once = new IteratorDataSetIterator(List.of(train.next()).iterator(), 16);

        assertRefused(
                GrowthTraining.of(network, once, train).when(NOW).then(Trainings.WIDEN),
                "cannot train on a IteratorDataSetIterator for more than one epoch: it can't be reset. Use"
                        + " trainOn(epoch -> ..) with a new one for each epoch.");
    }

    @Test
    void folder_withOtherFiles() throws IOException {
        Files.createFile(folder.resolve("thesis.tex"));

        assertRefused(
                training.when(NOW).then(Trainings.WIDEN),
                "cannot keep checkpoints in " + folder + ": there is no checkpoint.zip to resume from, but other files:"
                        + " [thesis.tex]. Give the folder of an earlier run, or an empty one.");
    }

    @Test
    void folder_thatIsAFile() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertRefused(
                training.when(NOW).then(Trainings.WIDEN).checkpointIn(file),
                "cannot keep checkpoints in " + file + ": java.nio.file.FileAlreadyExistsException: " + file
                        + ". Give a folder that can be written to.");
    }

    @Test
    void folder_thatAnotherTrainingUses() {
        GrowthTraining<MultiLayerNetwork, DataSetIterator> whole =
                training.when(NOW).then(Trainings.WIDEN);

        whole.onEvent(event -> assertRefused(
                        whole,
                        "cannot keep checkpoints in " + folder
                                + ": another training is using it. Wait for it to end, or give each training a"
                                + " folder of its own."))
                .run();
    }

    @Test
    void checkpoint_thatIsNone() throws IOException {
        Path file = folder.resolve("checkpoint.zip");
        GrowthTraining<MultiLayerNetwork, DataSetIterator> whole =
                training.when(NOW).then(Trainings.WIDEN);
        String advice = ". Give another folder, or put back a checkpoint that this training wrote.";

        Files.writeString(file, "no zip");
        assertRefused(whole, "cannot resume from " + file + ": zip END header not found" + advice);

        ModelSerializer.writeModel(network, file.toFile(), true);
        assertRefused(whole, "cannot resume from " + file + ": it has no entry 'growthTraining.json'" + advice);
    }

    @Test
    void checkpoint_ofAnotherVersion() throws IOException {
        GrowthTraining<MultiLayerNetwork, DataSetIterator> whole =
                training.when(NOW).then(Trainings.WIDEN);
        whole.run();
        Path file = folder.resolve("checkpoint.zip");
        try (FileSystem zip = FileSystems.newFileSystem(file)) {
            Path entry = zip.getPath("growthTraining.json");
            Files.writeString(entry, Files.readString(entry).replace("\"version\" : 2", "\"version\" : 3"));
        }

        assertRefused(
                whole,
                "cannot resume from " + file + ": it has version 3, and this net2net reads version 2. Give another"
                        + " folder, or put back a checkpoint that this training wrote.");
    }

    @Test
    void checkpoint_withoutTheNetworkBeforeTheGrowth() throws IOException {
        GrowthTraining<MultiLayerNetwork, DataSetIterator> whole =
                training.when(NOW).then(Trainings.WIDEN);
        assertThatThrownBy(whole.onEvent(event -> {
                    if (event instanceof TrainingEvent.EpochEnded ended && ended.epoch() == 2) {
                        throw new IllegalStateException("cut off");
                    }
                })::run)
                .hasMessage("cut off");
        Path before = folder.resolve("before-growth-1.zip");
        Files.delete(before);

        assertRefused(
                whole,
                "cannot resume from " + before + ": " + before + " (No such file or directory). Give another folder, or"
                        + " put back a checkpoint that this training wrote.");
    }

    @Test
    void checkpoint_ofAnotherTraining() {
        GrowthTraining<MultiLayerNetwork, DataSetIterator> whole =
                training.when(NOW).then(Trainings.WIDEN);
        whole.run();
        Path file = folder.resolve("checkpoint.zip");
        String first = "MultiLayerNetwork of 117 parameters, configuration ";

        assertThatThrownBy(whole.scoreByAccuracy().seed(7)::run)
                .isInstanceOf(GrowthException.class)
                .extracting(RefusalTest::withoutHashes)
                .isEqualTo("cannot resume from " + file + ": it belongs to another training. Its first network was a "
                        + first
                        + "X, scored by validation loss, with seed 42; given are a " + first
                        + "X, scored by validation accuracy, with seed 7. Give what it began with, or another folder.");
        assertRefused(
                training.when(NOW).then(Trainings.DEEPEN),
                "cannot resume from " + file + ": its growth 1 (widen first 6 -> 12) was done by another recipe than is"
                        + " given now, " + Trainings.DEEPEN
                        + ". Give that recipe, or another folder; only growths to come can be changed.");
    }

    @Test
    void checkpoint_ofAnotherNetwork() {
        training.when(NOW).then(Trainings.WIDEN).run();

        GrowthTraining<ComputationGraph, DataSetIterator> other = GrowthTraining.of(Trainings.graph(), train, train)
                .checkpointIn(folder)
                .when(NOW)
                .then(Trainings.WIDEN);

        assertThatThrownBy(other::run)
                .isInstanceOf(GrowthException.class)
                .extracting(RefusalTest::withoutHashes)
                .isEqualTo("cannot resume from " + folder.resolve("checkpoint.zip")
                        + ": it belongs to another training. Its first network was a MultiLayerNetwork of 117 parameters,"
                        + " configuration X, scored by validation loss, with seed 42; given are a ComputationGraph of"
                        + " 93 parameters, configuration X, scored by validation loss, with seed 42. Give what it began"
                        + " with, or another folder.");
    }

    private static String withoutHashes(Throwable thrown) {
        return thrown.getMessage().replaceAll("configuration [0-9a-f]{12}", "configuration X");
    }
}
