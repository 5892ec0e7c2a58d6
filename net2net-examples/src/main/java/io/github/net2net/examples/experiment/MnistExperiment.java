package io.github.net2net.examples.experiment;

import io.github.net2net.Recipe;
import io.github.net2net.dl4j.internal.tensor.Nd4jSeed;
import io.github.net2net.examples.data.ChannelScaling;
import io.github.net2net.examples.data.DataSource;
import io.github.net2net.examples.data.ImageData;
import io.github.net2net.examples.results.ExperimentFile.Reference;
import io.github.net2net.rule.Baseline;
import io.github.net2net.rule.Donors;
import io.github.net2net.rule.LearningRates;
import io.github.net2net.rule.SymmetryBreaking;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.distribution.TruncatedNormalDistribution;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInitDistribution;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * The five runs of paengs' Net2Net for MNIST: 5x5 convolution of 32, pooling, 5x5 convolution of 64, pooling, dense 1024,
 * softmax; weights from a truncated normal distribution of deviation 0.1, biases 0.1, Adam 1e-4, batches of 50. Students
 * start from the teacher's iteration 500. The teacher is trained as long as they are. The wider student is trained twice:
 * as this library grows it, and as it was published.
 */
public final class MnistExperiment implements Experiment {
    private static final int GROWTH = 500;
    private static final int ITERATIONS = 900;
    private static final Recipe WIDER =
            Recipe.of().widen("conv1").to(128).learningRate(LearningRates.followTrajectory());
    private static final Recipe PLAIN = Recipe.of()
            .widen("conv1")
            .to(128)
            .donors(Donors.random())
            .breakSymmetry(SymmetryBreaking.none())
            .learningRate(LearningRates.keep())
            .resetOptimizer();
    private static final Recipe DEEPER = Recipe.of().deepenAfter("conv1");

    @Override
    public About about() {
        return new About(
                "mnist",
                "MNIST: a wider and a deeper student of a small convolutional teacher",
                "Students are grown from a teacher during its training, and teacher and students are trained further: wider (the"
                        + " first convolution four times as wide), deeper (one more convolution after the first), and the same two shapes"
                        + " with random new weights instead of copied ones (random pad, random init). All see the same images in the same"
                        + " order. The students are compared with the teacher that is trained further; no network of a student's size is"
                        + " trained from scratch. The wider student is trained in two ways: as this library grows it, with noise that makes"
                        + " copies differ and learning rates with which it follows the teacher's trajectory; and as others published it"
                        + " (wider, plain), without noise, with unchanged rates and a new optimizer.",
                Duration.ofMinutes(20),
                100);
    }

    @Override
    public DataSource source() {
        return DataSource.mnist();
    }

    @Override
    public Optional<String> baseline() {
        return Optional.of("teacher");
    }

    @Override
    public List<Reference> references() {
        double[] wider = {.9136, .9689, .9645, .9757, .9762, .9757, .9752, .9765, .9777};
        return List.of(
                published("teacher", .8732, .9025, .9313, .9408, .9363, .9466, .9379, .9582, .9583),
                published("wider", wider),
                published("wider, plain", wider),
                published("random pad", .9255, .9361, .9418, .9551, .9608, .9653, .9677, .9659, .9690),
                published("deeper", .9673, .9646, .9718, .9731, .9765, .9612, .9783, .9812, .9785),
                published("random init", .9057, .9059, .9446, .9489, .9541, .9581, .9607, .9499, .9663));
    }

    /** At iterations 100, 200, ... */
    private static Reference published(String run, double... accuracies) {
        SortedMap<Integer, Double> points = new TreeMap<>();
        for (int i = 0; i < accuracies.length; i++) {
            points.put((i + 1) * 100, accuracies[i]);
        }
        return new Reference(run, "paengs/Net2Net, one run, as its README prints it", points);
    }

    @Override
    public ChannelScaling scaling(ImageData data) {
        return ChannelScaling.unit(data.training().channels());
    }

    @Override
    public int batchSize() {
        return 50;
    }

    @Override
    public List<Run> runs(Task task, Length length) {
        int growth = length.of(GROWTH);
        int iterations = length.of(ITERATIONS);
        return List.of(
                Run.fresh("teacher", "conv1 of 32", seed -> teacher(task, seed), growth + iterations),
                student("wider", "conv1 widened from 32 to 128", WIDER, length),
                student("wider, plain", "the same without noise, rates kept, a new Adam", PLAIN, length),
                student("random pad", "conv1 of 128, new weights random", randomly(WIDER), length),
                student("deeper", "one more layer after conv1, an identity", DEEPER, length),
                student("random init", "one more layer after conv1, random", randomly(DEEPER), length));
    }

    private static Recipe randomly(Recipe recipe) {
        return recipe.baseline(Baseline.RANDOM_PAD);
    }

    private static Run student(String name, String explanation, Recipe recipe, Length length) {
        Run.Grown origin = new Run.Grown("teacher", length.of(GROWTH), Run.Growing.by(recipe));
        return Run.grown(name, explanation, origin, length.of(ITERATIONS));
    }

    private static MultiLayerNetwork teacher(Task task, long seed) {
        NeuralNetConfiguration.Builder settings = new NeuralNetConfiguration.Builder()
                .seed(Nd4jSeed.repeatable(seed))
                .updater(new Adam(1e-4))
                .weightInit(new WeightInitDistribution(new TruncatedNormalDistribution(0, 0.1)))
                .biasInit(0.1)
                .activation(Activation.RELU);
        OutputLayer output = new OutputLayer.Builder(LossFunction.MCXENT)
                .name("output")
                .nOut(task.classes())
                .activation(Activation.SOFTMAX)
                .build();
        return NetworkParts.create(NetworkParts.paengs(settings, 32, 64, 1024, output), task);
    }
}
