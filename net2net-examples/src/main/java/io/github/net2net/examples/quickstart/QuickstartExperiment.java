package io.github.net2net.examples.quickstart;

import static io.github.net2net.dl4j.Calibration.calibratedOn;
import static io.github.net2net.rule.Deepening.identityUnit;

import io.github.net2net.Recipe;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.examples.data.Batches;
import io.github.net2net.examples.data.ImageData;
import io.github.net2net.examples.experiment.Experiment;
import io.github.net2net.examples.experiment.NetworkParts;
import io.github.net2net.examples.experiment.Run;
import io.github.net2net.rule.Baseline;
import io.github.net2net.rule.Deepening;
import java.time.Duration;
import java.util.List;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;

/**
 * A teacher, a wider and deeper student of it, a random pad of the same shape, and a network of this shape trained from
 * scratch. The teacher has three blocks of 3x3 convolution, batch normalization, ReLU and 2x2 max pooling, a dense layer and
 * a softmax.
 *
 * @param data the images, 3x32x32
 * @param batches number of batches before growth, and again after it
 * @param batchSize images in a batch
 */
record QuickstartExperiment(ImageData data, int batches, int batchSize) implements Experiment {
    static final String TEACHER = "teacher";
    static final String STUDENT = "student";
    static final String RANDOM_PAD = "random pad";
    static final String SCRATCH = "from scratch";

    private static final int[] CHANNELS = {8, 16, 32};
    private static final int MEASUREMENTS = 8;
    private static final int GROWTH_IMAGES = 200;
    /** Images per second on two cores with oneDNN. */
    private static final double TEACHER_SPEED = 800;

    private static final double STUDENT_SPEED = 400;
    private static final double TEST_SPEED = 4000;

    /** The growth: the only place where the quickstart uses the library. */
    private static Recipe recipe(Deepening.Calibrated images) {
        return Recipe.of()
                .widen("conv1")
                .to(12)
                .widen("conv2")
                .times(2)
                .widen("dense")
                .by(32)
                .deepenAfter("conv3", identityUnit().batchNorm(images));
    }

    @Override
    public About about() {
        double images = (double) batches * batchSize;
        double measurements = 6.5 * MEASUREMENTS;
        double seconds = 5
                + images * 2 / TEACHER_SPEED
                + images * 4 / STUDENT_SPEED
                + measurements * data.test().size() / TEST_SPEED;
        return new About(
                "quickstart",
                "Quickstart: a wider and deeper student of a small convolutional teacher",
                "A student is grown and compared with random padding, training from scratch and its teacher.",
                Duration.ofSeconds(Math.round(seconds)),
                (batches + MEASUREMENTS - 1) / MEASUREMENTS);
    }

    @Override
    public GrowthImages growthImages() {
        return new GrowthImages(GROWTH_IMAGES, GROWTH_IMAGES, 1);
    }

    /** The images on which teacher and student are compared, [N, 3, 32, 32]. */
    INDArray compared() {
        int images = Math.min(GROWTH_IMAGES, data.training().size());
        return Batches.inOrder(data.training(), data.scaling(), images).get(0).getFeatures();
    }

    @Override
    public List<Run> runs(Task task, Length length) {
        Run.Grown growth = new Run.Grown(TEACHER, batches, QuickstartExperiment::recipe);
        Run.Grown padding =
                new Run.Grown(TEACHER, batches, images -> recipe(images).baseline(Baseline.RANDOM_PAD));
        return List.of(
                Run.fresh(TEACHER, "trained further, not grown", seed -> teacher(task, seed), 2 * batches),
                Run.grown(STUDENT, "grown by net2net", growth, batches),
                Run.grown(RANDOM_PAD, "teacher's plus random values", padding, batches),
                Run.fresh(SCRATCH, "student's size, no teacher", seed -> scratch(task, seed), 2 * batches));
    }

    static MultiLayerNetwork teacher(Task task, long seed) {
        ListBuilder layers =
                NetworkParts.settings(new Adam(0.002), seed).l2(1e-4).list();
        for (int block = 1; block <= CHANNELS.length; block++) {
            ConvolutionLayer convolution = NetworkParts.convolution("conv" + block, 3, CHANNELS[block - 1]);
            convolution.setConvolutionMode(ConvolutionMode.Same);
            layers.layer(convolution)
                    .layer(NetworkParts.norm("bn" + block))
                    .layer(NetworkParts.relu("relu" + block))
                    .layer(NetworkParts.pooling("pool" + block));
        }
        layers.layer(new DenseLayer.Builder()
                        .name("dense")
                        .nOut(48)
                        .weightInit(WeightInit.XAVIER)
                        .activation(Activation.RELU)
                        .build())
                .layer(NetworkParts.output(task));
        return NetworkParts.create(layers, task);
    }

    /** The student's architecture, newly initialized. */
    private MultiLayerNetwork scratch(Task task, long seed) {
        MultiLayerConfiguration configuration = Net2Net.from(teacher(task, seed))
                .apply(recipe(calibratedOn(compared())))
                .grow()
                .network()
                .getLayerWiseConfigurations()
                .clone();
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        return network;
    }
}
