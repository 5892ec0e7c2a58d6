package io.github.net2net.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.Comparison;
import io.github.net2net.rule.Deepening;
import io.github.net2net.rule.Donors;
import io.github.net2net.rule.SymmetryBreaking;
import io.github.net2net.spi.Deviation.Mode;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Faults of published implementations, planted into students that are right: comparing must find each. */
class SabotageTest {
    private static final INDArray IMAGES = TestNetworks.images(4, CNN2DFormat.NCHW);

    /** {@code conv1} from 4 to 9 channels: 0 four times, 1 twice, 2 once, 3 twice. */
    private static MultiLayerNetwork student(MultiLayerNetwork teacher) {
        return Net2Net.from(teacher)
                .donors(Donors.given(0, 0, 1, 3, 0))
                .breakSymmetry(SymmetryBreaking.none())
                .widen("conv1")
                .to(9)
                .grow()
                .network();
    }

    private static Comparison compare(MultiLayerNetwork teacher, MultiLayerNetwork student) {
        return Net2Net.compare(teacher, student, Probes.features(IMAGES));
    }

    @Test
    void honestStudent_isFound() {
        MultiLayerNetwork teacher = TestNetworks.cnn();
        assertThat(compare(teacher, student(teacher)).largest()).isLessThan(Tolerances.DOUBLE);
    }

    @Test
    void countsOfTheWrongIndex_areSeenInBothModes() {
        MultiLayerNetwork teacher = TestNetworks.cnn();
        MultiLayerNetwork student = student(teacher);
        INDArray weights = TestNetworks.param(student, "conv2", "W");
        double[] wrong = {1, 1, 1, 1, 4, 4, 2, 2, 4};
        double[] right = {4, 2, 1, 2, 4, 4, 2, 2, 4};
        for (int j = 0; j < wrong.length; j++) {
            weights.get(NDArrayIndex.all(), NDArrayIndex.interval(j, j + 1)).muli(right[j] / wrong[j]);
        }
        assertThat(compare(teacher, student).largest(Mode.INFERENCE)).isGreaterThan(Tolerances.CLEARLY_DIFFERENT);
        assertThat(compare(teacher, student).largest(Mode.TRAINING)).isGreaterThan(Tolerances.CLEARLY_DIFFERENT);
    }

    /** Looking in training mode only, where running statistics are not used, misses this fault. */
    @Test
    void resetStatisticsOfCopies_areSeenInInferenceOnly() {
        MultiLayerNetwork teacher = TestNetworks.cnn();
        MultiLayerNetwork student = student(teacher);
        INDArray copies = TestNetworks.param(student, "bn1", "mean");
        INDArray deviations = TestNetworks.param(student, "bn1", "log10stdev");
        for (int j = 4; j < 9; j++) {
            copies.putScalar(0, j, 0);
            deviations.putScalar(0, j, 0);
        }
        assertThat(compare(teacher, student).largest(Mode.TRAINING)).isLessThan(Tolerances.DOUBLE);
        assertThat(compare(teacher, student).largest(Mode.INFERENCE)).isGreaterThan(Tolerances.CLEARLY_DIFFERENT);
    }

    /** An untrained batch norm has those very statistics, so a check on it misses the fault, too. */
    @Test
    void resetStatisticsOfCopies_onUntrainedBatchNorm_areNoFault() {
        MultiLayerNetwork teacher = TestNetworks.cnn();
        TestNetworks.param(teacher, "bn1", "mean").assign(0);
        TestNetworks.param(teacher, "bn1", "log10stdev").assign(0);
        MultiLayerNetwork student = student(teacher);
        TestNetworks.param(student, "bn1", "mean").assign(0);
        TestNetworks.param(student, "bn1", "log10stdev").assign(0);
        assertThat(compare(teacher, student).largest()).isLessThan(Tolerances.DOUBLE);
    }

    @Test
    void gammaIsVariance_isSeen() {
        MultiLayerNetwork teacher = TestNetworks.cnn();
        MultiLayerNetwork student = Net2Net.from(teacher)
                .deepenAfter("conv1", Deepening.identityUnit().batchNorm(Calibration.calibratedOn(IMAGES)))
                .grow()
                .network();
        assertThat(compare(teacher, student).largest(Mode.INFERENCE)).isLessThan(Tolerances.DOUBLE);
        INDArray gamma = TestNetworks.param(student, "bn1_1", "gamma");
        gamma.assign(gamma.mul(gamma));
        assertThat(compare(teacher, student).largest(Mode.INFERENCE)).isGreaterThan(Tolerances.CLEARLY_DIFFERENT);
    }

    @Test
    void identityOfTheWrongCenter_isSeen() {
        MultiLayerNetwork teacher = TestNetworks.cnn();
        MultiLayerNetwork student =
                Net2Net.from(teacher).deepenAfter("conv2").grow().network();
        assertThat(compare(teacher, student).largest()).isLessThan(Tolerances.DOUBLE);
        INDArray weights = TestNetworks.param(student, "conv2_1", "W");
        for (int c = 0; c < 5; c++) {
            weights.putScalar(new int[] {c, c, 1, 1}, 0).putScalar(new int[] {c, c, 1, 2}, 1);
        }
        assertThat(compare(teacher, student).largest(Mode.INFERENCE)).isGreaterThan(Tolerances.CLEARLY_DIFFERENT);
    }

    @Test
    void onesBetweenAllChannels_areSeen() {
        MultiLayerNetwork teacher = TestNetworks.cnn();
        MultiLayerNetwork student =
                Net2Net.from(teacher).deepenAfter("conv2").grow().network();
        TestNetworks.param(student, "conv2_1", "W")
                .get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.point(1), NDArrayIndex.point(1))
                .assign(1);
        assertThat(compare(teacher, student).largest(Mode.INFERENCE)).isGreaterThan(Tolerances.CLEARLY_DIFFERENT);
    }

    /** conv2 has 5 channels of 4x4 pixels before fc; rows of 8 channels in the other format's order. */
    @ParameterizedTest
    @EnumSource(CNN2DFormat.class)
    void rowsOfTheOtherFormat_areSeen(CNN2DFormat format) {
        MultiLayerNetwork teacher = TestNetworks.cnn(format, true, TestNetworks.settings());
        MultiLayerNetwork student = Net2Net.from(teacher)
                .donors(Donors.given(0, 0, 4))
                .widen("conv2")
                .to(8)
                .grow()
                .network();
        Probe probe = new Probe(TestNetworks.images(4, format));
        assertThat(probe.compare(teacher, student).largest()).isLessThan(Tolerances.DOUBLE);
        INDArray rows = TestNetworks.param(student, "fc", "W");
        INDArray right = rows.dup();
        for (int c = 0; c < 8; c++) {
            for (int pixel = 0; pixel < 16; pixel++) {
                boolean first = format == CNN2DFormat.NCHW;
                int from = first ? c * 16 + pixel : pixel * 8 + c;
                int to = first ? pixel * 8 + c : c * 16 + pixel;
                rows.putRow(to, right.getRow(from));
            }
        }
        assertThat(probe.compare(teacher, student).largest(Mode.INFERENCE)).isGreaterThan(Tolerances.CLEARLY_DIFFERENT);
    }

    private record Probe(INDArray images) {
        Comparison compare(MultiLayerNetwork teacher, MultiLayerNetwork student) {
            return Net2Net.compare(teacher, student, Probes.features(images));
        }
    }

    @Test
    void lostDilation_isSeen() {
        MultiLayerNetwork teacher = dilated(2);
        MultiLayerNetwork student = dilated(1);
        student.params().assign(teacher.params());
        assertThat(compare(teacher, student).largest(Mode.INFERENCE)).isGreaterThan(Tolerances.CLEARLY_DIFFERENT);
    }

    private static MultiLayerNetwork dilated(int dilation) {
        ConvolutionLayer convolution = TestNetworks.convolution("conv", 4, CNN2DFormat.NCHW)
                .convolutionMode(ConvolutionMode.Same)
                .dilation(dilation, dilation)
                .build();
        return TestNetworks.network(
                TestNetworks.settings(),
                org.deeplearning4j.nn.conf.inputs.InputType.convolutional(8, 8, 2),
                convolution,
                TestNetworks.softmax("out"));
    }

    /** A bias of +1000 on one class makes softmax (1, 0, 0) whatever else is wrong. */
    @Test
    void faultBehindSaturatedSoftmax_isSeenBeforeTheActivation() {
        MultiLayerNetwork teacher = TestNetworks.cnn();
        TestNetworks.param(teacher, "out", "b").putScalar(0, 0, 1000);
        MultiLayerNetwork student = student(teacher);
        TestNetworks.param(student, "fc", "W").muli(1.5);
        Comparison comparison = compare(teacher, student);
        assertThat(comparison.deviations().get(1).relative()).isLessThan(Tolerances.DOUBLE);
        assertThat(comparison.deviations().get(0).maxAbsolute()).isGreaterThan(Tolerances.CLEARLY_DIFFERENT);
    }

    @Test
    void nanInTheStudent_isNoAgreement() {
        MultiLayerNetwork teacher = TestNetworks.cnn();
        MultiLayerNetwork student = student(teacher);
        TestNetworks.param(student, "fc", "b").putScalar(0, 2, Double.NaN);
        assertThat(compare(teacher, student).largest()).isNaN();
    }
}
