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
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A second network over the parameters of a first, to look at what the first computes without touching it: dropout and
 * weight noise are gone, and the last activation may be. Forward passes read parameters only, so they are shared.
 */
final class ProbeNetwork {
    private final MultiLayerNetwork network;

    private ProbeNetwork(MultiLayerNetwork original, Stage stage) {
        MultiLayerConfiguration configuration =
                original.getLayerWiseConfigurations().clone();
        List<NeuralNetConfiguration> layers = configuration.getConfs();
        layers.forEach(layer -> withoutNoise(layer.getLayer()));
        if (stage == Stage.BEFORE_ACTIVATION) {
            BaseLayer last = (BaseLayer) layers.get(layers.size() - 1).getLayer();
            last.setActivationFn(new ActivationIdentity());
        }
        network = new MultiLayerNetwork(configuration);
        network.init(original.params(), false);
    }

    private static void withoutNoise(Layer layer) {
        layer.setIDropout(null);
        if (layer instanceof BaseLayer base) {
            base.setWeightNoise(null);
        }
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
            return new ProbeNetwork(network, stage).network.output(features, mode == Mode.TRAINING, mask, null);
        } catch (RuntimeException e) {
            throw unfit(features, e);
        }
    }

    /** What the given layer puts out with each batch's own statistics, as in training but without dropout. */
    static INDArray activations(MultiLayerNetwork network, int layer, INDArray features) {
        try {
            List<INDArray> all =
                    new ProbeNetwork(network, Stage.OUTPUT).network.feedForwardToLayer(layer, features, true);
            return all.get(layer + 1);
        } catch (RuntimeException e) {
            throw unfit(features, e);
        }
    }

    private static GrowthException unfit(INDArray features, RuntimeException cause) {
        return new GrowthException(
                "cannot run the network on features of shape " + Arrays.toString(features.shape()) + ": "
                        + cause.getMessage() + " Give features of the shape that the network is trained on.",
                cause);
    }
}
