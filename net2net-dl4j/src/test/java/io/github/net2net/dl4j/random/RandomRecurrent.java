package io.github.net2net.dl4j.random;

import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GravesBidirectionalLSTM;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.conf.layers.util.MaskZeroLayer;
import org.deeplearning4j.nn.weights.WeightInitNormal;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Sgd;

/** Random recurrent layers, and random layers around them. */
@SuppressWarnings("deprecation") // users have DL4J's deprecated layers too
public final class RandomRecurrent {
    private final Decisions decisions;
    private final RNNFormat format;

    public RandomRecurrent(Decisions decisions, RNNFormat format) {
        this.decisions = decisions;
        this.format = format;
    }

    /** A layer from series to series. */
    public Layer toSeries() {
        return switch (decisions.pick(9)) {
            case 0, 1 -> new Bidirectional(decisions.oneOf(Bidirectional.Mode.values()), plain());
            case 2 ->
                new TimeDistributed(
                        new DenseLayer.Builder()
                                .nOut(width())
                                .activation(Activation.RELU)
                                .build(),
                        format);
            case 3 -> new MaskZeroLayer(perhapsFrozen(plain()), 0);
            default -> plain();
        };
    }

    /** A layer from series to features. DL4J can neither train nor save two directions of another wrapper. */
    public Layer toFeatures() {
        return new LastTimeStep(perhapsFrozen(decisions.pick(5) == 4 ? new MaskZeroLayer(plain(), 0) : plain()));
    }

    /** Frozen, rarely. */
    public Layer perhapsFrozen(Layer layer) {
        return switch (decisions.pick(12)) {
            case 10 -> new FrozenLayer(layer);
            case 11 -> new FrozenLayerWithBackprop(layer);
            default -> layer;
        };
    }

    private int width() {
        return decisions.between(1, 4);
    }

    private BaseRecurrentLayer plain() {
        Activation gates = decisions.oneOf(Activation.SIGMOID, Activation.HARDSIGMOID);
        BaseRecurrentLayer layer = switch (decisions.pick(7)) {
            case 0, 1, 2 ->
                new LSTM.Builder().gateActivationFunction(gates).nOut(width()).build();
            case 3 ->
                new GravesLSTM.Builder()
                        .gateActivationFunction(gates)
                        .nOut(width())
                        .build();
            case 4 -> new GravesBidirectionalLSTM.Builder().nOut(width()).build();
            default -> new SimpleRnn.Builder().nOut(width()).build();
        };
        layer.setActivationFn(decisions
                .oneOf(Activation.TANH, Activation.SOFTSIGN, Activation.RELU)
                .getActivationFunction());
        layer.setRnnDataFormat(format);
        // DL4J gives neither defaults nor a new learning rate to layers inside two wrappers.
        layer.setWeightInitFn(new WeightInitNormal());
        layer.setBiasInit(0);
        layer.setIUpdater(new Sgd(0));
        return layer;
    }
}
