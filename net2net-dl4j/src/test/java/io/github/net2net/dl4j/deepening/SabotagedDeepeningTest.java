package io.github.net2net.dl4j.deepening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.dl4j.TestNetworks;
import io.github.net2net.dl4j.Tolerances;
import io.github.net2net.rule.Deepening;
import java.util.function.Consumer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Sgd;

/** New layers with known faults are seen. */
class SabotagedDeepeningTest {
    private static final DataSet DATA = TestNetworks.labeled(TestNetworks.images(3, CNN2DFormat.NCHW));

    private static Deepened<MultiLayerNetwork> deepened(String layer, Deepening way) {
        return Deepened.of(TestNetworks.cnn(), DATA, growth -> growth.deepenAfter(layer, way));
    }

    private static void assertSeen(String layer, Deepening way, Consumer<MultiLayerNetwork> fault) {
        Deepened<MultiLayerNetwork> student = deepened(layer, way);
        fault.accept(student.student());
        assertThat(student.deviation()).isGreaterThan(Tolerances.CLEARLY_DIFFERENT);
    }

    @Test
    void aCenterOffByOne_isSeen() {
        assertSeen("conv2", Deepening.linear(), student -> {
            INDArray weights = student.getLayer("conv2_1").getParam("W");
            INDArray moved = weights.dup().assign(0);
            for (int channel = 0; channel < weights.size(0); channel++) {
                moved.putScalar(new int[] {channel, channel, 1, 2}, 1);
            }
            weights.assign(moved);
        });
    }

    @Test
    void aWrongScaleOfAPair_isSeen() {
        assertSeen(
                "conv2",
                Deepening.pairIdentity(),
                student -> student.getLayer("conv2_2").getParam("W").divi(2));
    }

    /** Slopes of 0 are ReLU. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 2})
    void aSlopeThatIsNotOne_behindSignedValues_isSeen(double slope) {
        MultiLayerNetwork teacher = TestNetworks.mlp(TestNetworks.settings().activation(Activation.TANH), new Sgd(0.1));
        DataSet data = TestNetworks.labeled(TestNetworks.random(2, DataType.DOUBLE, 20, 4));
        Deepened<MultiLayerNetwork> student =
                Deepened.of(teacher, data, growth -> growth.deepenAfter("first", Deepening.slopes()));
        student.student().getLayer("first_prelu_1").getParam("W").assign(slope);
        assertThat(student.deviation()).isGreaterThan(Tolerances.CLEARLY_DIFFERENT);
    }

    /** A block whose first weights are zero too never learns. */
    @Test
    void zeroAtBothEnds_isSeen() {
        Deepened<ComputationGraph> student = Deepened.of(
                TestNetworks.graphOf(TestNetworks.cnn()),
                DATA,
                growth -> growth.deepenAfter("5", Deepening.zeroResidual()));
        student.student().getLayer("5_1").getParam("W").assign(0);
        assertThatThrownBy(student::requireLearning).isInstanceOf(AssertionError.class);
    }
}
