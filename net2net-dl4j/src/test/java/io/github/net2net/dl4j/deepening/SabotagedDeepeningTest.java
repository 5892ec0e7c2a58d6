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
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

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

    @Test
    void aSlopeThatIsNotOne_isSeen() {
        assertSeen(
                "bn1",
                Deepening.slopes(),
                student -> student.getLayer("bn1_prelu_1").getParam("W").assign(0.5));
    }

    @Test
    void reluAfterSignedValues_isSeen() {
        assertSeen(
                "bn1",
                Deepening.slopes(),
                damaged -> damaged.getLayer("bn1_prelu_1").getParam("W").assign(0));
    }

    /** A block whose first weights are zero too never learns. */
    @Test
    void zeroAtBothEnds_isSeen() {
        Deepened<ComputationGraph> student = Deepened.of(
                TestNetworks.cnn().toComputationGraph(),
                DATA,
                growth -> growth.deepenAfter("5", Deepening.zeroResidual()));
        student.student().getLayer("5_1").getParam("W").assign(0);
        assertThatThrownBy(student::requireLearning).isInstanceOf(AssertionError.class);
    }
}
