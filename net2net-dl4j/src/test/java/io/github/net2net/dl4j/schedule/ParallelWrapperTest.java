package io.github.net2net.dl4j.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.dl4j.schedule.Progress.Attempt;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.parallelism.ParallelWrapper;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

class ParallelWrapperTest {

    private static void fitInParallel(MultiLayerNetwork network, DataSetIterator data) {
        new ParallelWrapper.Builder<>(network)
                .workers(2)
                .averagingFrequency(1)
                .build()
                .fit(data);
    }

    @Test
    void twoWorkers_trainTheNetwork_beforeAndAfterTheGrowth() {
        MultiLayerNetwork network = Trainings.network();
        Trained<MultiLayerNetwork> trained = GrowthTraining.of(network, Trainings.data(1, 96), Trainings.data(2, 64))
                .when(Trigger.everyEpochs(3))
                .then(Trainings.WIDEN)
                .fitWith(ParallelWrapperTest::fitInParallel)
                .run();

        assertThat(trained.progress().attempts().stream().map(Attempt::fate)).containsExactly(Progress.Fate.KEPT);
        assertThat(trained.network().numParams()).isEqualTo(207);
        assertThat(trained.progress().epochs().get(0).score())
                .isGreaterThan(trained.progress().attempts().get(0).scoreBefore())
                .isGreaterThan(trained.progress().score());
    }
}
