package io.github.net2net.examples.quickstart;

import static io.github.net2net.dl4j.Calibration.calibratedOn;
import static io.github.net2net.rule.Deepening.identityUnit;

import io.github.net2net.Recipe;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.learningrate.CosineSchedule;
import io.github.net2net.examples.data.Batches;
import io.github.net2net.examples.data.ImageData;
import io.github.net2net.examples.experiment.Experiment;
import io.github.net2net.examples.experiment.NetworkParts;
import io.github.net2net.examples.experiment.Run;
import io.github.net2net.rule.Baseline;
import io.github.net2net.rule.Deepening;
import io.github.net2net.rule.LearningRates;
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
 * A finished teacher, and what becomes of it with a further budget of multiply-adds: a wider and deeper student, a random pad
 * of the same shape, and the teacher itself, trained on; next to them, a network of the student's shape from scratch. The
 * teacher has three blocks of 3x3 convolution, batch normalization, ReLU and 2x2 max pooling, a dense layer and a softmax.
 * The rate of every run falls to zero within the run.
 *
 * @param data the images, 3x32x32
 * @param batches number of batches for the student; the teacher has three times as many
 * @param batchSize images in a batch
 */
record QuickstartExperiment(ImageData data, int batches, int batchSize) implements Experiment {
    static final String TEACHER = "teacher";
    static final String STUDENT = "student";
    static final String RANDOM_PAD = "random pad";
    static final String SCRATCH = "from scratch";
    static final String TRAINED_ON = "teacher, on";

    /** All runs that are compared, the student first. */
    static final List<String> COMPARED = List.of(STUDENT, SCRATCH, RANDOM_PAD, TRAINED_ON);

    private static final int[] CHANNELS = {4, 8, 16};
    private static final int MEASUREMENTS = 8;
    private static final int GROWTH_IMAGES = 200;
    private static final double PEAK = 0.004;
    /** A trained network forgets at the rate that a new one needs. */
    private static final double RESTART = 0.5 * PEAK;
    /** The student's multiply-adds, as a multiple of the teacher's. */
    private static final double COST = 5.39;
    /** Images per second on two cores with oneDNN. */
    private static final double TEACHER_SPEED = 2200;

    private static final double STUDENT_SPEED = 1000;
    private static final double TEST_SPEED = 8000;

    /** The growth: the only place where the quickstart uses the library. */
    private static Recipe recipe(Deepening.Calibrated images) {
        return Recipe.of()
                .widen("conv1")
                .to(8)
                .widen("conv2")
                .times(2)
                .widen("conv3")
                .times(2)
                .widen("dense")
                .by(24)
                .deepenAfter("conv3", identityUnit().batchNorm(images));
    }

    @Override
    public About about() {
        double images = (double) batches * batchSize;
        double measurements = (6 + COST) * MEASUREMENTS;
        double seconds = 5
                + images * (3 + COST) / TEACHER_SPEED
                + images * 3 / STUDENT_SPEED
                + measurements * data.test().size() / TEST_SPEED;
        return new About(
                "quickstart",
                "Quickstart: a finished teacher, grown wider and deeper",
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
        int costingTheSame = (int) Math.round(COST * batches);
        return List.of(
                Run.fresh(
                        TEACHER, "trained to its end", seed -> teacher(task, seed, teacherBatches()), teacherBatches()),
                grown(STUDENT, "grown by net2net", batches, QuickstartExperiment::recipe),
                Run.fresh(SCRATCH, "student's size, no teacher", seed -> scratch(task, seed), batches),
                grown(
                        RANDOM_PAD,
                        "teacher's and random weights",
                        batches,
                        images -> recipe(images).baseline(Baseline.RANDOM_PAD)),
                grown(TRAINED_ON, "the teacher trained on, not grown", costingTheSame, images -> Recipe.of()));
    }

    /** A multiple of the student's batches: the teacher is to learn nearly all that it can. */
    int teacherBatches() {
        return 3 * batches;
    }

    private Run grown(String name, String explanation, int iterations, Run.Growing growing) {
        LearningRates rates = LearningRates.cosine(RESTART, iterations).warmUp(iterations / 10);
        Run.Grown origin = new Run.Grown(
                TEACHER, teacherBatches(), images -> growing.recipe(images).learningRate(rates));
        return Run.grown(name, explanation, origin, iterations);
    }

    static MultiLayerNetwork teacher(Task task, long seed, int batches) {
        CosineSchedule rates = new CosineSchedule(PEAK, 0, batches, batches / 10);
        ListBuilder layers =
                NetworkParts.settings(new Adam(rates), seed).l2(1e-4).list();
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
                        .nOut(24)
                        .weightInit(WeightInit.XAVIER)
                        .activation(Activation.RELU)
                        .build())
                .layer(NetworkParts.output(task));
        return NetworkParts.create(layers, task);
    }

    /** The student's architecture, newly initialized. */
    private MultiLayerNetwork scratch(Task task, long seed) {
        MultiLayerConfiguration configuration = Net2Net.from(teacher(task, seed, batches))
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
