package io.github.net2net.dl4j.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.Grown;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.Probes;
import io.github.net2net.dl4j.TestNetworks;
import io.github.net2net.dl4j.Tolerances;
import io.github.net2net.dl4j.sequence.Sequences.Recurrent;
import io.github.net2net.rule.Donors;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.conf.layers.util.MaskZeroLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInitNormal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

/** Frozen layers inside the wrappers of series grow, and stay frozen. */
class FrozenInsideTest {
    private static final INDArray FEATURES = Sequences.series(3, DataType.DOUBLE, RNNFormat.NCW);
    private static final List<UnaryOperator<Layer>> FREEZINGS = List.of(FrozenLayer::new, FrozenLayerWithBackprop::new);

    /** DL4J can't wrap a frozen layer in a bidirectional one. */
    static Stream<Layer> layers() {
        return FREEZINGS.stream()
                .flatMap(freezing -> Stream.of(
                        new LastTimeStep(freezing.apply(lstm())),
                        new LastTimeStep(freezing.apply(Recurrent.SIMPLE_RNN.of("it", 4))),
                        new MaskZeroLayer(freezing.apply(lstm()), 0),
                        new FrozenLayer(new LastTimeStep(freezing.apply(lstm()))),
                        new LastTimeStep(freezing.apply(new MaskZeroLayer(lstm(), 0))),
                        distributed(freezing)));
    }

    /** DL4J gives no defaults to layers inside two wrappers. */
    private static BaseRecurrentLayer lstm() {
        BaseRecurrentLayer lstm = Recurrent.LSTM.of("it", 4);
        lstm.setActivationFn(Activation.TANH.getActivationFunction());
        lstm.setWeightInitFn(new WeightInitNormal());
        lstm.setIUpdater(new Sgd(0.1));
        return lstm;
    }

    private static Layer distributed(UnaryOperator<Layer> freezing) {
        return new TimeDistributed(
                freezing.apply(new DenseLayer.Builder().nOut(4).build()), RNNFormat.NCW);
    }

    private static MultiLayerNetwork teacher(Layer layer) {
        layer.setLayerName("it");
        return Sequences.network(
                Sequences.settings(new Adam(0.01)),
                RNNFormat.NCW,
                layer,
                new DenseLayer.Builder().name("fc").nOut(5).build(),
                TestNetworks.softmax("out"));
    }

    @ParameterizedTest
    @MethodSource("layers")
    void frozenLayerInside_widens_andStaysFrozen(Layer layer) {
        MultiLayerNetwork teacher = teacher(layer);
        Grown<MultiLayerNetwork> grown = Net2Net.from(teacher)
                .donors(Donors.given(0, 0, 1, 3, 0))
                .widen("it")
                .to(9)
                .verifyOn(Probes.features(FEATURES))
                .grow();
        assertThat(grown.report().comparison().largest()).isLessThan(Tolerances.DOUBLE);
        assertThat(grown.plan().toString()).contains("it is frozen");
        MultiLayerNetwork student = grown.network();
        INDArray before = student.getLayer(0).params().dup();
        if (!(layer instanceof TimeDistributed)) { // DL4J can't train after a frozen one
            student.fit(new DataSet(FEATURES, student.output(FEATURES).muli(0.5)));
        }
        assertThat(student.getLayer(0).params()).isEqualTo(before);
    }

    @Test
    void copyOfAFrozenLayerInside_isTrained() {
        Layer relu =
                new DenseLayer.Builder().nOut(4).activation(Activation.RELU).build();
        MultiLayerNetwork teacher = teacher(new TimeDistributed(new FrozenLayerWithBackprop(relu), RNNFormat.NCW));
        MultiLayerNetwork student =
                Net2Net.from(teacher).deepenAfter("it").grow().network();
        INDArray frozen = student.getLayer(0).params().dup();
        INDArray inserted = student.getLayer(1).params().dup();
        student.fit(new DataSet(FEATURES, student.output(FEATURES).muli(0.5)));
        assertThat(student.getLayer(0).params()).isEqualTo(frozen);
        assertThat(student.getLayer(1).params()).isNotEqualTo(inserted);
    }
}
