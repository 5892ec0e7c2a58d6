package io.github.net2net.dl4j.internal.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.net2net.Growth;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.TestNetworks;
import io.github.net2net.dl4j.Tolerances;
import io.github.net2net.dl4j.layer.LayerKinds;
import io.github.net2net.graph.ParamKey;
import io.github.net2net.rule.Donors;
import io.github.net2net.rule.Layers;
import io.github.net2net.rule.LearningRates;
import io.github.net2net.rule.SymmetryBreaking;
import io.github.net2net.spi.StateSlot;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** What becomes of the optimizer's state where nothing can be copied, and in recurrent layers. */
@SuppressWarnings("deprecation") // users have DL4J's deprecated layers too
class OptimizerStateTest {

    private static MultiLayerNetwork trained(IUpdater updater) {
        MultiLayerNetwork teacher = Trajectory.plain(Trajectory.settings(updater));
        Trajectory.train(teacher, 0, Trajectory.BEFORE);
        return teacher;
    }

    private static INDArray state(MultiLayerNetwork network, String layer, String param, String slot) {
        Layer found = network.getLayer(TestNetworks.indexOf(network, layer));
        return OptimizerMemory.of(
                        (BaseMultiLayerUpdater<?>) network.getUpdater(), network.params(), LayerKinds.standard())
                .view(found, new ParamKey(layer, param), new StateSlot(slot, StateSlot.Scale.FIRST_MOMENT, 0));
    }

    private static Growth<MultiLayerNetwork> growth(MultiLayerNetwork teacher) {
        return Net2Net.from(teacher).breakSymmetry(SymmetryBreaking.none());
    }

    @ParameterizedTest
    @MethodSource("exactBreaking")
    void loss_rightAfterGrowth_isTheLossRightBefore(SymmetryBreaking symmetry) {
        MultiLayerNetwork teacher = trained(new Adam(0.01));
        MultiLayerNetwork student = Net2Net.from(teacher)
                .breakSymmetry(symmetry)
                .widenAll(Layers.all())
                .times(1.7)
                .deepenAfter("conv1")
                .enlargeKernel("conv1")
                .to(5, 5)
                .grow()
                .network();
        double before = teacher.score(Trajectory.images(50));
        assertThat(student.score(Trajectory.images(50))).isCloseTo(before, within(Tolerances.DOUBLE));
        assertThat(student.score(Trajectory.images(50), true)).isCloseTo(before, within(Tolerances.DOUBLE));
    }

    static Stream<SymmetryBreaking> exactBreaking() {
        return Stream.of(
                SymmetryBreaking.none(), SymmetryBreaking.zeroSumNoise(0.5), SymmetryBreaking.unevenShares(0.5));
    }

    @Test
    void unchangedNetwork_keepsEverything() {
        MultiLayerNetwork teacher = trained(new Adam(0.01));
        MultiLayerNetwork student = growth(teacher).grow().network();
        assertThat(student.getUpdater().getStateViewArray())
                .isEqualTo(teacher.getUpdater().getStateViewArray());
        assertThat(student.getIterationCount()).isEqualTo(Trajectory.BEFORE);
        assertThat(student.getEpochCount()).isEqualTo(teacher.getEpochCount());
        assertThat(Trajectory.distanceAfterTraining(teacher, student)).isZero();
    }

    @Test
    void newLayer_startsWithoutMomentum_andWithTheRepeatedLayersMeanSize() {
        MultiLayerNetwork teacher = trained(new Adam(0.01));
        MultiLayerNetwork student = growth(teacher).deepenAfter("conv1").grow().network();
        assertThat(state(student, "conv1_1", "W", "m").amaxNumber().doubleValue())
                .isZero();
        double mean = state(teacher, "conv1", "W", "v").meanNumber().doubleValue();
        assertThat(mean).isPositive();
        INDArray sizes = state(student, "conv1_1", "W", "v");
        assertThat(sizes.minNumber().doubleValue()).isCloseTo(mean, within(Tolerances.DOUBLE));
        assertThat(sizes.maxNumber().doubleValue()).isCloseTo(mean, within(Tolerances.DOUBLE));
    }

    @Test
    void freshChannels_startWithoutMomentum_andWithTheMeanSize() {
        MultiLayerNetwork teacher = trained(new Adam(0.01));
        MultiLayerNetwork student = growth(teacher)
                .donors(Donors.fresh())
                .widen("dense")
                .to(8)
                .grow()
                .network();
        double mean = state(teacher, "dense", "b", "v").meanNumber().doubleValue();
        assertThat(state(student, "dense", "b", "v").getDouble(7)).isCloseTo(mean, within(Tolerances.DOUBLE));
        assertThat(state(student, "dense", "b", "m").getDouble(7)).isZero();
        assertThat(state(student, "dense", "b", "m").getDouble(3))
                .isEqualTo(state(teacher, "dense", "b", "m").getDouble(3));
    }

    @Test
    void largerKernel_keepsTheOldTapsMemory() {
        MultiLayerNetwork teacher = trained(new Adam(0.01));
        MultiLayerNetwork student =
                growth(teacher).enlargeKernel("conv1").to(5, 5).grow().network();
        assertThat(state(student, "conv1", "W", "m").getDouble(2, 1, 1, 2))
                .isEqualTo(state(teacher, "conv1", "W", "m").getDouble(2, 1, 0, 1));
        assertThat(state(student, "conv1", "W", "m").getDouble(2, 1, 0, 0)).isZero();
        assertThat(state(student, "conv1", "W", "v").getDouble(2, 1, 0, 0)).isPositive();
    }

    @Test
    void momentum_atTheUnchangedRate_scalesWithTheGradient() {
        MultiLayerNetwork teacher = trained(new Nesterovs(0.02, 0.9));
        MultiLayerNetwork student = growth(teacher)
                .donors(Donors.cyclic())
                .widen("dense")
                .times(2)
                .grow()
                .network();
        assertThat(state(student, "dense", "b", "v").getDouble(8))
                .isCloseTo(0.5 * state(teacher, "dense", "b", "v").getDouble(2), within(Tolerances.DOUBLE));
    }

    @Test
    void reset_startsAfresh() {
        MultiLayerNetwork student = growth(trained(new Adam(0.01)))
                .widen("dense")
                .to(8)
                .resetOptimizer()
                .grow()
                .network();
        assertThat(student.getIterationCount()).isZero();
        assertThat(student.getUpdater(false)).isNull();
    }

    @Test
    void adaDelta_followsApproximately_andThePlanSaysSo() {
        MultiLayerNetwork teacher = trained(new AdaDelta(0.9, 1e-6));
        Growth<MultiLayerNetwork> growth = growth(teacher)
                .donors(Donors.cyclic())
                .widen("dense")
                .times(2)
                .learningRate(LearningRates.followTrajectory());
        assertThat(growth.plan().training().lines())
                .contains("out.W  AdaDelta has no rate; its memory of updates is scaled, approximate, as one"
                        + " epsilon serves gradients and updates");
        MultiLayerNetwork student = growth.grow().network();
        MultiLayerNetwork forgetful = growth.resetOptimizer().grow().network();
        MultiLayerNetwork teacherAgain = teacher.clone();
        double carried = Trajectory.distanceAfterTraining(teacher, student);
        double dropped = Trajectory.distanceAfterTraining(teacherAgain, forgetful);
        assertThat(carried).isLessThan(dropped / 10);
    }

    @Test
    void teacher_withoutMemory_isNotGivenOne() {
        MultiLayerNetwork teacher = TestNetworks.mlp(new Adam(0.01));
        MultiLayerNetwork student = growth(teacher).widen("first").to(8).grow().network();
        assertThat(teacher.getUpdater(false)).isNull();
        assertThat(student.getUpdater(false)).isNull();
    }

    @Test
    void layerThatIsNotTrained_hasNothingToRemember() {
        MultiLayerNetwork teacher = TestNetworks.mlp(new NoOp());
        MultiLayerNetwork student = growth(teacher).widen("first").to(8).grow().network();
        assertThat(student.getIterationCount()).isZero();
    }

    /** By the chain rule, gradients of a channel's own weights are divided among its copies, those of its readers are not. */
    @Test
    void gatesRecurrentWeightsAndPeepholes_shareTheMemoryOfTheirChannel() {
        MultiLayerNetwork teacher = new MultiLayerNetwork(Trajectory.settings(new Adam(0.01))
                .activation(Activation.TANH)
                .list(
                        new GravesLSTM.Builder().name("lstm").nOut(3).build(),
                        new RnnOutputLayer.Builder(LossFunction.MSE)
                                .name("out")
                                .nOut(2)
                                .activation(Activation.IDENTITY)
                                .build())
                .setInputType(InputType.recurrent(2, 5))
                .build());
        teacher.init();
        for (int i = 0; i < 3; i++) {
            teacher.fit(
                    TestNetworks.random(i, DataType.DOUBLE, 4, 2, 5),
                    TestNetworks.random(9 + i, DataType.DOUBLE, 4, 2, 5));
        }
        MultiLayerNetwork student = growth(teacher)
                .donors(Donors.given(0, 2, 0))
                .widen("lstm")
                .to(6)
                .grow()
                .network();
        int[] sources = {0, 1, 2, 0, 2, 0};
        double[] copies = {3, 1, 2};
        for (int j = 0; j < 6; j++) {
            int from = sources[j];
            for (int gate = 0; gate < 4; gate++) {
                assertScaled(student, teacher, "W", new int[] {1, gate * 6 + j, 1, gate * 3 + from}, 1 / copies[from]);
                int[] recurrent = {4, gate * 6 + j, 2, gate * 3 + from};
                assertScaled(student, teacher, "RW[weights]", recurrent, 1 / copies[from]);
            }
            assertScaled(student, teacher, "RW[peepholes]", new int[] {j, 1, from, 1}, 1 / copies[from]);
        }
    }

    /** The student's first moment at [row, column] is a multiple of the teacher's at another place. */
    private static void assertScaled(
            MultiLayerNetwork student, MultiLayerNetwork teacher, String param, int[] places, double factor) {
        double expected = state(teacher, "lstm", param, "m").getDouble(places[2], places[3]) * factor;
        assertThat(expected).as(param).isNotZero();
        assertThat(state(student, "lstm", param, "m").getDouble(places[0], places[1]))
                .as(param)
                .isCloseTo(expected, within(Tolerances.DOUBLE));
    }
}
