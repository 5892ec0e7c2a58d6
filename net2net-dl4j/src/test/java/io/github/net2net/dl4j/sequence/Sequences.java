package io.github.net2net.dl4j.sequence;

import io.github.net2net.dl4j.TestNetworks;
import io.github.net2net.dl4j.random.RandomParameters;
import java.util.Random;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GravesBidirectionalLSTM;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Small networks of series and of text, and data for them. */
@SuppressWarnings("deprecation") // users have DL4J's deprecated layers too
public final class Sequences {
    static final int STEPS = 6;
    static final int CHANNELS = 3;
    static final int VOCABULARY = 9;
    private static final int EXAMPLES = 5;

    private Sequences() {}

    /** The recurrent layers that DL4J can run. */
    enum Recurrent {
        LSTM,
        GRAVES_LSTM,
        GRAVES_BIDIRECTIONAL_LSTM,
        SIMPLE_RNN;

        BaseRecurrentLayer of(String name, int width) {
            return switch (this) {
                case LSTM -> new LSTM.Builder().name(name).nOut(width).build();
                case GRAVES_LSTM ->
                    new GravesLSTM.Builder().name(name).nOut(width).build();
                case GRAVES_BIDIRECTIONAL_LSTM ->
                    new GravesBidirectionalLSTM.Builder().name(name).nOut(width).build();
                case SIMPLE_RNN ->
                    new SimpleRnn.Builder().name(name).nOut(width).build();
            };
        }
    }

    public static NeuralNetConfiguration.Builder settings(IUpdater updater) {
        return TestNetworks.settings()
                .updater(updater)
                .activation(Activation.TANH)
                .weightInit(WeightInit.XAVIER);
    }

    /** The layers after series of {@link #CHANNELS} channels. */
    static MultiLayerNetwork network(NeuralNetConfiguration.Builder settings, RNNFormat format, Layer... layers) {
        return initialized(settings.list(layers)
                .setInputType(InputType.recurrent(CHANNELS, STEPS, format))
                .build());
    }

    static MultiLayerNetwork initialized(MultiLayerConfiguration configuration) {
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        RandomParameters.fill(network, 31);
        return network;
    }

    /** embedding 4, LSTM {@code first} 4, {@code last} (the last step of an LSTM) 5, dense 6, softmax {@code out}. */
    public static MultiLayerNetwork text(NeuralNetConfiguration.Builder settings) {
        return initialized(settings.list(
                        new EmbeddingSequenceLayer.Builder()
                                .name("embedding")
                                .nIn(VOCABULARY)
                                .nOut(4)
                                .inferInputLength(true)
                                .activation(Activation.IDENTITY)
                                .build(),
                        new LSTM.Builder().name("first").nIn(4).nOut(4).build(),
                        new LastTimeStep(
                                new LSTM.Builder().name("last").nIn(4).nOut(5).build()),
                        new org.deeplearning4j.nn.conf.layers.DenseLayer.Builder()
                                .name("dense")
                                .nIn(5)
                                .nOut(6)
                                .activation(Activation.RELU)
                                .build(),
                        new org.deeplearning4j.nn.conf.layers.OutputLayer.Builder(LossFunction.MCXENT)
                                .name("out")
                                .nIn(6)
                                .nOut(TestNetworks.CLASSES)
                                .activation(Activation.SOFTMAX)
                                .build())
                .build());
    }

    static RnnOutputLayer output(RNNFormat format) {
        return new RnnOutputLayer.Builder(LossFunction.MSE)
                .name("out")
                .nOut(2)
                .activation(Activation.TANH)
                .dataFormat(format)
                .build();
    }

    static INDArray series(long seed, DataType type, RNNFormat format) {
        return format == RNNFormat.NCW
                ? TestNetworks.random(seed, type, EXAMPLES, CHANNELS, STEPS)
                : TestNetworks.random(seed, type, EXAMPLES, STEPS, CHANNELS);
    }

    static DataSet labeledSeries(long seed) {
        return new DataSet(
                series(seed, DataType.DOUBLE, RNNFormat.NCW),
                TestNetworks.random(seed + 50, DataType.DOUBLE, EXAMPLES, 2, STEPS));
    }

    /** Indices of [example, step], below the given size of a vocabulary. */
    static INDArray words(long seed, int vocabulary) {
        double[] words = new Random(seed)
                .ints((long) EXAMPLES * STEPS, 0, vocabulary)
                .asDoubleStream()
                .toArray();
        return Nd4j.createFromArray(words).reshape('c', EXAMPLES, STEPS);
    }
}
