package io.github.net2net.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.net2net.Growth;
import io.github.net2net.GrowthException;
import io.github.net2net.dl4j.internal.tensor.Nd4jTensor;
import io.github.net2net.rule.Layers;
import io.github.net2net.rule.SymmetryBreaking;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Weights whose squares overflow, or vanish, in their data type. */
class ExtremeWeightsTest {

    @ParameterizedTest
    @CsvSource({
        "FLOAT, 1e20, 1e-20",
        "FLOAT, 1e37, 1e-30",
        "FLOAT, 1e-25, 1e25",
        "FLOAT, 1, 1",
        "DOUBLE, 1e200, 1e-200",
        "DOUBLE, 1e-200, 1e200",
        "DOUBLE, 1, 1"
    })
    void noise_isRelativeToTheWeights_howeverLargeTheyAre(DataType type, double first, double second) {
        MultiLayerNetwork teacher = teacher(type, first, second);
        for (SymmetryBreaking symmetry :
                Arrays.asList(SymmetryBreaking.zeroSumNoise(0.5), SymmetryBreaking.incomingNoise(0.5))) {
            MultiLayerNetwork student = growth(teacher, symmetry).grow().network();
            assertThat(Nd4jTensor.of(student.params()).hasNonFinite()).isFalse();
            MultiLayerNetwork ordinary =
                    growth(teacher(type, 1, 1), symmetry).grow().network();
            for (String name : Arrays.asList("0_W", "1_W", "2_W")) {
                assertThat(relative(teacher, student, name))
                        .as(name)
                        .isCloseTo(relative(teacher(type, 1, 1), ordinary, name), within(Tolerances.FLOAT));
            }
        }
    }

    /** The spread of the student's weights relative to that of the teacher's. */
    private static double relative(MultiLayerNetwork teacher, MultiLayerNetwork student, String name) {
        return Nd4jTensor.of(student.getParam(name)).standardDeviation()
                / Nd4jTensor.of(teacher.getParam(name)).standardDeviation();
    }

    @Test
    void student_ofLargeWeights_computesTheTeachersFunction() {
        INDArray features = TestNetworks.random(3, DataType.FLOAT, 10, 4);
        double deviation = growth(teacher(DataType.FLOAT, 1e18, 1e-18), SymmetryBreaking.zeroSumNoise(0.5))
                .verifyOn(Probes.features(features))
                .grow()
                .report()
                .comparison()
                .largest();
        assertThat(deviation).isLessThan(Tolerances.FLOAT);
    }

    @Test
    void noise_thatWouldOverflow_isRefused() {
        MultiLayerNetwork teacher = teacher(DataType.FLOAT, 1, 1e38);
        teacher.getParam("1_W").muli(3);
        assertThatThrownBy(
                        () -> growth(teacher, SymmetryBreaking.zeroSumNoise(5)).grow())
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot grow this network: the student's second.W would hold infinite numbers or NaN, from"
                        + " zero-sum noise, 5.0 of the weights' standard deviation, which is 1.55e+38. Break the symmetry by"
                        + " unevenShares(0.5), or scale the weights down first.");
    }

    private static Growth<MultiLayerNetwork> growth(MultiLayerNetwork teacher, SymmetryBreaking symmetry) {
        return Net2Net.from(teacher)
                .breakSymmetry(symmetry)
                .widenAll(Layers.all())
                .times(2)
                .seed(4);
    }

    /** 4 features, dense {@code first} 5, dense {@code second} 6, softmax {@code out}. */
    private static MultiLayerNetwork teacher(DataType type, double first, double second) {
        MultiLayerNetwork network = TestNetworks.network(
                TestNetworks.settings().dataType(type),
                InputType.feedForward(4),
                TestNetworks.dense("first", 5),
                TestNetworks.dense("second", 6),
                TestNetworks.softmax("out"));
        fill(network, "0_W", first);
        fill(network, "1_W", second);
        fill(network, "2_W", 1);
        return network;
    }

    private static void fill(MultiLayerNetwork network, String name, double scale) {
        INDArray weights = network.getParam(name);
        weights.assign(TestNetworks.random(7, DataType.DOUBLE, weights.shape()).muli(scale));
    }
}
