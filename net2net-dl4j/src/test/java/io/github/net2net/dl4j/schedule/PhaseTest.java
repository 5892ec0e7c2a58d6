package io.github.net2net.dl4j.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import io.github.net2net.Recipe;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.schedule.Progress.Attempt;
import io.github.net2net.dl4j.schedule.Progress.Epoch;
import io.github.net2net.dl4j.schedule.Progress.Fate;
import io.github.net2net.dl4j.schedule.TrainingEvent.EpochEnded;
import io.github.net2net.dl4j.schedule.TrainingEvent.Grew;
import io.github.net2net.rule.LearningRates;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

class PhaseTest {
    private static final int EXAMPLES = 96;
    private static final int BATCHES = EXAMPLES / 16;
    /** 4 features, dense 6, dense 6, 3 classes. */
    private static final long PER_EXAMPLE = 4 * 6 + 6 * 6 + 6 * 3;

    @TempDir
    Path folder;

    private static GrowthTraining<MultiLayerNetwork, DataSetIterator> phases() {
        return GrowthTraining.of(Trainings.network(), Trainings.data(1, EXAMPLES), Trainings.data(2, 64))
                .phase(Recipe.of(), Trigger.everyEpochs(3), cosine(3))
                .phase(Trainings.WIDEN, Trigger.everyEpochs(2), cosine(2).warmUp(2))
                .phase(Trainings.DEEPEN, Trigger.everyEpochs(4), cosine(4).newLayers(2))
                .patience(1);
    }

    private static LearningRates cosine(int epochs) {
        return LearningRates.cosine(0.05, epochs * BATCHES);
    }

    @Test
    void phases_followEachOther_andAreAllKept() {
        Trained<MultiLayerNetwork> trained = phases().run();

        assertThat(trained.ending()).isEqualTo(StopReason.NOTHING_TO_GROW);
        assertThat(trained.progress().epoch()).isEqualTo(9);
        assertThat(trained.progress().attempts())
                .extracting(Attempt::epoch, Attempt::fate)
                .containsExactly(tuple(0), tuple(3), tuple(5));
        assertThat(trained.network().getnLayers()).isEqualTo(5);
    }

    private static org.assertj.core.groups.Tuple tuple(int epoch) {
        return org.assertj.core.api.Assertions.tuple(epoch, Fate.KEPT);
    }

    @Test
    void rates_ofAPhase_fallToZeroWithinIt() {
        List<Double> rates = new ArrayList<>();
        MultiLayerNetwork last = phases().fitWith((network, data) -> {
                    network.fit(data);
                    rates.add(network.getLearningRate(0));
                })
                .run()
                .network();

        assertThat(rates.get(0)).isCloseTo(0.05 * 0.75, within(0.05 * 1e-9));
        assertThat(rates.get(2)).isZero();
        assertThat(rates.get(3)).isPositive();
        assertThat(rates.get(4)).isZero();
        assertThat(rates.get(8)).isZero();
        assertThat(((DenseLayer) last.getLayer("second_1").conf().getLayer())
                        .getIUpdater()
                        .getLearningRate(5 * BATCHES, 0))
                .isEqualTo(0.1);
    }

    @Test
    void training_thatIsCutOffInAPhase_continuesToTheSameNumbers() {
        Trained<MultiLayerNetwork> uninterrupted = phases().run();
        for (int cut : new int[] {1, 3, 4, 5, 7}) {
            Path own = folder.resolve("cut" + cut);
            Throwable thrown = catchThrowable(() -> phases().checkpointIn(own)
                    .onEvent(event -> {
                        if (event instanceof EpochEnded && event.epoch() == cut) {
                            throw new IllegalStateException("cut off");
                        }
                    })
                    .run());
            assertThat(thrown).hasMessage("cut off");

            Trained<MultiLayerNetwork> resumed = phases().checkpointIn(own).run();

            assertThat(Trainings.withoutTimes(resumed)).isEqualTo(Trainings.withoutTimes(uninterrupted));
            assertThat(Trainings.numbers(resumed.network()))
                    .usingRecursiveComparison()
                    .isEqualTo(Trainings.numbers(uninterrupted.network()));
        }
    }

    @Test
    void everyEpoch_tellsItsMultiplyAdds() {
        List<TrainingEvent> events = new ArrayList<>();
        Trained<MultiLayerNetwork> trained = phases().onEvent(events::add).run();
        long wide = 4 * 12 + 12 * 6 + 6 * 3;

        assertThat(Net2Net.from(Trainings.network()).plan().teacherMultiplyAdds())
                .hasValue(PER_EXAMPLE);
        assertThat(trained.progress().epochs())
                .extracting(Epoch::multiplyAdds)
                .startsWith(3 * PER_EXAMPLE * EXAMPLES)
                .contains(3 * wide * EXAMPLES)
                .endsWith(3 * (wide + 6 * 6) * EXAMPLES);
        assertThat(events.stream().filter(EpochEnded.class::isInstance).map(Object::toString))
                .first()
                .asString()
                .matches("epoch 1: score [0-9.]+, 117 parameters, 2\\.25e\\+04 multiply-adds");
        assertThat(events.stream().filter(Grew.class::isInstance).map(Object::toString))
                .element(1)
                .asString()
                .contains("117 -> 207 parameters: widen first 6 -> 12");
    }

    @Test
    void training_endsWhereItsCostIsUsed() {
        long ofEpoch = 3 * PER_EXAMPLE * EXAMPLES;
        Trained<MultiLayerNetwork> trained = GrowthTraining.of(
                        Trainings.network(), Trainings.data(1, EXAMPLES), Trainings.data(2, 64))
                .phase(Recipe.of(), Trigger.multiplyAdds(2 * ofEpoch), LearningRates.keep())
                .phase(Trainings.WIDEN, Trigger.everyEpochs(50), LearningRates.tenth())
                .upTo(Limit.multiplyAdds(5 * ofEpoch))
                .run();

        assertThat(trained.ending()).isEqualTo(StopReason.MULTIPLY_ADDS);
        assertThat(trained.ending()).hasToString("the budget of multiply-adds is used");
        assertThat(trained.progress().attempts()).extracting(Attempt::epoch).containsExactly(0, 2);
        assertThat(trained.progress().multiplyAdds()).isBetween(5 * ofEpoch, 7 * ofEpoch);
    }

    @Test
    void training_endsAtLimitsOfIterationsAndProcessorTime() {
        GrowthTraining<MultiLayerNetwork, DataSetIterator> training = GrowthTraining.of(
                        Trainings.network(), Trainings.data(1, EXAMPLES), Trainings.data(2, 64))
                .phase(Recipe.of(), Trigger.everyEpochs(50), LearningRates.keep());
        int perEpoch = EXAMPLES / 16;
        Trained<MultiLayerNetwork> counted =
                training.upTo(Limit.iterations(2 * perEpoch + 1)).run();
        Trained<MultiLayerNetwork> timed =
                training.upTo(Limit.processorTime(Duration.ofNanos(1))).run();

        assertThat(counted.progress().iterations()).isEqualTo(3L * perEpoch);
        assertThat(counted.ending()).hasToString("the limit of iterations is reached");
        assertThat(timed.progress().processorTime()).isPositive();
        assertThat(timed.progress().epoch()).isEqualTo(1);
        assertThat(timed.ending()).hasToString("the processor time is used");
    }

    @Test
    void slope_firesInARealTraining_whenTheCurveIsFlat() {
        Trained<MultiLayerNetwork> trained = GrowthTraining.of(
                        Trainings.network(), Trainings.data(1, EXAMPLES), Trainings.data(2, 64))
                .when(Trigger.slope(4, 0.1))
                .then(Trainings.WIDEN)
                .upTo(Limit.epochs(60))
                .run();

        Attempt growth = trained.progress().attempts().get(0);
        List<Epoch> before = trained.progress().epochs().subList(0, growth.epoch());
        double early = before.get(0).score() - before.get(3).score();
        double late = before.get(growth.epoch() - 4).score()
                - before.get(growth.epoch() - 1).score();
        assertThat(growth.epoch()).isGreaterThanOrEqualTo(5);
        assertThat(late).isLessThan(0.3 * early);
    }

    @Test
    void phase_afterGrowthsOnTrial_isRefused() {
        assertThatThrownBy(
                        () -> Trainings.eventful().phase(Trainings.WIDEN, Trigger.everyEpochs(1), LearningRates.keep()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a phase follows growths that are on trial; put phases before them");
    }

    @Test
    void trials_mayFollowPhases() {
        Trained<MultiLayerNetwork> trained = GrowthTraining.of(
                        Trainings.network(), Trainings.data(1, EXAMPLES), Trainings.data(2, 64))
                .phase(Recipe.of(), Trigger.everyEpochs(2), LearningRates.keep())
                .when(Trigger.everyEpochs(2))
                .then(Trainings.WIDEN)
                .patience(3)
                .run();

        assertThat(trained.progress().attempts()).extracting(Attempt::epoch).containsExactly(0, 2);
    }
}
