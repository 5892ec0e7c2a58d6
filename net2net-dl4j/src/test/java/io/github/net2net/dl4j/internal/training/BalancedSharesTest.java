package io.github.net2net.dl4j.internal.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.Growth;
import io.github.net2net.GrowthException;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.Probes;
import io.github.net2net.dl4j.TestNetworks;
import io.github.net2net.dl4j.Tolerances;
import io.github.net2net.rule.Donors;
import io.github.net2net.rule.Layers;
import io.github.net2net.rule.LearningRates;
import io.github.net2net.rule.Shares;
import io.github.net2net.rule.SymmetryBreaking;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.dropout.GaussianNoise;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.StepSchedule;

/** Balanced shares follow the teacher at the unchanged rate, whatever the numbers of copies. */
class BalancedSharesTest {

    static Stream<NeuralNetConfiguration.Builder> settings() {
        return Stream.of(
                Trajectory.settings(new Sgd(0.05)),
                Trajectory.settings(new Sgd(0.05)).l2(0.1).l2Bias(0.05),
                Trajectory.settings(new Nesterovs(0.02, 0.9)),
                Trajectory.settings(new Nesterovs(0.02, 0.9)).l2(0.1).l2Bias(0.05),
                Trajectory.settings(new Nesterovs(0.02, 0.9)).weightDecay(0.1),
                Trajectory.settings(new Nesterovs(0.2, 0.9))
                        .gradientNormalization(GradientNormalization.ClipL2PerLayer)
                        .gradientNormalizationThreshold(0.05),
                Trajectory.settings(new Sgd(new StepSchedule(ScheduleType.ITERATION, 0.05, 0.5, 10))));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void student_withRandomDonors_takesTheTeachersSteps_atTheUnchangedRate(NeuralNetConfiguration.Builder settings) {
        MultiLayerNetwork teacher = Trajectory.plain(settings);
        Trajectory.train(teacher, 0, Trajectory.BEFORE);
        MultiLayerNetwork student = balanced(teacher)
                .donors(Donors.random())
                .widenAll(Layers.all())
                .times(1.7)
                .seed(3)
                .grow()
                .network();
        assertThat(Trajectory.distanceAfterTraining(teacher, student)).isLessThan(Tolerances.TRAJECTORY);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void student_withBatchNorm_takesTheTeachersSteps_ifCountsAreUniform(boolean follow) {
        MultiLayerNetwork teacher =
                Trajectory.convolutional(Trajectory.settings(follow ? new Adam(0.01) : new Nesterovs(0.02, 0.9)));
        Trajectory.train(teacher, 0, Trajectory.BEFORE);
        MultiLayerNetwork student = balanced(teacher)
                .learningRate(follow ? LearningRates.followTrajectory() : LearningRates.keep())
                .donors(Donors.cyclic())
                .widenAll(Layers.all())
                .times(2)
                .verifyOn(Probes.features(Trajectory.images(5).getFeatures()))
                .grow()
                .network();
        assertThat(Trajectory.distanceAfterTraining(teacher, student)).isLessThan(Tolerances.TRAJECTORY);
    }

    @Test
    void student_withNoise_computesTheTeachersFunction() {
        MultiLayerNetwork teacher = Trajectory.plain(Trajectory.settings(new Sgd(0.05)));
        double deviation = Net2Net.from(teacher)
                .shares(Shares.balanced())
                .widenAll(Layers.all())
                .times(2.5)
                .verifyOn(Probes.features(Trajectory.images(5).getFeatures()))
                .grow()
                .report()
                .comparison()
                .largest();
        assertThat(deviation).isLessThan(Tolerances.DOUBLE);
    }

    @Test
    void batchNorm_overUnevenCopies_isRefused() {
        Growth<MultiLayerNetwork> growth = balanced(Trajectory.convolutional(Trajectory.settings(new Sgd(0.05))))
                .donors(Donors.cyclic());
        assertThatThrownBy(() -> growth.widen("conv1").to(6).plan())
                .isInstanceOf(GrowthException.class)
                .hasMessage(
                        "cannot use balanced shares: 'norm1' is a batch norm over channels with different numbers of"
                                + " copies, which its one epsilon can't serve, and balanced copies arrive scaled. Use"
                                + " Shares.equal(), or widen other layers.");
    }

    @Test
    void function_thatIsNotHomogeneous_isRefused() {
        MultiLayerNetwork teacher = TestNetworks.network(
                TestNetworks.settings().activation(Activation.TANH),
                InputType.feedForward(4),
                TestNetworks.dense("first", 5),
                TestNetworks.softmax("out"));
        assertThatThrownBy(() -> balanced(teacher).widen("first").to(6).plan())
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot use balanced shares: 'first' computes tanh, for which f(a x) is not a f(x), and"
                        + " balanced copies arrive scaled. Use Shares.equal(), or widen other layers.");
    }

    @Test
    void noise_thatIsAdded_isRefused() {
        MultiLayerNetwork teacher = TestNetworks.network(
                TestNetworks.settings(),
                InputType.feedForward(4),
                TestNetworks.dense("first", 5),
                new OutputLayer.Builder()
                        .name("out")
                        .nOut(TestNetworks.CLASSES)
                        .activation(Activation.SOFTMAX)
                        .dropOut(new GaussianNoise(0.5))
                        .build());
        assertThatThrownBy(() -> balanced(teacher).widen("first").to(6).plan())
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot use balanced shares: 'out' adds to what it reads in training (GaussianNoise), and"
                        + " balanced copies arrive scaled. Use Shares.equal(), or widen other layers.");
    }

    @Test
    void freshChannels_areRefused() {
        Growth<MultiLayerNetwork> growth = balanced(TestNetworks.mlp(new Sgd(0.1)));
        assertThatThrownBy(() -> growth.donors(Donors.fresh()).plan())
                .isInstanceOf(GrowthException.class)
                .hasMessage(
                        "cannot combine Shares.balanced() with Donors.fresh(): there are no copies to balance. Leave"
                                + " one of them out.");
    }

    @Test
    void batchNorm_storedAsVariance_isScaledToo() {
        MultiLayerNetwork teacher = TestNetworks.network(
                TestNetworks.settings(),
                InputType.feedForward(4),
                TestNetworks.dense("first", 5),
                TestNetworks.batchNorm("norm", CNN2DFormat.NCHW, false),
                TestNetworks.activation("relu", Activation.RELU),
                TestNetworks.softmax("out"));
        double deviation = balanced(teacher)
                .donors(Donors.cyclic())
                .widen("first")
                .to(15)
                .verifyOn(Probes.features(TestNetworks.random(3, DataType.DOUBLE, 20, 4)))
                .grow()
                .report()
                .comparison()
                .largest();
        assertThat(deviation).isLessThan(Tolerances.DOUBLE);
    }

    private static Growth<MultiLayerNetwork> balanced(MultiLayerNetwork teacher) {
        return Net2Net.from(teacher).shares(Shares.balanced()).breakSymmetry(SymmetryBreaking.none());
    }
}
