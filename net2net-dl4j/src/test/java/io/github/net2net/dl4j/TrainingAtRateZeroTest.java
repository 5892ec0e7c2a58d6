package io.github.net2net.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.conf.layers.util.MaskZeroLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Sgd;

/** The rate is 0 in every layer, also in those inside others. */
class TrainingAtRateZeroTest {
    private static final INDArray SERIES = TestNetworks.random(1, DataType.DOUBLE, 4, 3, 5);

    static Stream<Layer> wrappers() {
        return Stream.of(
                new Bidirectional(lstm()),
                new LastTimeStep(lstm()),
                new LastTimeStep(new Bidirectional(lstm())),
                new MaskZeroLayer(lstm(), 0),
                new LastTimeStep(new FrozenLayerWithBackprop(lstm())),
                new TimeDistributed(new DenseLayer.Builder().nOut(4).build(), RNNFormat.NCW));
    }

    private static LSTM lstm() {
        return new LSTM.Builder().nOut(4).build();
    }

    @ParameterizedTest
    @MethodSource("wrappers")
    void layerInsideAnother_isNotTrained(Layer layer) {
        MultiLayerNetwork network = TestNetworks.network(
                TestNetworks.settings().updater(new Sgd(0.5)),
                InputType.recurrent(3, 5),
                layer,
                TestNetworks.dense("dense", 6),
                TestNetworks.softmax("out"));
        INDArray before = network.params().dup();
        assertThat(new TrainingAtRateZero(SERIES).failure(network)).isNull();
        assertThat(network.params()).isEqualTo(before);
    }
}
