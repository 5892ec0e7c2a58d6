package io.github.net2net.examples.experiment;

import io.github.net2net.examples.data.GeneratedTexts;
import io.github.net2net.examples.experiment.Experiment.Task;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;

/** Small classifiers of texts. All numbers of inputs are specified: inferring them would change the embedding's. */
final class TextNetworks {
    private static final int EMBEDDING = 16;
    private static final int DENSE = 32;

    private TextNetworks() {}

    /** An embedding, the last step of an LSTM, a dense layer, and a softmax. */
    static MultiLayerNetwork lstm(Task task, int width, long seed) {
        return network(
                new Adam(0.01),
                seed,
                embedding(task),
                new LastTimeStep(new LSTM.Builder()
                        .name("lstm")
                        .nIn(EMBEDDING)
                        .nOut(width)
                        .activation(Activation.TANH)
                        .build()),
                dense(width),
                output(task));
    }

    /**
     * An embedding, a convolution over three symbols, self-attention, maximum pooling over the text, a dense layer, and a
     * softmax.
     *
     * @param channels of the convolution and of the attention's output
     * @param heads of 8 channels each
     */
    record Attention(int channels, int heads) {
        MultiLayerNetwork network(Task task, long seed) {
            return TextNetworks.network(
                    new Adam(0.003),
                    seed,
                    embedding(task),
                    new Convolution1DLayer.Builder(3)
                            .name("convolution")
                            .nIn(EMBEDDING)
                            .nOut(channels)
                            .convolutionMode(ConvolutionMode.Same)
                            .activation(Activation.RELU)
                            .build(),
                    new SelfAttentionLayer.Builder()
                            .name("attention")
                            .nIn(channels)
                            .nOut(channels)
                            .nHeads(heads)
                            .headSize(8)
                            .projectInput(true)
                            .build(),
                    new GlobalPoolingLayer.Builder(PoolingType.MAX)
                            .name("pooling")
                            .build(),
                    dense(channels),
                    output(task));
        }
    }

    private static MultiLayerNetwork network(IUpdater updater, long seed, Layer... layers) {
        MultiLayerNetwork network = new MultiLayerNetwork(NetworkParts.settings(updater, seed)
                .weightInit(WeightInit.XAVIER)
                .gradientNormalization(GradientNormalization.ClipL2PerLayer)
                .gradientNormalizationThreshold(1)
                .list(layers)
                .build());
        network.init();
        return network;
    }

    private static Layer embedding(Task task) {
        return new EmbeddingSequenceLayer.Builder()
                .name("embedding")
                .inputLength(task.values())
                .inferInputLength(false)
                .nIn(GeneratedTexts.VOCABULARY)
                .nOut(EMBEDDING)
                .activation(Activation.IDENTITY)
                .build();
    }

    private static Layer dense(int in) {
        return new DenseLayer.Builder()
                .name("dense")
                .nIn(in)
                .nOut(DENSE)
                .activation(Activation.RELU)
                .build();
    }

    private static Layer output(Task task) {
        OutputLayer output = NetworkParts.output(task);
        output.setNIn(DENSE);
        return output;
    }
}
