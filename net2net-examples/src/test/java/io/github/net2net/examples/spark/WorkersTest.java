package io.github.net2net.examples.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.Recipe;
import io.github.net2net.dl4j.schedule.GrowthTraining;
import io.github.net2net.dl4j.schedule.Progress;
import io.github.net2net.dl4j.schedule.Trained;
import io.github.net2net.dl4j.schedule.Trigger;
import io.github.net2net.examples.data.SearchImages;
import io.github.net2net.rule.Layers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.parallelism.ParallelWrapper;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.learning.config.Adam;

/**
 * A network that is trained by several workers grows between two epochs, on images of CIFAR-10 where they are. The system
 * property {@code images} sets how many, to measure what it costs.
 */
class WorkersTest {
    private static final int BATCH = 50;
    private static final int NUMBER = Integer.getInteger("images", 1200);
    private static final SearchImages IMAGES = images(new SearchImages.Sizes(NUMBER, 200, BATCH, 10));

    /** Of CIFAR-10 where they are, else generated. */
    static SearchImages images(SearchImages.Sizes sizes) {
        Path cifar = Path.of(System.getenv().getOrDefault("NET2NET_DATA", "/none"), "cifar-10-binary.tar.gz");
        return new SearchImages(Files.exists(cifar) ? cifar.toString() : "generated", 3, 32, sizes, 1);
    }

    private static MultiLayerNetwork network() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(2e-3))
                .activation(Activation.RELU)
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3).name("conv1").nOut(8).build())
                .layer(new SubsamplingLayer.Builder()
                        .kernelSize(4, 4)
                        .stride(4, 4)
                        .build())
                .layer(new ConvolutionLayer.Builder(3, 3).name("conv2").nOut(8).build())
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

    /** Three epochs, twice as wide after the first. */
    private static void assertTrains(String name, BiConsumer<MultiLayerNetwork, DataSetIterator> fit) {
        MultiLayerNetwork network = network();
        long start = System.nanoTime();
        Trained<MultiLayerNetwork> trained = GrowthTraining.of(network, IMAGES.training(1), IMAGES.validation())
                .when(Trigger.everyEpochs(1))
                .then(Recipe.of().widenAll(Layers.all()).times(2))
                .trainOn(epoch -> IMAGES.training(epoch))
                .fitWith(fit)
                .run();
        List<Double> losses =
                trained.progress().epochs().stream().map(Progress.Epoch::score).toList();
        System.out.printf("%s: %.1f s, losses %s%n", name, (System.nanoTime() - start) / 1e9, losses);
        assertThat(trained.progress().attempts())
                .extracting(Progress.Attempt::fate)
                .containsExactly(Progress.Fate.KEPT);
        assertThat(trained.network().numParams()).isGreaterThan(2 * network.numParams());
        assertThat(trained.progress().score())
                .isLessThan(trained.progress().epochs().get(0).score());
    }

    @Test
    void oneWorker() {
        assertTrains("fit", MultiLayerNetwork::fit);
    }

    @Test
    void parallelWrapper() {
        assertTrains(
                "ParallelWrapper",
                (network, data) -> new ParallelWrapper.Builder<>(network)
                        .workers(2)
                        .averagingFrequency(2)
                        .build()
                        .fit(data));
    }

    @Test
    void parameterAveragingOnSpark() {
        SparkConf settings =
                new SparkConf().setMaster("local[2]").setAppName("net2net").set("spark.ui.enabled", "false");
        try (JavaSparkContext spark = new JavaSparkContext(settings)) {
            assertTrains("ParameterAveragingTrainingMaster", (network, data) -> {
                List<DataSet> batches = new ArrayList<>();
                data.forEachRemaining(batches::add);
                ParameterAveragingTrainingMaster master = new ParameterAveragingTrainingMaster.Builder(2, BATCH)
                        .batchSizePerWorker(BATCH)
                        .rddTrainingApproach(RDDTrainingApproach.Direct)
                        .averagingFrequency(2)
                        .build();
                new SparkDl4jMultiLayer(spark, network, master).fit(spark.parallelize(batches, 2));
            });
        }
    }
}
