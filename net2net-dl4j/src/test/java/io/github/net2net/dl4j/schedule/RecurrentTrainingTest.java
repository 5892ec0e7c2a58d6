package io.github.net2net.dl4j.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.net2net.Recipe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** Training on masked series by truncated backpropagation through time, which grows LSTMs and resumes. */
class RecurrentTrainingTest {
    private static final int STEPS = 10;
    private static final int SEGMENT = 4;
    private static final int CLASSES = 2;

    @TempDir
    Path folder;

    private static MultiLayerNetwork network() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(11)
                .updater(new Adam(0.02))
                .list(
                        new LSTM.Builder().name("first").nOut(4).build(),
                        new LSTM.Builder().name("second").nOut(4).build(),
                        new RnnOutputLayer.Builder()
                                .name("out")
                                .nOut(CLASSES)
                                .activation(Activation.SOFTMAX)
                                .build())
                .setInputType(InputType.recurrent(1, STEPS))
                .backpropType(BackpropType.TruncatedBPTT)
                .tBPTTForwardLength(SEGMENT)
                .tBPTTBackwardLength(SEGMENT)
                .build());
        network.init();
        return network;
    }

    /** Series of different lengths, with the sign of the sum so far as each step's class. */
    private static DataSetIterator series(long seed) {
        Random random = new Random(seed);
        List<DataSet> batches = new ArrayList<>();
        for (int batch = 0; batch < 4; batch++) {
            INDArray features = Nd4j.create(8, 1, STEPS);
            INDArray labels = Nd4j.create(8, CLASSES, STEPS);
            INDArray mask = Nd4j.create(8, STEPS);
            for (int example = 0; example < 8; example++) {
                double sum = 0;
                int length = 3 + random.nextInt(STEPS - 2);
                for (int step = 0; step < length; step++) {
                    double value = random.nextGaussian();
                    sum += value;
                    features.putScalar(example, 0, step, value);
                    labels.putScalar(example, sum > 0 ? 1 : 0, step, 1);
                    mask.putScalar(example, step, 1);
                }
            }
            batches.add(new DataSet(features, labels, mask, mask.dup()));
        }
        return new ListDataSetIterator<>(batches, 8);
    }

    private static GrowthTraining<MultiLayerNetwork, DataSetIterator> training() {
        return GrowthTraining.of(network(), series(1), series(2))
                .when(Trigger.everyEpochs(3))
                .then(
                        Recipe.of().widen("first").to(7).seed(3),
                        Recipe.of().widen("second").to(6).seed(4))
                .patience(7)
                .continueAfterRollback()
                .upTo(Limit.epochs(22));
    }

    @Test
    void recurrentNetwork_grows_andContinuesToTheSameNumbers() {
        List<TrainingEvent> events = new ArrayList<>();
        Trained<MultiLayerNetwork> alone = training().onEvent(events::add).run();
        assertThat(alone.network().layerSize(0)).isEqualTo(7);
        assertThat(alone.progress().attempts()).hasSize(2);
        double before = network().score(series(2).next());
        assertThat(alone.network().score(series(2).next())).isLessThan(before);
        for (int cut = 1; cut < events.size(); cut += 5) {
            GrowthTraining<MultiLayerNetwork, DataSetIterator> stored =
                    training().checkpointIn(folder.resolve("cut" + cut));
            int last = cut;
            List<TrainingEvent> seen = new ArrayList<>();
            Throwable thrown = catchThrowable(stored.onEvent(event -> {
                seen.add(event);
                if (seen.size() > last) {
                    throw new IllegalStateException("cut off");
                }
            })::run);
            assertThat(thrown).isInstanceOf(IllegalStateException.class);
            Trained<MultiLayerNetwork> resumed = stored.run();
            assertThat(Trainings.withoutTimes(resumed)).isEqualTo(Trainings.withoutTimes(alone));
            assertThat(Trainings.numbers(resumed.network()))
                    .usingRecursiveComparison()
                    .isEqualTo(Trainings.numbers(alone.network()));
        }
    }
}
