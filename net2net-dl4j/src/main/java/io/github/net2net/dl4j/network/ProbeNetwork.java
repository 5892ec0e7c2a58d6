package io.github.net2net.dl4j.network;

import io.github.net2net.GrowthException;
import io.github.net2net.spi.Deviation.Mode;
import io.github.net2net.spi.Deviation.Stage;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A second network with the parameters of a first, to look at what the first computes without touching it: dropout and
 * other noise are gone, and the last activation may be.
 */
final class ProbeNetwork {
    private final MultiLayerNetwork network;

    private ProbeNetwork(MultiLayerNetwork original, Mode mode, Stage stage) {
        MultiLayerConfiguration configuration = ConfigurationCopy.withoutNoise(original.getLayerWiseConfigurations());
        List<NeuralNetConfiguration> layers = configuration.getConfs();
        if (stage == Stage.BEFORE_ACTIVATION) {
            BaseLayer last = (BaseLayer) layers.get(layers.size() - 1).getLayer();
            last.setActivationFn(new ActivationIdentity());
        }
        network = new MultiLayerNetwork(configuration);
        // Inference only reads parameters; a training pass of cuDNN's batch norm moves the running statistics.
        network.init(original.params(), mode == Mode.TRAINING);
    }

    /** Whether the network's last layer has an activation that can be taken away. */
    static boolean has(MultiLayerNetwork network, Stage stage) {
        Layer last = MultiLayerReader.layer(network, network.getnLayers() - 1);
        return stage == Stage.OUTPUT || last instanceof BaseLayer;
    }

    /** What the network puts out for the features; masks may be null. */
    static INDArray output(
            MultiLayerNetwork network, Mode mode, Stage stage, INDArray features, @Nullable INDArray mask) {
        try {
            return new ProbeNetwork(network, mode, stage)
                    .network.output(own(network, features), mode == Mode.TRAINING, mask, null);
        } catch (RuntimeException e) {
            throw unfit(features, e);
        }
    }

    /** What the given layer puts out with each batch's own statistics, as in training but without dropout. */
    static INDArray activations(MultiLayerNetwork network, int layer, INDArray features) {
        try {
            List<INDArray> all = new ProbeNetwork(network, Mode.TRAINING, Stage.OUTPUT)
                    .network.feedForwardToLayer(layer, own(network, features), true);
            return all.get(layer + 1);
        } catch (RuntimeException e) {
            throw unfit(features, e);
        }
    }

    /** A copy of the features: an activation as the first layer would write into them. */
    private static INDArray own(MultiLayerNetwork network, INDArray features) {
        DataType type = network.getLayerWiseConfigurations().getDataType();
        return features.dataType() == type ? features.dup() : features.castTo(type);
    }

    private static GrowthException unfit(INDArray features, RuntimeException cause) {
        return new GrowthException(
                "cannot run the network on features of shape " + Arrays.toString(features.shape()) + ": "
                        + cause.getMessage() + " Give features of the shape that the network is trained on.",
                cause);
    }
}
