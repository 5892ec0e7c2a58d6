package io.github.net2net.examples.experiment;

import io.github.net2net.Recipe;
import io.github.net2net.examples.results.ExperimentFile.Reference;
import io.github.net2net.rule.Baseline;
import io.github.net2net.rule.LearningRates;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * smounsav's wide experiment for CIFAR-10: twice (5x5 convolution, pooling, batch norm), dense 1024, dropout 0.5, softmax;
 * plain SGD at 0.05, batches of 100. The first convolution grows from 16 channels to 64. The original normalizes by local
 * response, which has no exact widening: batch norm is in its place.
 */
final class Cifar10Wide implements Experiment {
    private static final int GROWTH = 2000;
    private static final Recipe WIDER = Recipe.of().widen("conv1").to(64);

    @Override
    public About about() {
        return new About(
                "cifar10-wide",
                "CIFAR-10: a first convolution four times as wide",
                "A teacher with 16 channels in its first convolution is trained; then it is trained further, and so are"
                        + " students with 64 channels: grown by Net2Net at the teacher's learning rate and at a tenth of it, and grown"
                        + " with random new weights (random pad). A network with 64 channels is trained from scratch on as many images"
                        + " as teacher and student together. All see the same images in the same order.",
                Duration.ofMinutes(70),
                200);
    }

    @Override
    public List<Run> runs(Task task, Length length) {
        int growth = length.of(GROWTH);
        return List.of(
                Run.fresh("teacher", "conv1 of 16", seed -> network(task, 16, seed), 2 * growth),
                Run.fresh("from scratch", "conv1 of 64", seed -> network(task, 64, seed), 2 * growth),
                Run.student("wider", "conv1 widened from 16 to 64", WIDER, growth),
                Run.student("wider, rate / 10", "the same at a tenth of the rate", atTenth(WIDER), growth),
                Run.student(
                        "random pad", "conv1 of 64, new weights random", WIDER.baseline(Baseline.RANDOM_PAD), growth));
    }

    private static Recipe atTenth(Recipe recipe) {
        return recipe.learningRate(LearningRates.tenth());
    }

    @Override
    public List<Reference> references() {
        return List.of(
                measured("teacher", .105, .465, .555, .593, .654),
                measured("from scratch", .112, .499, .558, .579, .652),
                measured("wider", .654, .656, .674, .682, .706),
                measured("wider, rate / 10", .654, .676, .682, .682, .689),
                measured("random pad", .625, .626, .645, .674, .701));
    }

    /** After 0, 20k, 60k, 100k and 200k images. */
    private static Reference measured(String run, double... accuracies) {
        return new Reference(
                run,
                "PyTorch, one seed, at full length; students with zero-sum noise of 5%",
                new TreeMap<>(Map.of(
                        0, accuracies[0],
                        200, accuracies[1],
                        600, accuracies[2],
                        1000, accuracies[3],
                        2000, accuracies[4])));
    }

    private static MultiLayerNetwork network(Task task, int channels, long seed) {
        OutputLayer output = NetworkParts.output(task);
        output.setIDropout(new Dropout(0.5));
        return NetworkParts.create(
                NetworkParts.settings(new Sgd(0.05), seed)
                        .activation(Activation.RELU)
                        .convolutionMode(ConvolutionMode.Same)
                        .list(
                                convolution("conv1", channels),
                                NetworkParts.pooling("pool1"),
                                NetworkParts.norm("norm1"),
                                convolution("conv2", 64),
                                NetworkParts.pooling("pool2"),
                                NetworkParts.norm("norm2"),
                                new DenseLayer.Builder()
                                        .name("dense")
                                        .nOut(1024)
                                        .build(),
                                output),
                task);
    }

    private static ConvolutionLayer convolution(String name, int channels) {
        return new ConvolutionLayer.Builder(5, 5).name(name).nOut(channels).build();
    }
}
