package io.github.net2net.examples.experiment;

import io.github.net2net.Recipe;
import io.github.net2net.dl4j.internal.tensor.Nd4jSeed;
import io.github.net2net.examples.results.ExperimentFile.Reference;
import io.github.net2net.rule.Baseline;
import io.github.net2net.rule.LearningRates;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * smounsav's wide experiment for CIFAR-10: twice (5x5 convolution, pooling, batch norm), dense 1024, dropout 0.5, softmax;
 * plain SGD at 0.05, batches of 100. The first convolution grows from 16 channels to 64. The original normalizes by local
 * response, which widening cannot keep exact: batch norm is in its place.
 */
final class Cifar10Wide implements Experiment {
    private static final int GROWTH = 2000;
    private static final Recipe WIDER = Recipe.of().widen("conv1").to(64);

    @Override
    public String name() {
        return "cifar10-wide";
    }

    @Override
    public String title() {
        return "CIFAR-10: a first convolution four times as wide";
    }

    @Override
    public String explanation() {
        return "A teacher with 16 channels in its first convolution is trained; then it goes on as it is, and students"
                + " with 64 channels are trained as long again: grown by Net2Net at the teacher's learning rate and at a"
                + " tenth of it, and grown with random new weights (random pad). A network of 64 channels is trained from"
                + " scratch on as many images as teacher and student together. All see the same images in the same order.";
    }

    @Override
    public Duration perSeed() {
        return Duration.ofMinutes(70);
    }

    @Override
    public int interval() {
        return 200;
    }

    @Override
    public List<Run> runs(Task task, Length length) {
        int growth = length.of(GROWTH);
        return List.of(
                Run.fresh("teacher", "conv1 of 16", seed -> network(task, 16, seed), 2 * growth),
                Run.fresh("from scratch", "conv1 of 64", seed -> network(task, 64, seed), 2 * growth),
                student("wider", "conv1 widened from 16 to 64", WIDER, growth),
                student("wider, rate / 10", "the same at a tenth of the rate", atTenth(WIDER), growth),
                student("random pad", "conv1 of 64, new weights random", WIDER.baseline(Baseline.RANDOM_PAD), growth));
    }

    private static Recipe atTenth(Recipe recipe) {
        return recipe.learningRate(LearningRates.tenth());
    }

    private static Run student(String name, String explanation, Recipe recipe, int growth) {
        return Run.grown(name, explanation, new Run.Grown("teacher", growth, Run.Growing.by(recipe)), growth);
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
                "PyTorch, one seed, at full length; students with zero-sum noise of 5 %",
                new TreeMap<>(Map.of(
                        0, accuracies[0],
                        200, accuracies[1],
                        600, accuracies[2],
                        1000, accuracies[3],
                        2000, accuracies[4])));
    }

    private static MultiLayerNetwork network(Task task, int channels, long seed) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(Nd4jSeed.repeatable(seed))
                .updater(new Sgd(0.05))
                .weightInit(WeightInit.RELU)
                .activation(Activation.RELU)
                .convolutionMode(ConvolutionMode.Same)
                .list(
                        convolution("conv1", channels),
                        ConvolutionalNetwork.pooling("pool1"),
                        new BatchNormalization.Builder().name("norm1").build(),
                        convolution("conv2", 64),
                        ConvolutionalNetwork.pooling("pool2"),
                        new BatchNormalization.Builder().name("norm2").build(),
                        new DenseLayer.Builder().name("dense").nOut(1024).build(),
                        new OutputLayer.Builder(LossFunction.MCXENT)
                                .name("output")
                                .nOut(task.classes())
                                .dropOut(0.5)
                                .activation(Activation.SOFTMAX)
                                .weightInit(WeightInit.XAVIER)
                                .build())
                .setInputType(InputType.convolutional(task.side(), task.side(), task.channels()))
                .build());
        network.init();
        return network;
    }

    private static ConvolutionLayer convolution(String name, int channels) {
        return new ConvolutionLayer.Builder(5, 5).name(name).nOut(channels).build();
    }
}
