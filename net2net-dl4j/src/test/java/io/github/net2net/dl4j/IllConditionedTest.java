package io.github.net2net.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.util.MaskZeroLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Random tests leave out the networks in which rounding errors decide, and no others. */
class IllConditionedTest {
    private static final INDArray FEATURES = TestNetworks.random(1, DataType.DOUBLE, 4, 3);
    private static final INDArray SERIES = TestNetworks.random(1, DataType.DOUBLE, 4, 3, 5);

    @Test
    void layerNorm_ofEqualValues() {
        MultiLayerNetwork network = chain(
                InputType.feedForward(3),
                new DenseLayer.Builder()
                        .name("normed")
                        .nOut(4)
                        .hasLayerNorm(true)
                        .build());
        assertThat(IllConditioned.is(network, false, FEATURES)).isFalse();
        assertThat(IllConditioned.is(network, true, FEATURES)).isFalse();
        network.getLayer(0).getParam("W").assign(-1);
        assertThat(IllConditioned.is(network, false, FEATURES)).isTrue();
    }

    static List<Layer> masking() {
        Layer masked = new MaskZeroLayer(new LSTM.Builder().nOut(4).build(), 0);
        return List.of(masked, new FrozenLayerWithBackprop(masked), new LastTimeStep(masked));
    }

    @ParameterizedTest
    @MethodSource("masking")
    void maskedSteps_ofZeros(Layer layer) {
        MultiLayerNetwork network = chain(InputType.recurrent(3, 5), layer);
        assertThat(IllConditioned.is(network, false, SERIES)).isFalse();
        INDArray zeros = SERIES.dup();
        zeros.slice(1).getColumn(2).assign(0);
        assertThat(IllConditioned.is(network, false, zeros)).isTrue();
    }

    private static MultiLayerNetwork chain(InputType input, Layer first) {
        return TestNetworks.network(
                TestNetworks.settings(), input, first, TestNetworks.dense("dense", 6), TestNetworks.softmax("out"));
    }
}
