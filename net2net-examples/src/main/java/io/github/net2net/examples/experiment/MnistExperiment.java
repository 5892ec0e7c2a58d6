package io.github.net2net.examples.experiment;

import io.github.net2net.Baseline;
import io.github.net2net.LearningRates;
import io.github.net2net.Recipe;
import io.github.net2net.examples.data.ChannelScaling;
import io.github.net2net.examples.data.ImageData;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.distribution.TruncatedNormalDistribution;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInitDistribution;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * The five runs of paengs' Net2Net for MNIST: 5x5 convolution of 32, pooling, 5x5 convolution of 64, pooling, dense 1024,
 * softmax; weights from a truncated normal distribution of deviation 0.1, biases 0.1, Adam 1e-4, batches of 50. Students
 * start from the teacher's iteration 500. The teacher goes on as long as they do.
 */
public final class MnistExperiment implements Experiment {
    private static final int GROWTH = 500;
    private static final int ITERATIONS = 900;
    private static final Recipe WIDER =
            Recipe.of().widen("conv1").to(128).learningRate(LearningRates.followTrajectory());
    private static final Recipe DEEPER = Recipe.of().deepenAfter("conv1");

    @Override
    public String name() {
        return "mnist";
    }

    @Override
    public String title() {
        return "MNIST: a wider and a deeper student of a small convolutional teacher";
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
    public int interval() {
        return 100;
    }

    @Override
    public List<Run> runs(Task task, Length length) {
        int growth = length.of(GROWTH);
        int iterations = length.of(ITERATIONS);
        return List.of(
                Run.fresh("teacher", "conv1 of 32", seed -> teacher(task, seed), growth + iterations),
                student("wider", "conv1 widened from 32 to 128", WIDER, length),
                student("random pad", "conv1 of 128, new weights random", randomly(WIDER), length),
                student("deeper", "one more layer after conv1, an identity", DEEPER, length),
                student("random init", "one more layer after conv1, random", randomly(DEEPER), length));
    }

    private static Recipe randomly(Recipe recipe) {
        return recipe.baseline(Baseline.RANDOM_PAD);
    }

    private static Run student(String name, String explanation, Recipe recipe, Length length) {
        Run.Grown origin = new Run.Grown("teacher", length.of(GROWTH), recipe);
        return Run.grown(name, explanation, origin, length.of(ITERATIONS));
    }

    private static MultiLayerNetwork teacher(Task task, long seed) {
        NeuralNetConfiguration.Builder settings = new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(new Adam(1e-4))
                .weightInit(new WeightInitDistribution(new TruncatedNormalDistribution(0, 0.1)))
                .biasInit(0.1)
                .activation(Activation.RELU);
        OutputLayer output = new OutputLayer.Builder(LossFunction.MCXENT)
                .name("output")
                .nOut(task.classes())
                .activation(Activation.SOFTMAX)
                .build();
        MultiLayerNetwork network = new MultiLayerNetwork(HiddenLayers.of(settings, 32, 64, 1024, output)
                .setInputType(InputType.convolutional(task.side(), task.side(), task.channels()))
                .build());
        network.init();
        return network;
    }
}
