package io.github.net2net.dl4j.schedule;

import io.github.net2net.Recipe;
import io.github.net2net.rule.Deepening;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** A small network, data that it can learn, and growths of it. */
public final class Trainings {
    public static final Recipe WIDEN = Recipe.of().widen("first").to(12).seed(3);
    public static final Recipe DEEPEN =
            Recipe.of().deepenAfter("second", Deepening.identityUnit()).seed(4);
    public static final Recipe WIDEN_MORE = Recipe.of().widen("second").times(2).seed(5);

    private static final int FEATURES = 4;
    private static final int CLASSES = 3;

    private Trainings() {}

    /** Dense {@code first} 6 with dropout, batch norm, dense {@code second} 6, softmax; trained by Adam. */
    public static MultiLayerNetwork network() {
        MultiLayerNetwork network = new MultiLayerNetwork(settings()
                .list()
                .layer(dense("first").dropOut(0.9).build())
                .layer(new BatchNormalization.Builder().name("norm").build())
                .layer(dense("second").build())
                .layer(output())
                .setInputType(InputType.feedForward(FEATURES))
                .build());
        network.init();
        return network;
    }

    /** The same without batch norm, as a graph. */
    public static ComputationGraph graph() {
        ComputationGraph graph = new ComputationGraph(settings()
                .graphBuilder()
                .addInputs("in")
                .addLayer("first", dense("first").build(), "in")
                .addLayer("second", dense("second").build(), "first")
                .addLayer("out", output(), "second")
                .setOutputs("out")
                .setInputTypes(InputType.feedForward(FEATURES))
                .build());
        graph.init();
        return graph;
    }

    private static NeuralNetConfiguration.Builder settings() {
        return new NeuralNetConfiguration.Builder()
                .seed(11)
                .activation(Activation.RELU)
                .updater(new Adam(0.02));
    }

    private static DenseLayer.Builder dense(String name) {
        return new DenseLayer.Builder().name(name).nOut(6);
    }

    private static OutputLayer output() {
        return new OutputLayer.Builder()
                .name("out")
                .nOut(CLASSES)
                .activation(Activation.SOFTMAX)
                .build();
    }

    /** Points of three noisy, bent classes, in batches of 16. */
    public static DataSetIterator data(long seed, int examples) {
        Random random = new Random(seed);
        INDArray features = Nd4j.create(examples, FEATURES);
        INDArray labels = Nd4j.create(examples, CLASSES);
        for (int i = 0; i < examples; i++) {
            int label = random.nextInt(CLASSES);
            labels.putScalar(i, label, 1);
            for (int j = 0; j < FEATURES; j++) {
                double noise = random.nextGaussian();
                features.putScalar(i, j, Math.sin(label * 2 + j) + 0.7 * noise * Math.abs(noise));
            }
        }
        return new ListDataSetIterator<>(new DataSet(features, labels).asList(), 16);
    }

    /** The same points every epoch, in an order that depends on the epoch alone. */
    public static DataSetIterator shuffled(int epoch) {
        List<DataSet> examples = new ArrayList<>();
        data(1, 96).forEachRemaining(batch -> examples.addAll(batch.asList()));
        java.util.Collections.shuffle(examples, new Random(epoch));
        return new ListDataSetIterator<>(examples, 16);
    }

    /** A training in which everything happens: growths are kept and rolled back. */
    static GrowthTraining<MultiLayerNetwork, DataSetIterator> eventful() {
        return GrowthTraining.of(network(), data(1, 96), data(2, 64))
                .trainOn(Trainings::shuffled)
                .when(Trigger.plateau(2))
                .then(WIDEN, DEEPEN, WIDEN_MORE)
                .patience(3)
                .continueAfterRollback()
                .upTo(Limit.epochs(26));
    }

    static GrowthTraining<MultiLayerNetwork, DataSetIterator> eventful(Path folder) {
        return eventful().checkpointIn(folder);
    }

    /** What a training came to, without what depends on the machine's speed. */
    static Progress withoutTimes(Trained<?> trained) {
        Progress progress = trained.progress();
        List<Progress.Epoch> epochs = progress.epochs().stream()
                .map(epoch -> new Progress.Epoch(
                        epoch.number(), epoch.score(), epoch.parameters(), epoch.multiplyAdds(), epoch.iterations(), 0))
                .toList();
        return new Progress(progress.lowerIsBetter(), epochs, progress.attempts());
    }

    /** Parameters, then the optimizer's state. */
    public static List<double[]> numbers(MultiLayerNetwork network) {
        return List.of(
                network.params().dup().data().asDouble(),
                network.getUpdater().getStateViewArray().dup().data().asDouble());
    }
}
