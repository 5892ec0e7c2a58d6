package io.github.net2net.dl4j.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.Grown;
import io.github.net2net.GrowthException;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.Probes;
import io.github.net2net.dl4j.TeacherSnapshot;
import io.github.net2net.dl4j.TestNetworks;
import io.github.net2net.dl4j.Tolerances;
import io.github.net2net.dl4j.sequence.Sequences.Recurrent;
import io.github.net2net.rule.Donors;
import io.github.net2net.rule.Shares;
import io.github.net2net.rule.SymmetryBreaking;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.util.MaskZeroLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

/** Recurrent layers grow exactly: gates as blocks, recurrent weights as readers of the layer's own output. */
class RecurrentLayersTest {
    /** Of 4 channels: 0 four times, 1 twice, 2 once, 3 twice. */
    private static final Donors UNEVEN = Donors.given(0, 0, 1, 3, 0);

    static Stream<Arguments> layersAndFormats() {
        return Stream.of(Recurrent.values())
                .flatMap(layer -> Stream.of(RNNFormat.values()).map(format -> Arguments.of(layer, format)));
    }

    private static MultiLayerNetwork two(Recurrent layer, RNNFormat format, DataType type) {
        var first = layer.of("first", 4);
        var second = layer.of("second", 3);
        first.setRnnDataFormat(format);
        second.setRnnDataFormat(format);
        return Sequences.network(
                Sequences.settings(new Sgd(0.1)).dataType(type), format, first, second, Sequences.output(format));
    }

    @ParameterizedTest
    @MethodSource("layersAndFormats")
    void widerLayer_isExact(Recurrent layer, RNNFormat format) {
        for (DataType type : List.of(DataType.DOUBLE, DataType.FLOAT)) {
            MultiLayerNetwork teacher = two(layer, format, type);
            INDArray features = Sequences.series(1, type, format);
            Grown<MultiLayerNetwork> grown = Net2Net.from(teacher)
                    .donors(UNEVEN)
                    .widen("first")
                    .to(9)
                    .donors(Donors.random())
                    .widen("second")
                    .to(8)
                    .verifyOn(Probes.features(features))
                    .grow();
            assertThat(grown.report().comparison().largest()).isLessThanOrEqualTo(Tolerances.of(type));
            assertThat(grown.report().comparison().deviations().stream().anyMatch(each -> each.masked()))
                    .as("compared with masks")
                    .isTrue();
        }
    }

    /** What is left of exactness if the axis of gates is taken for one block of 4n channels. */
    @Test
    void gatesTakenForOneAxis_areSeen() {
        MultiLayerNetwork teacher = two(Recurrent.LSTM, RNNFormat.NCW, DataType.DOUBLE);
        MultiLayerNetwork student = wider(teacher);
        assertThat(deviation(teacher, student)).isLessThan(Tolerances.DOUBLE);
        int[] copied = {0, 1, 2, 3, 0, 0, 1, 3, 0};
        double[] copies = {4, 2, 1, 2};
        for (String param : List.of("W", "RW", "b")) {
            INDArray wide = TestNetworks.param(student, "first", param).reshape('f', -1, 36);
            INDArray old = TestNetworks.param(teacher, "first", param).reshape('f', -1, 16);
            for (int row = 0; row < wide.size(0); row++) {
                int from = param.equals("RW") ? copied[row] : row;
                double times = param.equals("RW") ? 1 / copies[from] : 1;
                for (int column = 0; column < 36; column++) {
                    wide.putScalar(row, column, old.getDouble(from, column % 16) * times);
                }
            }
        }
        assertThat(deviation(teacher, student)).isGreaterThan(Tolerances.CLEARLY_DIFFERENT);
    }

    @ParameterizedTest
    @EnumSource(Recurrent.class)
    void undividedRecurrentWeights_areSeen(Recurrent layer) {
        MultiLayerNetwork teacher = two(layer, RNNFormat.NCW, DataType.DOUBLE);
        MultiLayerNetwork student = wider(teacher);
        assertThat(deviation(teacher, student)).isLessThan(Tolerances.DOUBLE);
        String param = layer == Recurrent.GRAVES_BIDIRECTIONAL_LSTM ? "RWF" : "RW";
        INDArray weights = TestNetworks.param(student, "first", param);
        double[] copies = {4, 2, 1, 2, 4, 4, 2, 2, 4};
        for (int row = 0; row < copies.length; row++) {
            weights.getRow(row).muli(copies[row]);
        }
        assertThat(deviation(teacher, student)).isGreaterThan(Tolerances.CLEARLY_DIFFERENT);
    }

    @Test
    void dividedPeepholes_areSeen() {
        MultiLayerNetwork teacher = two(Recurrent.GRAVES_LSTM, RNNFormat.NCW, DataType.DOUBLE);
        MultiLayerNetwork student = wider(teacher);
        INDArray weights = TestNetworks.param(student, "first", "RW");
        weights.get(NDArrayIndex.all(), NDArrayIndex.interval(36, 39)).muli(0.5);
        assertThat(deviation(teacher, student)).isGreaterThan(Tolerances.CLEARLY_DIFFERENT);
    }

    private static MultiLayerNetwork wider(MultiLayerNetwork teacher) {
        return Net2Net.from(teacher)
                .donors(UNEVEN)
                .breakSymmetry(SymmetryBreaking.none())
                .widen("first")
                .to(9)
                .grow()
                .network();
    }

    private static double deviation(MultiLayerNetwork teacher, MultiLayerNetwork student) {
        return Net2Net.compare(teacher, student, Probes.features(Sequences.series(2, DataType.DOUBLE, RNNFormat.NCW)))
                .largest();
    }

    @ParameterizedTest
    @EnumSource(Bidirectional.Mode.class)
    void bidirectionalLayer_widensInBothDirections(Bidirectional.Mode mode) {
        for (Recurrent layer : List.of(Recurrent.LSTM, Recurrent.GRAVES_LSTM, Recurrent.SIMPLE_RNN)) {
            MultiLayerNetwork teacher = Sequences.network(
                    Sequences.settings(new Adam(0.01)),
                    RNNFormat.NCW,
                    new Bidirectional(mode, layer.of("first", 4)),
                    new Bidirectional(mode, layer.of("second", 3)),
                    Sequences.output(RNNFormat.NCW));
            teacher.fit(Sequences.labeledSeries(4));
            INDArray features = Sequences.series(3, DataType.DOUBLE, RNNFormat.NCW);
            Grown<MultiLayerNetwork> grown = Net2Net.from(teacher)
                    .donors(UNEVEN)
                    .widen(teacher.getLayerNames().get(0))
                    .to(9)
                    .verifyOn(Probes.features(features))
                    .grow();
            assertThat(grown.report().comparison().largest()).isLessThan(Tolerances.DOUBLE);
            Bidirectional both =
                    (Bidirectional) grown.network().getLayer(0).conf().getLayer();
            assertThat(both.getNOut()).isEqualTo(mode == Bidirectional.Mode.CONCAT ? 18 : 9);
            grown.network().fit(Sequences.labeledSeries(5));
        }
    }

    /** As Keras imports a bidirectional layer that returns the last step. DL4J can run it, and not train or save it. */
    @ParameterizedTest
    @EnumSource(Bidirectional.Mode.class)
    void lastStepsOfBothDirections_widen(Bidirectional.Mode mode) {
        LSTM lstm = new LSTM.Builder()
                .nOut(4)
                .weightInit(org.deeplearning4j.nn.weights.WeightInit.XAVIER)
                .build();
        lstm.setActivationFn(Activation.TANH.getActivationFunction());
        lstm.setIUpdater(new Sgd(0.1));
        Bidirectional both = new Bidirectional(mode, new LastTimeStep(lstm));
        both.setLayerName("both");
        MultiLayerNetwork teacher =
                Sequences.network(Sequences.settings(new Sgd(0.1)), RNNFormat.NCW, both, TestNetworks.softmax("out"));
        Grown<MultiLayerNetwork> grown = Net2Net.from(teacher)
                .donors(UNEVEN)
                .widen("both")
                .to(9)
                .verifyOn(Probes.features(Sequences.series(3, DataType.DOUBLE, RNNFormat.NCW)))
                .grow();
        assertThat(grown.report().comparison().largest()).isLessThan(Tolerances.DOUBLE);
    }

    static Stream<Layer> lastSteps() {
        LSTM noisy = new LSTM.Builder().nOut(4).dropOut(0.5).build();
        return Stream.of(
                new LastTimeStep(noisy),
                new LastTimeStep(new Bidirectional(Bidirectional.Mode.CONCAT, noisy.clone())),
                new LastTimeStep(Recurrent.SIMPLE_RNN.of("inner", 4)));
    }

    @ParameterizedTest
    @MethodSource("lastSteps")
    void lastStep_andDenseLayersBehindIt_grow(Layer last) {
        last.setLayerName("last");
        MultiLayerNetwork teacher = Sequences.network(
                Sequences.settings(new Adam(0.01)).activation(Activation.RELU),
                RNNFormat.NCW,
                last,
                TestNetworks.dense("fc", 5),
                TestNetworks.softmax("out"));
        INDArray features = Sequences.series(3, DataType.DOUBLE, RNNFormat.NCW);
        Grown<MultiLayerNetwork> grown = Net2Net.from(teacher)
                .donors(UNEVEN)
                .widen("last")
                .to(9)
                .deepenAfter("fc")
                .verifyOn(Probes.features(features))
                .grow();
        assertThat(grown.report().comparison().largest()).isLessThan(Tolerances.DOUBLE);
        grown.network().fit(TestNetworks.labeled(features));
    }

    @Test
    void stateOfTheNextStep_isCarriedOver() {
        for (Recurrent layer : List.of(Recurrent.LSTM, Recurrent.GRAVES_LSTM, Recurrent.SIMPLE_RNN)) {
            MultiLayerNetwork teacher = two(layer, RNNFormat.NCW, DataType.DOUBLE);
            teacher.rnnTimeStep(Sequences.series(6, DataType.DOUBLE, RNNFormat.NCW));
            MultiLayerNetwork student = Net2Net.from(teacher)
                    .donors(UNEVEN)
                    .widen("first")
                    .to(9)
                    .donors(Donors.random())
                    .widen("second")
                    .to(5)
                    .grow()
                    .network();
            for (long seed = 7; seed < 10; seed++) {
                INDArray next = Sequences.series(seed, DataType.DOUBLE, RNNFormat.NCW);
                assertThat(teacher.rnnTimeStep(next.dup()).distance2(student.rnnTimeStep(next.dup())))
                        .isLessThan(Tolerances.DOUBLE);
            }
            student.rnnClearPreviousState();
            INDArray next = Sequences.series(10, DataType.DOUBLE, RNNFormat.NCW);
            assertThat(teacher.rnnTimeStep(next.dup()).distance2(student.rnnTimeStep(next.dup())))
                    .as("the state matters")
                    .isGreaterThan(Tolerances.CLEARLY_DIFFERENT);
        }
    }

    @Test
    void whatCanNotGrow_isRefusedWithTheReason() {
        MultiLayerNetwork teacher = two(Recurrent.LSTM, RNNFormat.NCW, DataType.DOUBLE);
        assertRefused(
                () -> Net2Net.from(teacher)
                        .shares(Shares.balanced())
                        .widen("first")
                        .to(5),
                "cannot use balanced shares: 'first' reads its own output, and balanced copies arrive scaled. Use"
                        + " Shares.equal(), or widen other layers.");
        assertRefused(
                () -> Net2Net.from(teacher)
                        .shares(Shares.balanced())
                        .widen("second")
                        .to(5),
                "cannot use balanced shares: 'second' reads its own output, and balanced copies arrive scaled. Use"
                        + " Shares.equal(), or widen other layers.");
        LSTM softmax = new LSTM.Builder()
                .name("softmax")
                .nOut(4)
                .activation(Activation.SOFTMAX)
                .build();
        MultiLayerNetwork coupled = Sequences.network(
                Sequences.settings(new Sgd(0.1)), RNNFormat.NCW, softmax, Sequences.output(RNNFormat.NCW));
        assertRefused(
                () -> Net2Net.from(coupled).widen("softmax").to(5),
                "cannot widen 'softmax': it is a softmax over its channels, so copies would change every channel's"
                        + " result. Its channels can't change. Widen a layer after it. inspect() lists what can grow.");
    }

    private static void assertRefused(Runnable growth, String text) {
        assertThatThrownBy(growth::run).isInstanceOf(GrowthException.class).hasMessage(text);
    }

    @Test
    void simpleRnnWithLayerNorm_canNotRun_andIsRefused() {
        SimpleRnn normalized =
                new SimpleRnn.Builder().name("rnn").nOut(4).hasLayerNorm(true).build();
        MultiLayerNetwork teacher = Sequences.network(
                Sequences.settings(new Sgd(0.1)), RNNFormat.NCW, normalized, Sequences.output(RNNFormat.NCW));
        assertThatThrownBy(() -> teacher.output(Sequences.series(1, DataType.DOUBLE, RNNFormat.NCW)))
                .isInstanceOf(RuntimeException.class);
        assertRefused(
                () -> Net2Net.from(teacher).widen("rnn").to(5),
                "cannot widen 'rnn': it is a SimpleRnn with layer normalization, which this version of DL4J can't run."
                        + " Its channels can't change. Widen a layer after it. inspect() lists what can grow.");
    }

    /** Which steps count depends on all channels that arrive, so these stay. */
    @Test
    void maskedZeros_pinWhatArrives() {
        MaskZeroLayer masked = new MaskZeroLayer(Recurrent.LSTM.of("masked", 4), 0.0);
        masked.setLayerName("masked");
        MultiLayerNetwork teacher = Sequences.network(
                Sequences.settings(new Sgd(0.1)),
                RNNFormat.NCW,
                Recurrent.LSTM.of("first", 4),
                masked,
                Sequences.output(RNNFormat.NCW));
        assertRefused(
                () -> Net2Net.from(teacher).widen("first").to(5),
                "cannot widen 'first': its 4 channels can't change, because 'masked' masks the steps all of whose channels"
                        + " are a constant, which new channels could change. Widen a layer after 'masked'."
                        + " inspect() lists what can grow.");
        INDArray features = Sequences.series(1, DataType.DOUBLE, RNNFormat.NCW);
        Grown<MultiLayerNetwork> grown = Net2Net.from(teacher)
                .donors(UNEVEN)
                .widen("masked")
                .to(9)
                .verifyOn(Probes.features(features))
                .grow();
        assertThat(grown.report().comparison().largest()).isLessThan(Tolerances.DOUBLE);
    }

    /** DL4J's copy of a frozen layer shares the layers inside the frozen one. */
    @Test
    void frozenWrapper_growsWithoutTheTeacher() {
        for (Layer wrapper : List.of(
                new LastTimeStep(Recurrent.LSTM.of("inner", 4)),
                new LastTimeStep(new Bidirectional(Bidirectional.Mode.CONCAT, Recurrent.LSTM.of("inner", 4))))) {
            FrozenLayer frozen = new FrozenLayer(wrapper);
            frozen.setLayerName("frozen");
            MultiLayerNetwork teacher = Sequences.network(
                    Sequences.settings(new Sgd(0.1)),
                    RNNFormat.NCW,
                    Recurrent.LSTM.of("first", 4),
                    frozen,
                    TestNetworks.softmax("out"));
            TeacherSnapshot snapshot = TeacherSnapshot.of(teacher);
            Grown<MultiLayerNetwork> grown = Net2Net.from(teacher)
                    .widen("first")
                    .to(7)
                    .widen("frozen")
                    .to(6)
                    .verifyOn(Probes.features(Sequences.series(1, DataType.DOUBLE, RNNFormat.NCW)))
                    .grow();
            assertThat(grown.report().comparison().largest()).isLessThan(Tolerances.DOUBLE);
            snapshot.assertUnchanged();
        }
    }

    @Test
    void layerWithoutActivation_asDl4jLeavesItInTwoWrappers_isRefused() {
        LSTM inner = new LSTM.Builder()
                .nOut(4)
                .weightInit(org.deeplearning4j.nn.weights.WeightInit.XAVIER)
                .updater(new Adam(0.01))
                .build();
        Bidirectional both = new Bidirectional(Bidirectional.Mode.CONCAT, new LastTimeStep(inner));
        both.setLayerName("both");
        MultiLayerNetwork teacher =
                Sequences.network(Sequences.settings(new Sgd(0.1)), RNNFormat.NCW, both, TestNetworks.softmax("out"));
        assertRefused(
                () -> Net2Net.from(teacher).widen("both").to(5),
                "cannot widen 'both': it has no activation function, without which DL4J can't run it. Its channels can't"
                        + " change. Widen a layer after it. inspect() lists what can grow.");
    }
}
