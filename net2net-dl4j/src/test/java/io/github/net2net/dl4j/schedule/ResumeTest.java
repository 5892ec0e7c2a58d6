package io.github.net2net.dl4j.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.net2net.Recipe;
import io.github.net2net.dl4j.TestNetworks;
import io.github.net2net.dl4j.onednn.OneDnn;
import io.github.net2net.dl4j.schedule.TrainingEvent.EpochEnded;
import io.github.net2net.dl4j.schedule.TrainingEvent.Finished;
import io.github.net2net.dl4j.schedule.TrainingEvent.Resumed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.adapter.MultiDataSetIteratorAdapter;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/** A training that is cut off at any event goes on to the same numbers. {@link KilledTrainingTest} cuts off for real. */
class ResumeTest {
    private static Trained<MultiLayerNetwork> uninterrupted;
    private static final List<TrainingEvent> EVENTS = new ArrayList<>();

    @TempDir
    Path folder;

    private static final class CutOff extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** Throws at the event of that number. */
    private static Consumer<TrainingEvent> cutAt(int number) {
        List<TrainingEvent> seen = new ArrayList<>();
        return event -> {
            seen.add(event);
            if (seen.size() > number) {
                throw new CutOff();
            }
        };
    }

    @BeforeAll
    static void trainWithoutInterruption() {
        uninterrupted = Trainings.eventful().onEvent(EVENTS::add).run();
    }

    private static void assertSame(Trained<MultiLayerNetwork> trained) {
        assertThat(Trainings.withoutTimes(trained)).isEqualTo(Trainings.withoutTimes(uninterrupted));
        assertThat(trained.ending()).isEqualTo(uninterrupted.ending());
        assertThat(Trainings.numbers(trained.network()))
                .usingRecursiveComparison()
                .isEqualTo(Trainings.numbers(uninterrupted.network()));
        assertThat(trained.network().getIterationCount())
                .isEqualTo(uninterrupted.network().getIterationCount());
    }

    @Test
    void training_thatIsCutOffAtSomeEvents_continuesToTheSameNumbers() {
        for (int event = 0; event < EVENTS.size(); event += 7) {
            cutOffAndResume(event);
        }
    }

    @Test
    @Tag("long")
    void training_thatIsCutOffAtAnyEvent_continuesToTheSameNumbers() {
        for (int event = 0; event < EVENTS.size(); event++) {
            cutOffAndResume(event);
        }
    }

    private void cutOffAndResume(int event) {
        Path own = folder.resolve("cut" + event);
        Throwable thrown = catchThrowable(Trainings.eventful(own).onEvent(cutAt(event))::run);
        assertThat(thrown).isInstanceOf(CutOff.class);

        assertSame(Trainings.eventful(own).run());
    }

    /** Also where seed and epoch cancel out: ND4J does not repeat what it draws from some seeds. */
    @ParameterizedTest
    @ValueSource(longs = {-3, -2, -1, 0, 1, 2, 3, Long.MIN_VALUE, Long.MAX_VALUE})
    void training_ofAnySeed_thatIsCutOffInAnyEpoch_continuesToTheSameNumbers(long seed) {
        Trained<MultiLayerNetwork> alone = seeded(seed).run();
        for (int cut = 0; cut < alone.progress().epoch(); cut++) {
            GrowthTraining<MultiLayerNetwork, DataSetIterator> training =
                    seeded(seed).checkpointIn(folder.resolve("cut" + cut));
            Throwable thrown = catchThrowable(training.onEvent(cutAt(cut))::run);
            assertThat(thrown).isInstanceOf(CutOff.class);
            assertThat(Trainings.numbers(training.run().network()))
                    .usingRecursiveComparison()
                    .isEqualTo(Trainings.numbers(alone.network()));
        }
    }

    private static GrowthTraining<MultiLayerNetwork, DataSetIterator> seeded(long seed) {
        return GrowthTraining.of(Trainings.network(), Trainings.data(1, 48), Trainings.data(2, 32))
                .when(Trigger.everyEpochs(2))
                .then(Trainings.WIDEN)
                .upTo(Limit.epochs(4))
                .seed(seed);
    }

    @Test
    void training_thatIsCutOffAgainAndAgain_withFewCheckpoints_continuesToTheSameNumbers() {
        for (int cut = 1; cut < 30; cut += 5) {
            catchThrowable(Trainings.eventful(folder).checkpointEvery(3).onEvent(cutAt(cut))::run);
        }
        assertSame(Trainings.eventful(folder).run());
    }

    @Test
    void graph_thatIsCutOffOnTrial_continuesToTheSameNumbers() {
        Trained<ComputationGraph> alone = graphs().run();
        catchThrowable(graphs().checkpointIn(folder).onEvent(cutAt(5))::run);
        Trained<ComputationGraph> resumed = graphs().checkpointIn(folder).run();

        assertThat(Trainings.withoutTimes(resumed)).isEqualTo(Trainings.withoutTimes(alone));
        assertThat(resumed.network().params().dup().data().asDouble())
                .isEqualTo(alone.network().params().dup().data().asDouble());
    }

    private static GrowthTraining<ComputationGraph, MultiDataSetIterator> graphs() {
        return GrowthTraining.of(Trainings.graph(), several(1), several(2))
                .when(Trigger.everyEpochs(3))
                .then(Trainings.WIDEN, Trainings.DEEPEN)
                .patience(4);
    }

    private static MultiDataSetIterator several(long seed) {
        return new MultiDataSetIteratorAdapter(Trainings.data(seed, 96));
    }

    @Test
    void network_thatIsEnabled_isEnabledAgainWhenItIsLoaded() {
        MultiLayerNetwork network =
                TestNetworks.cnn(CNN2DFormat.NCHW, true, TestNetworks.settings().dataType(DataType.FLOAT));
        assumeThat(OneDnn.enable(network).enabled()).isTrue();
        INDArray images = TestNetworks.images(3, CNN2DFormat.NCHW).castTo(DataType.FLOAT);
        DataSetIterator data = new ExistingDataSetIterator(List.of(TestNetworks.labeled(images)));
        GrowthTraining<MultiLayerNetwork, DataSetIterator> training = GrowthTraining.of(network, data, data)
                .when(Trigger.everyEpochs(1))
                .then(Recipe.of().widen("conv1").to(6))
                .checkpointIn(folder);
        training.run();

        assertThat(OneDnn.isEnabled(training.run().network())).isTrue();
    }

    @Test
    void training_thatIsAtItsEnd_isNotTrainedOn() throws IOException {
        Trainings.eventful(folder).run();
        List<TrainingEvent> events = new ArrayList<>();
        assertSame(Trainings.eventful(folder).onEvent(events::add).run());

        assertThat(events).hasSize(2);
        assertThat(events.get(0))
                .isEqualTo(new Resumed(uninterrupted.progress().epoch(), folder.resolve("checkpoint.zip")));
        assertThat(events.get(1)).isInstanceOf(Finished.class);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(".lock", "checkpoint.zip");
        }
    }

    @Test
    void training_thatIsAtItsLimit_continuesWithAWiderOne() {
        Trainings.eventful(folder).upTo(Limit.epochs(5)).run();

        assertSame(Trainings.eventful(folder).run());
    }

    @Test
    void checkpoint_isAModelThatDeeplearning4jLoads() throws IOException {
        Trainings.eventful(folder).run();
        MultiLayerNetwork loaded =
                MultiLayerNetwork.load(folder.resolve("checkpoint.zip").toFile(), true);

        assertThat(Trainings.numbers(loaded))
                .usingRecursiveComparison()
                .isEqualTo(Trainings.numbers(uninterrupted.network()));
    }

    @Test
    void scoresThatAreNotNumbers_surviveBeingStored() throws IOException {
        Progress progress = new Progress(true, List.of(), List.of())
                .after(Double.NaN, 1, 0, 1, 0)
                .after(Double.POSITIVE_INFINITY, 2, 0, 1, 0)
                .after(0.1 + 0.2, 3, 0, 1, 0);
        State state = State.of(new State.Origin("network", "loss", 7), progress);

        assertThat(State.read(state.write())).isEqualTo(state);
    }

    @Test
    void fileOfAGrowthThatNoCheckpointKnows_isNotTakenForAnother() throws IOException {
        int grown = 0;
        while (!(EVENTS.get(grown) instanceof TrainingEvent.Grew)) {
            grown++;
        }
        catchThrowable(Trainings.eventful(folder).onEvent(cutAt(grown - 1))::run);
        Files.writeString(folder.resolve("before-growth-1.zip"), "of another network");
        assertThat(EVENTS.get(grown - 1)).isInstanceOf(EpochEnded.class);
        catchThrowable(Trainings.eventful(folder).onEvent(cutAt(3))::run);

        assertSame(Trainings.eventful(folder).run());
    }
}
