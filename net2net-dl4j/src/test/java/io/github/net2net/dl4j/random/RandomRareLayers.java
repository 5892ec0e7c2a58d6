package io.github.net2net.dl4j.random;

import io.github.net2net.dl4j.internal.model.Wrappers;
import io.github.net2net.dl4j.layer.SineLayer;
import io.github.net2net.dl4j.layer.SquareLayer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.AutoEncoder;
import org.deeplearning4j.nn.conf.layers.BasePretrainNetwork;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocallyConnected1D;
import org.deeplearning4j.nn.conf.layers.LocallyConnected2D;
import org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder;
import org.deeplearning4j.nn.conf.ocnn.OCNNOutputLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Random layers that networks rarely have: pretrained, locally connected, with losses of their own, or a user's own. */
public final class RandomRareLayers {
    private final Decisions decisions;

    public RandomRareLayers(Decisions decisions) {
        this.decisions = decisions;
    }

    /** Whether DL4J can freeze the layer: it does not count the parameters that only pretraining uses. */
    public static boolean canFreeze(Layer layer) {
        return !(Wrappers.innermost(layer) instanceof BasePretrainNetwork);
    }

    private Activation activation() {
        return decisions.oneOf(Activation.TANH, Activation.SIGMOID, Activation.RELU, Activation.IDENTITY);
    }

    /** An autoencoder or a variational one. */
    Layer autoencoder(int width) {
        if (decisions.pick(2) == 0) {
            return new AutoEncoder.Builder()
                    .nOut(width)
                    .activation(activation())
                    .build();
        }
        return new VariationalAutoencoder.Builder()
                .nOut(width)
                .encoderLayerSizes(decisions.between(1, 4), decisions.between(1, 4))
                .decoderLayerSizes(decisions.between(1, 4))
                .pzxActivationFunction(activation())
                .activation(activation())
                .build();
    }

    /** A layer of a user's own that reads features, with a kind or without. */
    Layer ofUser() {
        return decisions.pick(3) == 2 ? new SquareLayer() : new SineLayer(null, decisions.between(1, 5));
    }

    Layer locallyConnected(CNN2DFormat format) {
        LocallyConnected2D.Builder layer = new LocallyConnected2D.Builder();
        layer.kernelSize(decisions.between(1, 3), decisions.between(1, 3));
        layer.nOut(decisions.between(1, 4));
        layer.convolutionMode(decisions.oneOf(ConvolutionMode.Same, ConvolutionMode.Truncate));
        layer.hasBias(decisions.pick(4) < 3);
        layer.dataFormat(format);
        layer.activation(activation());
        return layer.build();
    }

    /** Of series with channels first. */
    public Layer locallyConnectedOfSeries() {
        LocallyConnected1D.Builder layer = new LocallyConnected1D.Builder();
        layer.kernelSize(decisions.between(1, 3));
        layer.nOut(decisions.between(1, 4));
        layer.convolutionMode(decisions.oneOf(ConvolutionMode.Same, ConvolutionMode.Truncate));
        layer.hasBias(decisions.pick(4) < 3);
        layer.activation(activation());
        return layer.build();
    }

    /** An output layer whose loss has parameters. */
    public Layer output() {
        if (decisions.pick(2) == 0) {
            return new CenterLossOutputLayer.Builder(LossFunction.MSE)
                    .nOut(decisions.between(2, 4))
                    .activation(activation())
                    .build();
        }
        OCNNOutputLayer oneClass = new OCNNOutputLayer.Builder()
                .hiddenLayerSize(decisions.between(1, 4))
                .activation(activation().getActivationFunction())
                .build();
        oneClass.setNOut(1); // DL4J leaves it at 0
        return oneClass;
    }
}
