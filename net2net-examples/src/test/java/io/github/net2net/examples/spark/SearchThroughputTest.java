package io.github.net2net.examples.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.schedule.Limit;
import io.github.net2net.dl4j.schedule.Progress.Epoch;
import io.github.net2net.dl4j.search.GrowthSearch;
import io.github.net2net.dl4j.search.RecipeSource;
import io.github.net2net.dl4j.search.SearchResult;
import io.github.net2net.dl4j.search.TrialExecutor;
import io.github.net2net.examples.data.SearchImages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.learning.config.Adam;

/**
 * The same search by one worker and by two, of both executors, on images of CIFAR-10 where they are. Prints how long each
 * takes; the system property {@code budget}, in batches of the teacher, makes it longer. Measure with nothing else running.
 */
@Tag("long")
class SearchThroughputTest {
    private static final int BATCH = 100;
    private static final int BUDGET = Integer.getInteger("budget", 27);
    private static final SearchImages IMAGES = WorkersTest.images(new SearchImages.Sizes(2200, 200, BATCH, 10));

    @TempDir
    Path folder;

    private static MultiLayerNetwork teacher() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(2e-3))
                .activation(Activation.RELU)
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3).name("conv1").nOut(16).build())
                .layer(new SubsamplingLayer.Builder().name("pool").build())
                .layer(new ConvolutionLayer.Builder(3, 3).name("conv2").nOut(32).build())
                .layer(new ConvolutionLayer.Builder(3, 3).name("conv3").nOut(32).build())
                .layer(new GlobalPoolingLayer.Builder(PoolingType.AVG)
                        .name("average")
                        .build())
                .layer(new OutputLayer.Builder()
                        .name("out")
                        .nOut(10)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutional(32, 32, 3))
                .build());
        network.init();
        return network;
    }

    private static GrowthSearch<MultiLayerNetwork, DataSetIterator> search(int budget) {
        MultiLayerNetwork teacher = teacher();
        long multiplyAdds = Net2Net.from(teacher).plan().teacherMultiplyAdds().orElseThrow();
        return GrowthSearch.of(teacher, IMAGES)
                .recipes(Stream.of(1.5, 2.0, 2.5, 3.0, 3.5, 4.0)
                        .map(RecipeSource::neighbors)
                        .reduce(RecipeSource::and)
                        .orElseThrow())
                .budget(Limit.multiplyAdds(Epoch.PASSES * multiplyAdds * BATCH * budget));
    }

    private static List<String> minutes(String name, TrialExecutor executor) {
        long start = System.nanoTime();
        SearchResult<MultiLayerNetwork> result =
                search(BUDGET).executor(executor).run();
        System.out.printf(
                "%s: %d students in %.2f min%n", name, result.ranking().size() - 1, (System.nanoTime() - start) / 6e10);
        return result.ranking().stream()
                .map(trial -> trial.name() + " " + trial.score())
                .toList();
    }

    @Test
    void oneWorkerAndTwo_findTheSame() throws Exception {
        assertThat(search(27).executor(TrialExecutor.threads(2)).run().ranking())
                .as("compiles what is measured")
                .allMatch(trial -> trial.failure().isEmpty());
        List<String> expected = minutes("1 thread", TrialExecutor.threads(1));
        assertThat(minutes("2 threads", TrialExecutor.threads(2))).isEqualTo(expected);
        for (int executors = 1; executors <= 2; executors++) {
            try (LocalCluster cluster =
                    LocalCluster.start(executors, Files.createDirectory(folder.resolve("home" + executors)))) {
                assertThat(minutes(executors + " of Spark", new SparkExecutor(cluster.spark)))
                        .isEqualTo(expected);
            }
        }
    }
}
