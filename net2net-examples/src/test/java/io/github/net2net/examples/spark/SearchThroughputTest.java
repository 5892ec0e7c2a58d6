package io.github.net2net.examples.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.onednn.OneDnn;
import io.github.net2net.dl4j.schedule.Limit;
import io.github.net2net.dl4j.schedule.Progress.Epoch;
import io.github.net2net.dl4j.search.GrowthSearch;
import io.github.net2net.dl4j.search.RecipeSource;
import io.github.net2net.dl4j.search.SearchResult;
import io.github.net2net.dl4j.search.TrialExecutor;
import io.github.net2net.dl4j.search.TrialResult;
import io.github.net2net.examples.data.SearchImages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
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
 * takes; the system property {@code budget}, in batches of the teacher, makes it longer, and {@code onednn} computes through
 * oneDNN. Measure with nothing else running.
 */
@Tag("long")
class SearchThroughputTest {
    private static final int BATCH = 100;
    private static final InputType INPUT = InputType.convolutional(32, 32, 3);
    private static final int BUDGET = Integer.getInteger("budget", 45);
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
                .setInputType(INPUT)
                .build());
        network.init();
        if (Boolean.getBoolean("onednn")) {
            OneDnn.enable(network);
        }
        return network;
    }

    private static GrowthSearch<MultiLayerNetwork, DataSetIterator> search(int budget) {
        MultiLayerNetwork teacher = teacher();
        long multiplyAdds =
                Net2Net.from(teacher, INPUT).plan().teacherMultiplyAdds().orElseThrow();
        return GrowthSearch.of(teacher, IMAGES)
                .recipes(Stream.of(1.5, 2.0, 2.5, 3.0, 3.5, 4.0)
                        .map(RecipeSource::neighbors)
                        .reduce(RecipeSource::and)
                        .orElseThrow())
                .inputTypes(INPUT)
                .budget(Limit.multiplyAdds(Epoch.PASSES * multiplyAdds * BATCH * budget));
    }

    private static Map<String, Double> scores(String name, TrialExecutor executor) {
        long start = System.nanoTime();
        SearchResult<MultiLayerNetwork> result =
                search(BUDGET).executor(executor).run();
        System.out.printf(
                "%s: %d students in %.2f min%n", name, result.ranking().size() - 1, (System.nanoTime() - start) / 6e10);
        return result.ranking().stream().collect(Collectors.toMap(TrialResult::name, TrialResult::score));
    }

    /** Convolutions round otherwise in executors, for a reason not known. */
    @Test
    void oneWorkerAndTwo_findTheSame() throws Exception {
        assertThat(search(45).executor(TrialExecutor.threads(2)).run().ranking())
                .as("compiles what is measured")
                .allMatch(trial -> trial.failure().isEmpty());
        Map<String, Double> expected = scores("1 thread", TrialExecutor.threads(1));
        assertThat(scores("2 threads", TrialExecutor.threads(2))).isEqualTo(expected);
        List<Map<String, Double>> ofExecutors = new ArrayList<>();
        for (int executors = 1; executors <= 2; executors++) {
            try (LocalCluster cluster =
                    LocalCluster.start(executors, Files.createDirectory(folder.resolve("home" + executors)))) {
                ofExecutors.add(scores(executors + " of Spark", new SparkExecutor(cluster.spark)));
            }
        }
        assertThat(ofExecutors.get(1)).isEqualTo(ofExecutors.get(0));
        expected.forEach((name, score) ->
                assertThat(ofExecutors.get(0).get(name)).as(name).isCloseTo(score, Offset.offset(0.05)));
    }
}
