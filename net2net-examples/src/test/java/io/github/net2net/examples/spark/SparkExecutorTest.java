package io.github.net2net.examples.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.dl4j.schedule.Limit;
import io.github.net2net.dl4j.search.GrowthSearch;
import io.github.net2net.dl4j.search.RecipeSource;
import io.github.net2net.dl4j.search.SearchData;
import io.github.net2net.dl4j.search.SearchResult;
import io.github.net2net.dl4j.search.TrialExecutor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** A search on two executors, each a process of its own, comes to the result of one in this process. */
class SparkExecutorTest {
    private static LocalCluster cluster;
    private static String here;

    @TempDir
    static Path home;

    /** Points of two classes, the same on every machine. */
    private record Points(int examples, int pause) implements SearchData<DataSetIterator> {
        private static final long serialVersionUID = 1L;

        @Override
        public DataSetIterator training(int epoch) {
            sleep();
            return batches(epoch);
        }

        private void sleep() {
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        private DataSetIterator batches(int seed) {
            java.util.Random random = new java.util.Random(seed);
            INDArray features = Nd4j.create(examples, 4);
            INDArray labels = Nd4j.create(examples, 2);
            for (int i = 0; i < examples; i++) {
                double angle = random.nextDouble() * 6;
                int label = random.nextInt(2);
                labels.putScalar(i, label, 1);
                for (int j = 0; j < 4; j++) {
                    features.putScalar(i, j, (1 + label) * Math.sin(angle + j) + 0.3 * random.nextGaussian());
                }
            }
            return new ListDataSetIterator<>(new DataSet(features, labels).asList(), 8);
        }

        @Override
        public DataSetIterator validation() {
            return batches(-1);
        }
    }

    @BeforeAll
    static void start() throws IOException {
        cluster = LocalCluster.start(2, home);
        here = text(search(0).executor(TrialExecutor.threads(1)).run());
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static GrowthSearch<MultiLayerNetwork, DataSetIterator> search(int pause) {
        MultiLayerNetwork teacher = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(3)
                .activation(Activation.RELU)
                .updater(new Adam(0.01))
                .list()
                .layer(new DenseLayer.Builder().name("first").nOut(6).build())
                .layer(new DenseLayer.Builder().name("second").nOut(6).build())
                .layer(new OutputLayer.Builder()
                        .name("out")
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.feedForward(4))
                .build());
        teacher.init();
        return GrowthSearch.of(teacher, new Points(64, pause))
                .recipes(RecipeSource.neighbors(2))
                .eta(2)
                .budget(Limit.iterations(16));
    }

    private static String text(SearchResult<MultiLayerNetwork> result) {
        List<String> trials = result.ranking().stream()
                .map(trial -> trial.name() + " " + trial.pieces() + " " + trial.score() + trial.failure())
                .toList();
        return trials + " " + result.best().orElseThrow().network().params();
    }

    @Test
    void search_onTwoExecutors_comesToTheSameResult() {
        assertThat(text(search(0).executor(new SparkExecutor(cluster.spark)).run()))
                .isEqualTo(here);
    }

    @Test
    void search_whoseExecutorIsKilled_comesToTheSameResult() {
        AtomicBoolean killed = new AtomicBoolean();
        CompletableFuture<Void> killer = CompletableFuture.runAsync(() -> killed.set(killAnExecutor()));
        String found =
                text(search(200).executor(new SparkExecutor(cluster.spark)).run());
        killer.join();

        assertThat(killed).isTrue();
        assertThat(found).isEqualTo(here);
    }

    /** The processes of this one are the executors. */
    private static boolean killAnExecutor() {
        try {
            Thread.sleep(1500);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return ProcessHandle.current().children().findFirst().orElseThrow().destroyForcibly();
    }
}
