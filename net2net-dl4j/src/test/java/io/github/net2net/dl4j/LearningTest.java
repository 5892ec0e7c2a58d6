package io.github.net2net.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.Growth;
import io.github.net2net.rule.Deepening;
import io.github.net2net.rule.Donors;
import io.github.net2net.rule.Shares;
import io.github.net2net.rule.SymmetryBreaking;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;

/** What is new in a student learns. */
class LearningTest {
    /** Donors of the sixth and seventh unit of a layer of five. */
    private static final Donors COPIES = Donors.given(1, 3);

    private final DataSet data = TestNetworks.labeled(TestNetworks.random(9, DataType.DOUBLE, 40, 4));

    static Stream<Arguments> breaking() {
        return Stream.of(
                Arguments.of(SymmetryBreaking.zeroSumNoise(0.05), new Sgd(0.1)),
                Arguments.of(SymmetryBreaking.zeroSumNoise(0.05), new Adam(0.01)),
                Arguments.of(SymmetryBreaking.unevenShares(0.5), new Sgd(0.1)),
                Arguments.of(SymmetryBreaking.unevenShares(0.5), new Adam(0.01)),
                Arguments.of(SymmetryBreaking.incomingNoise(0.05), new Sgd(0.1)),
                Arguments.of(SymmetryBreaking.incomingNoise(0.05), new Adam(0.01)),
                Arguments.of(SymmetryBreaking.dropout(0.5), new Sgd(0.1)),
                Arguments.of(SymmetryBreaking.dropout(0.5), new Adam(0.01)));
    }

    @ParameterizedTest
    @MethodSource("breaking")
    void copies_withBrokenSymmetry_part(SymmetryBreaking symmetry, IUpdater updater) {
        MultiLayerNetwork student = trained(symmetry, updater);
        assertThat(copyDistance(student, 1, 5)).isGreaterThan(Tolerances.APART);
        assertThat(copyDistance(student, 3, 6)).isGreaterThan(Tolerances.APART);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void copies_withoutBrokenSymmetry_stayEqual(boolean adam) {
        MultiLayerNetwork student = trained(SymmetryBreaking.none(), adam ? new Adam(0.01) : new Sgd(0.1));
        assertThat(copyDistance(student, 1, 5)).isLessThan(Tolerances.DOUBLE);
        assertThat(copyDistance(student, 3, 6)).isLessThan(Tolerances.DOUBLE);
    }

    private MultiLayerNetwork trained(SymmetryBreaking symmetry, IUpdater updater) {
        MultiLayerNetwork student = Net2Net.from(TestNetworks.mlp(updater))
                .donors(COPIES)
                .breakSymmetry(symmetry)
                .widen("first")
                .to(7)
                .grow()
                .network();
        TestNetworks.train(student, data, 10);
        return student;
    }

    /** How far the incoming weights and biases of two units are apart. */
    private static double copyDistance(MultiLayerNetwork network, int unit, int copy) {
        INDArray weights = TestNetworks.param(network, "first", "W");
        INDArray bias = TestNetworks.param(network, "first", "b");
        double incoming = weights.getColumn(unit)
                .sub(weights.getColumn(copy))
                .norm2Number()
                .doubleValue();
        return incoming + Math.abs(bias.getDouble(0, unit) - bias.getDouble(0, copy));
    }

    static Stream<Arguments> newUnits() {
        return Stream.of(Donors.random(), Donors.cyclic(), Donors.fresh())
                .flatMap(donors ->
                        Stream.of(Shares.equal(), Shares.original()).map(shares -> Arguments.of(donors, shares)));
    }

    /** Fresh units, and copies with share zero, are read with weight zero: their readers learn first, then they do. */
    @ParameterizedTest
    @MethodSource("newUnits")
    void newUnits_afterTwoSteps_haveLearned(Donors donors, Shares shares) {
        MultiLayerNetwork student = Net2Net.from(TestNetworks.mlp(new Sgd(0.1)))
                .donors(donors)
                .shares(shares)
                .widen("first")
                .to(9)
                .grow()
                .network();
        INDArray readers = newRows(student).dup();
        INDArray incoming = newColumns(student).dup();
        TestNetworks.train(student, data, 2);
        for (int unit = 0; unit < 4; unit++) {
            assertThat(moved(readers.getRow(unit), newRows(student).getRow(unit)))
                    .as("weights that read unit %s", unit)
                    .isPositive();
            assertThat(moved(incoming.getColumn(unit), newColumns(student).getColumn(unit)))
                    .as("incoming weights of unit %s", unit)
                    .isPositive();
        }
    }

    private static double moved(INDArray before, INDArray after) {
        return before.sub(after).norm2Number().doubleValue();
    }

    private static INDArray newRows(MultiLayerNetwork student) {
        return TestNetworks.param(student, "second", "W").get(NDArrayIndex.interval(5, 9), NDArrayIndex.all());
    }

    private static INDArray newColumns(MultiLayerNetwork student) {
        return TestNetworks.param(student, "first", "W").get(NDArrayIndex.all(), NDArrayIndex.interval(5, 9));
    }

    @Test
    void newLayer_firstStep_movesEveryParameter() {
        MultiLayerNetwork teacher = TestNetworks.cnn();
        INDArray images = TestNetworks.images(3, CNN2DFormat.NCHW);
        MultiLayerNetwork student = Net2Net.from(teacher)
                .deepenAfter("conv1", Deepening.identityUnit().batchNorm(Calibration.calibratedOn(images)))
                .enlargeKernel("conv2")
                .to(5, 5)
                .grow()
                .network();
        MultiLayerNetwork before = student.clone();
        student.fit(TestNetworks.labeled(images));
        for (String layer : new String[] {"conv1_1", "bn1_1", "conv2"}) {
            student.getLayer(layer).paramTable(true).forEach((param, value) -> {
                INDArray step = value.sub(before.getLayer(layer).getParam(param));
                boolean statistic = param.equals("mean") || param.equals("log10stdev");
                assertThat(step.norm2Number().doubleValue() > 0 || statistic)
                        .as(layer + "." + param)
                        .isTrue();
            });
        }
        INDArray border = TestNetworks.param(student, "conv2", "W")
                .get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.point(0), NDArrayIndex.all());
        assertThat(border.norm2Number().doubleValue()).as("new taps").isPositive();
    }

    /** Units that never fire have no variance, and a logarithm of zero must not get in. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void deadChannels_throughCalibratedBatchNorm_trainWithoutNan(boolean useLogStd) {
        MultiLayerNetwork teacher = TestNetworks.cnn(CNN2DFormat.NCHW, useLogStd, TestNetworks.settings());
        TestNetworks.param(teacher, "bn1", "beta").putScalar(0, 1, -1e6).putScalar(0, 3, -1e6);
        INDArray images = TestNetworks.images(3, CNN2DFormat.NCHW);
        Growth<MultiLayerNetwork> growth = Net2Net.from(teacher)
                .widen("conv1")
                .to(7)
                .deepenAfter("conv1", Deepening.identityUnit().batchNorm(Calibration.calibratedOn(images)))
                .verifyOn(Probes.features(images));
        MultiLayerNetwork student = growth.grow().network();
        TestNetworks.train(student, TestNetworks.labeled(images), 10);
        assertThat(student.params().isNaN().any()).isFalse();
        assertThat(student.output(images).isNaN().any()).isFalse();
    }
}
