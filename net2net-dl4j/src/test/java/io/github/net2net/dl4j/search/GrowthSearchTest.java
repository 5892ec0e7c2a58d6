package io.github.net2net.dl4j.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.Recipe;
import io.github.net2net.dl4j.TestNetworks;
import io.github.net2net.dl4j.schedule.Limit;
import io.github.net2net.dl4j.schedule.Trainings;
import io.github.net2net.rule.LearningRates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.adapter.MultiDataSetIteratorAdapter;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

class GrowthSearchTest {
    private static SearchResult<MultiLayerNetwork> result;

    @BeforeAll
    static void search() {
        result = Searches.search().run();
    }

    @Test
    void trials_areEliminatedByTheirRung_andTheTeacherNever() {
        assertThat(result.ranking().stream()
                        .filter(trial -> !trial.isBaseline())
                        .map(TrialResult::pieces))
                .containsExactly(4, 2, 1, 1, 1);
        assertThat(result.baseline().pieces()).isEqualTo(Searches.PIECES);
        assertThat(result.ranking())
                .extracting(trial -> trial.failure().isPresent())
                .containsOnly(false);
    }

    @Test
    void trials_ofOneRung_costTheSame_butForOneIteration() {
        for (TrialResult trial : result.ranking()) {
            long allowed = Searches.BUDGET * trial.pieces() / Searches.PIECES;
            long iteration = 3 * 16 * trial.plan().studentMultiplyAdds().orElseThrow();
            assertThat(trial.multiplyAdds()).as(trial.name()).isBetween(allowed - iteration + 1, allowed);
        }
    }

    @Test
    void ranking_isByScoreAmongThoseTrainedAsLong() {
        List<TrialResult> eliminatedFirst =
                result.ranking().stream().filter(trial -> trial.pieces() == 1).toList();
        assertThat(eliminatedFirst).extracting(TrialResult::score).isSorted();
        assertThat(result.gain(result.baseline())).isZero();
        assertThat(result.ranking().get(0).number())
                .isEqualTo(
                        result.improves() ? result.bestStudent().orElseThrow().number() : 0);
    }

    @Test
    void trials_keepTheirCurveAndCertificate() {
        for (TrialResult trial : result.ranking()) {
            assertThat(trial.progress().epochs()).hasSize(trial.pieces());
            assertThat(trial.certificate().orElseThrow().plan()).isEqualTo(trial.plan());
            assertThat(trial.certificate().orElseThrow().comparison().isEmpty()).isFalse();
            assertThat(trial.processorTime()).isPositive();
        }
    }

    @Test
    void best_isTheBestStudentAsItIsTrainedNow() {
        TrialResult best = result.bestStudent().orElseThrow();
        MultiLayerNetwork student = result.best().orElseThrow().network();

        assertThat(student.numParams()).isEqualTo(best.plan().studentParameters());
        assertThat(student.getIterationCount()).isEqualTo(6 + (int) best.iterations());
        // The batch that was trained last was of the epoch that follows all whole ones.
        assertThat(student.getEpochCount()).isEqualTo(1 + (int) ((best.iterations() - 1) / 6));
        assertThat(result.trainedOn().orElseThrow().numParams())
                .isEqualTo(Searches.teacher().numParams());
        assertThat(result.toString().lines()).hasSize(1 + 1 + Searches.STUDENTS);
    }

    @Test
    void ranking_isTheSame_onTwoThreads_andTheTeacherIsUnchanged() {
        MultiLayerNetwork teacher = Searches.teacher();
        List<double[]> before = Trainings.numbers(teacher);
        SearchResult<MultiLayerNetwork> two = GrowthSearch.of(teacher, new Searches.Points())
                .recipes(Searches.recipes())
                .eta(2)
                .budget(Limit.multiplyAdds(Searches.BUDGET))
                .executor(TrialExecutor.threads(2))
                .run();

        assertThat(Searches.text(two)).isEqualTo(Searches.text(result));
        assertThat(Trainings.numbers(teacher)).usingRecursiveComparison().isEqualTo(before);
    }

    @Test
    void trial_whoseNumbersAreNotFinite_isReported_andTheOthersGoOn() {
        Recipe diverging = Recipe.of().widen("first").to(8).learningRate(LearningRates.times(1e38));
        SearchResult<MultiLayerNetwork> found = GrowthSearch.of(Searches.teacher(), new Searches.Points())
                .recipes(diverging, Trainings.WIDEN)
                .budget(Limit.iterations(8))
                .run();

        TrialResult failed = found.ranking().get(2);
        assertThat(failed.number()).isEqualTo(1);
        assertThat(failed.failure())
                .contains("java.lang.ArithmeticException: its parameters are not finite after 8 iterations");
        assertThat(failed.score()).isNaN();
        assertThat(found.bestStudent().orElseThrow().number()).isEqualTo(2);
        assertThat(found.toString()).contains(", failed: java.lang.ArithmeticException");
    }

    /** The second trial to ask for data has no memory for it. */
    @SuppressWarnings("serial") // it stays in this process
    private record Scarce(AtomicInteger calls) implements SearchData<DataSetIterator> {
        @Override
        public DataSetIterator training(int epoch) {
            return Trainings.shuffled(epoch);
        }

        @Override
        public DataSetIterator validation() {
            if (calls.incrementAndGet() == 2) {
                throw new OutOfMemoryError("no room");
            }
            return Trainings.data(2, 64);
        }
    }

    @Test
    void trial_thatRunsOutOfMemory_isReported_andTheOthersGoOn() {
        List<String> lines = new ArrayList<>();
        SearchResult<MultiLayerNetwork> found = GrowthSearch.of(Searches.teacher(), new Scarce(new AtomicInteger()))
                .recipes(Trainings.WIDEN, Trainings.WIDEN_MORE)
                .budget(Limit.iterations(8))
                .onEvent(lines::add)
                .run();

        assertThat(found.ranking().get(2).failure()).contains("java.lang.OutOfMemoryError: no room");
        assertThat(found.best()).isPresent();
        assertThat(lines)
                .contains("rung 1 of 1: 2 students")
                .contains("  widen second 6 -> 12: failed: java.lang.OutOfMemoryError: no room");
    }

    @Test
    void budgetOfProcessorTime_endsEachPieceAtItsTime() {
        SearchResult<MultiLayerNetwork> found = GrowthSearch.of(Searches.teacher(), new Searches.Points())
                .recipes(Trainings.WIDEN, Trainings.WIDEN_MORE)
                .eta(2)
                .budget(Limit.processorTime(Duration.ofMillis(200)))
                .run();

        assertThat(found.bestStudent().orElseThrow().processorTime()).isGreaterThan(Duration.ofMillis(190));
        assertThat(found.bestStudent().orElseThrow().iterations()).isGreaterThan(2);
    }

    @SuppressWarnings("serial") // it stays in this process
    private record Graphs() implements SearchData<MultiDataSetIterator> {
        @Override
        public MultiDataSetIterator training(int epoch) {
            return new MultiDataSetIteratorAdapter(Trainings.shuffled(epoch));
        }

        @Override
        public MultiDataSetIterator validation() {
            return new MultiDataSetIteratorAdapter(Trainings.data(2, 64));
        }
    }

    @Test
    void graph_withSeveralInputsPossible_isSearchedByAccuracy() {
        SearchResult<ComputationGraph> found = GrowthSearch.of(Trainings.graph(), new Graphs())
                .recipes(RecipeSource.neighbors(1.5))
                .scoreByAccuracy()
                .budget(Limit.iterations(12))
                .run();

        assertThat(found.ranking().get(0).score()).isBetween(0.3, 1.0);
        assertThat(found.ranking()).extracting(TrialResult::score).isSortedAccordingTo((a, b) -> Double.compare(b, a));
    }

    @SuppressWarnings("serial") // it stays in this process
    private record Images() implements SearchData<DataSetIterator> {
        @Override
        public DataSetIterator training(int epoch) {
            return validation();
        }

        @Override
        public DataSetIterator validation() {
            DataSet images = TestNetworks.labeled(TestNetworks.images(1, CNN2DFormat.NCHW));
            return new ListDataSetIterator<>(images.asList(), 2);
        }
    }

    /** What a piece costs is counted in each rung anew. */
    @Test
    void network_thatDoesNotStateItsInput_costsAsMuchInEachRung_andIsRefusedWithoutInputType() {
        GrowthSearch<MultiLayerNetwork, DataSetIterator> search = GrowthSearch.of(
                        TestNetworks.cnn(CNN2DFormat.NCHW, true, TestNetworks.settings())
                                .clone(),
                        new Images())
                .recipes(Recipe.of().widen("fc").to(9), Recipe.of().widen("fc").to(11))
                .eta(2);
        INDArray images = TestNetworks.images(1, CNN2DFormat.NCHW);
        InputType type = InputType.convolutional(images.size(2), images.size(3), images.size(1));
        long budget = 3 * 2 * 12 * 100_000;
        SearchResult<MultiLayerNetwork> found =
                search.inputTypes(type).budget(Limit.multiplyAdds(budget)).run();

        assertThat(found.ranking()).extracting(TrialResult::pieces).containsExactlyInAnyOrder(2, 2, 1);
        for (TrialResult trial : found.ranking()) {
            assertThat(trial.multiplyAdds())
                    .isBetween((long) (0.8 * budget * trial.pieces() / 2), budget * trial.pieces() / 2);
        }
        assertThatThrownBy(search.budget(Limit.multiplyAdds(budget))::run)
                .hasMessage("cannot search with a budget of multiply-adds: those of 'teacher trained on' are not known."
                        + " Give inputTypes(..), or a budget of iterations or processor time.");
    }
}
