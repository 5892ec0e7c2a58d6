package io.github.net2net.dl4j.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.dl4j.Probes;
import io.github.net2net.dl4j.TeacherSnapshot;
import io.github.net2net.dl4j.Tolerances;
import io.github.net2net.dl4j.copies.CopiesListener;
import io.github.net2net.dl4j.copies.CopiesReport;
import io.github.net2net.dl4j.schedule.Progress.Attempt;
import io.github.net2net.dl4j.schedule.Progress.Epoch;
import io.github.net2net.dl4j.schedule.Progress.Fate;
import io.github.net2net.dl4j.schedule.TrainingEvent.EpochEnded;
import io.github.net2net.dl4j.schedule.TrainingEvent.Finished;
import io.github.net2net.dl4j.schedule.TrainingEvent.Grew;
import io.github.net2net.dl4j.schedule.TrainingEvent.Kept;
import io.github.net2net.dl4j.schedule.TrainingEvent.OverBudget;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.deeplearning4j.earlystopping.scorecalc.ScoreCalculator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.adapter.MultiDataSetIteratorAdapter;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** Small networks trained and grown for real. */
class GrowthTrainingTest {
    private static final Trigger NOW = progress -> true;

    private final MultiLayerNetwork network = Trainings.network();
    private final DataSetIterator train = Trainings.data(1, 96);
    private final DataSetIterator validation = Trainings.data(2, 64);

    private GrowthTraining<MultiLayerNetwork, DataSetIterator> training() {
        return GrowthTraining.of(network, train, validation);
    }

    /** Scores that are written down beforehand, one for each epoch. */
    private static ScoreCalculator<Model> scores(double... scores) {
        AtomicInteger next = new AtomicInteger();
        return new ScoreCalculator<>() {
            private static final long serialVersionUID = 1;

            @Override
            public double calculateScore(Model network) {
                return scores[next.getAndIncrement()];
            }

            @Override
            public boolean minimizeScore() {
                return true;
            }
        };
    }

    @Test
    void network_isGrownWhereTheTriggerFires_andTrainedUntilItFiresAgain() {
        List<TrainingEvent> events = new ArrayList<>();
        Trained<MultiLayerNetwork> trained = training()
                .when(Trigger.everyEpochs(2))
                .then(Trainings.WIDEN)
                .when(Trigger.everyEpochs(1))
                .then(Trainings.DEEPEN)
                .scoreBy(scores(9, 8, 7, 6, 5))
                .onEvent(events::add)
                .run();

        assertThat(trained.ending()).isEqualTo(StopReason.NOTHING_TO_GROW);
        assertThat(trained.progress().epochs().stream().map(Epoch::parameters)).containsExactly(117L, 117L, 207L, 249L);
        assertThat(trained.network().numParams()).isEqualTo(249);
        assertThat(events.stream().<Class<?>>map(Object::getClass))
                .containsExactly(
                        EpochEnded.class,
                        EpochEnded.class,
                        Grew.class,
                        EpochEnded.class,
                        Kept.class,
                        Grew.class,
                        EpochEnded.class,
                        Kept.class,
                        Finished.class);
    }

    @Test
    void scoreThatDoesNotComeBack_bringsBackTheNetworkBeforeTheGrowth_withItsOptimizersMemory() {
        List<double[]> before = Trainings.numbers(training()
                .when(Trigger.everyEpochs(2))
                .then((progress, one) -> Optional.empty())
                .run()
                .network());
        Trained<MultiLayerNetwork> trained = training()
                .when(Trigger.everyEpochs(2))
                .then(Trainings.WIDEN, Trainings.DEEPEN)
                .patience(2)
                .scoreBy(scores(9, 5, 6, 6))
                .run();

        assertThat(trained.ending()).isEqualTo(StopReason.ROLLED_BACK);
        assertThat(trained.progress().score()).isEqualTo(5);
        assertThat(Trainings.numbers(trained.network()))
                .usingRecursiveComparison()
                .isEqualTo(before);
    }

    @Test
    void afterRollback_theNextGrowthStartsFromTheNetworkBefore_ifAskedFor() {
        Trained<MultiLayerNetwork> trained = training()
                .when(Trigger.everyEpochs(2))
                .then(Trainings.WIDEN, Trainings.DEEPEN)
                .patience(2)
                .continueAfterRollback()
                .scoreBy(scores(9, 5, 6, 6, 5, 4))
                .run();

        assertThat(trained.progress().attempts().stream().map(Attempt::fate))
                .containsExactly(Fate.ROLLED_BACK, Fate.KEPT);
        assertThat(trained.progress().attempts().stream().map(Attempt::scoreBefore))
                .containsExactly(5.0, 5.0);
        assertThat(trained.network().numParams()).isEqualTo(159);
    }

    @Test
    void growthThatIsOnTrialAtTheLastEpoch_isRolledBack() {
        Trained<MultiLayerNetwork> trained = training()
                .when(Trigger.everyEpochs(1))
                .then(Trainings.WIDEN)
                .upTo(Limit.epochs(2))
                .scoreBy(scores(5, 6))
                .run();

        assertThat(trained.ending()).isEqualTo(StopReason.EPOCHS);
        assertThat(trained.network().numParams()).isEqualTo(117);
    }

    @Test
    void growthThatWouldGoOverTheBudget_isNotDone() {
        List<TrainingEvent> events = new ArrayList<>();
        Trained<MultiLayerNetwork> trained = training()
                .when(NOW)
                .then(Trainings.DEEPEN, Trainings.WIDEN)
                .upTo(Limit.parameters(248))
                .scoreBy(scores(5, 4, 3))
                .onEvent(events::add)
                .run();

        assertThat(trained.ending()).isEqualTo(StopReason.PARAMETERS);
        assertThat(trained.network().numParams()).isEqualTo(159);
        assertThat(events)
                .filteredOn(OverBudget.class::isInstance)
                .extracting(Object::toString)
                .containsExactly("not grown after epoch 2: widen first 6 -> 12 would lead to 249 parameters, the budget"
                        + " is 248");
    }

    @Test
    void wantedScore_endsTraining_alsoWhereHigherIsBetter() {
        Trained<MultiLayerNetwork> trained = training()
                .when(Trigger.plateau(50))
                .then(Trainings.WIDEN)
                .scoreByAccuracy()
                .upTo(Limit.score(0.5), Limit.epochs(100))
                .run();

        assertThat(trained.ending()).isEqualTo(StopReason.SCORE);
        assertThat(trained.progress().lowerIsBetter()).isFalse();
        assertThat(trained.progress().score()).isBetween(0.5, 1.0);
    }

    @Test
    void rule_isAskedUntilItGivesNothing() {
        Trained<MultiLayerNetwork> trained = training()
                .when(NOW)
                .then(Trainings.DEEPEN)
                .when(NOW)
                .then((progress, one) -> one.getLayer("first").getParam("W").size(1) < 9
                        ? Optional.of(
                                io.github.net2net.Recipe.of().widen("first").by(2))
                        : Optional.empty())
                .scoreBy(scores(9, 8, 7, 6, 5))
                .run();

        assertThat(trained.network().getLayer("first").getParam("W").size(1)).isEqualTo(10);
        assertThat(trained.progress().attempts()).hasSize(3);
    }

    @Test
    void givenNetwork_isNotChanged_andItsListenersSeeEveryEpoch() {
        List<Long> parameters = new ArrayList<>();
        network.addListeners(new BaseTrainingListener() {
            @Override
            public void onEpochEnd(Model model) {
                parameters.add(model.numParams());
            }
        });
        TeacherSnapshot before = TeacherSnapshot.of(network);
        training()
                .when(NOW)
                .then(Trainings.WIDEN, Trainings.DEEPEN)
                .scoreBy(scores(3, 2, 1))
                .run();

        before.assertUnchanged();
        assertThat(parameters).containsExactly(117L, 207L, 249L);
    }

    @Test
    void probe_comparesEveryStudentWithItsTeacher() {
        List<Double> deviations = new ArrayList<>();
        training()
                .when(NOW)
                .then(Trainings.WIDEN)
                .scoreBy(scores(2, 1))
                .verifyOn(Probes.of(validation.next()))
                .onEvent(event -> {
                    if (event instanceof Grew grew) {
                        assertThat(grew.grown().report().comparison().deviations())
                                .isNotEmpty();
                        deviations.add(grew.grown().report().comparison().largest());
                    }
                })
                .run();

        assertThat(deviations)
                .singleElement()
                .satisfies(found -> assertThat(found).isLessThan(Tolerances.FLOAT));
    }

    @Test
    void listenerThatIsAddedToAStudent_staysWithThatStudent() {
        List<CopiesReport> reports = new ArrayList<>();
        training()
                .when(NOW)
                .then(Trainings.WIDEN, Trainings.DEEPEN)
                .scoreBy(scores(3, 2, 1))
                .onEvent(event -> {
                    if (event instanceof Grew grew && reports.isEmpty()) {
                        grew.grown()
                                .network()
                                .addListeners(
                                        CopiesListener.of(grew.grown()).every(6).to(reports::add));
                    }
                })
                .run();

        assertThat(reports)
                .singleElement()
                .satisfies(
                        report -> assertThat(report.layers().get(0).diverged()).isTrue());
    }

    @Test
    void graphsAndMultiDataSets_trainAndGrowAlike() {
        Trained<ComputationGraph> one = GrowthTraining.of(Trainings.graph(), train, validation)
                .when(Trigger.everyEpochs(2))
                .then(Trainings.WIDEN)
                .run();
        Trained<ComputationGraph> other = GrowthTraining.of(Trainings.graph(), several(train), several(validation))
                .when(Trigger.everyEpochs(2))
                .then(Trainings.WIDEN)
                .run();
        Trained<MultiLayerNetwork> layers = GrowthTraining.of(network, several(train), several(validation))
                .when(Trigger.everyEpochs(2))
                .then(Trainings.WIDEN)
                .run();

        assertThat(one.progress().attempts()).hasSize(1);
        assertThat(other.network().params()).isEqualTo(one.network().params());
        assertThat(layers.progress().attempts()).hasSize(1);
    }

    private static MultiDataSetIteratorAdapter several(DataSetIterator data) {
        return new MultiDataSetIteratorAdapter(data);
    }

    @Test
    void sameTraining_givesTheSameNumbers() {
        assertThat(Trainings.numbers(Trainings.eventful().run().network()))
                .usingRecursiveComparison()
                .isEqualTo(Trainings.numbers(Trainings.eventful().run().network()));
    }

    @Test
    void events_printThemselvesInOneLine() {
        List<String> lines = new ArrayList<>();
        training()
                .when(NOW)
                .then(Trainings.WIDEN, Trainings.DEEPEN)
                .patience(1)
                .scoreBy(scores(3, 2, 2.5))
                .onEvent(event -> lines.add(event.toString()))
                .run();

        assertThat(lines)
                .containsExactly(
                        "epoch 1: score 3.00000, 117 parameters, 2.25e+04 multiply-adds",
                        "grown after epoch 1 at score 3.00000, 117 -> 207 parameters: widen first 6 -> 12; not compared",
                        "epoch 2: score 2.00000, 207 parameters, 3.97e+04 multiply-adds",
                        "the growth after epoch 1 is kept: score 2.00000 after epoch 2, 3.00000 before",
                        "grown after epoch 2 at score 2.00000, 207 -> 249 parameters: deepen after second: new layer"
                                + " second_1, identity, relu (a second relu changes nothing); not compared",
                        "epoch 3: score 2.50000, 249 parameters, 5.01e+04 multiply-adds",
                        "the growth after epoch 2 is rolled back: score 2.50000 after epoch 3, 2.00000 before; 207"
                                + " parameters again",
                        "finished after epoch 3 with 207 parameters: the last growth did not help");
    }
}
