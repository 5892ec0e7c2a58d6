package io.github.net2net.dl4j.internal.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.Growth;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.TestNetworks;
import io.github.net2net.dl4j.Tolerances;
import io.github.net2net.rule.Donors;
import io.github.net2net.rule.Layers;
import io.github.net2net.rule.LearningRates;
import io.github.net2net.rule.SymmetryBreaking;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.StepSchedule;

/** After a uniform widening, a student that follows its teacher takes the teacher's steps. */
class TrajectoryTest {

    static Stream<IUpdater> updaters() {
        return Stream.of(
                new Sgd(0.05),
                new Nesterovs(0.02, 0.9),
                new Adam(0.01),
                new AdaMax(0.01),
                new Nadam(0.01),
                new AMSGrad(0.01),
                new AdaGrad(0.02),
                new RmsProp(0.005));
    }

    static Stream<Arguments> updatersAndFactors() {
        return updaters().flatMap(updater -> Stream.of(2, 3).map(factor -> Arguments.of(updater, factor)));
    }

    @ParameterizedTest
    @MethodSource("updatersAndFactors")
    void student_thatFollows_takesTheTeachersSteps(IUpdater updater, int factor) {
        assertFollows(Trajectory.convolutional(Trajectory.settings(updater)), factor);
    }

    static Stream<NeuralNetConfiguration.Builder> settings() {
        return Stream.of(
                Trajectory.settings(new Sgd(0.05)).l2(0.1).l2Bias(0.05).l1(0.01).l1Bias(0.02),
                Trajectory.settings(new Adam(0.01)).l2(0.1).l2Bias(0.05),
                Trajectory.settings(new Adam(0.01)).weightDecay(0.1),
                Trajectory.settings(new Nesterovs(0.02, 0.9)).weightDecay(0.1, false),
                Trajectory.settings(new Nesterovs(0.02, 0.9)).biasUpdater(new Adam(0.01)),
                Trajectory.settings(new Adam(new StepSchedule(ScheduleType.ITERATION, 0.01, 0.5, 5))),
                Trajectory.settings(new Nesterovs(new ExponentialSchedule(ScheduleType.ITERATION, 0.02, 0.9), 0.9)));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void student_thatFollows_takesTheTeachersSteps_whateverItTrainsWith(NeuralNetConfiguration.Builder settings) {
        assertFollows(Trajectory.convolutional(settings), 2);
    }

    @Test
    void student_ofATeacherWithAnUpdaterForEachLayer_takesItsSteps() {
        MultiLayerNetwork teacher = Trajectory.convolutional(Trajectory.settings(new Sgd(0.05)));
        setUpdater(teacher, "conv1", new Adam(0.01));
        setUpdater(teacher, "norm1", new AMSGrad(0.01));
        setUpdater(teacher, "conv2", new Nesterovs(0.02, 0.9));
        setUpdater(teacher, "dense", new RmsProp(0.005));
        assertFollows(teacher, 2);
    }

    private static void setUpdater(MultiLayerNetwork network, String layer, IUpdater updater) {
        int index = TestNetworks.indexOf(network, layer);
        ((BaseLayer) network.getLayer(index).conf().getLayer()).setIUpdater(updater);
    }

    @Test
    void student_ofATeacherWithClippedGradients_takesItsSteps() {
        assertFollows(
                Trajectory.plain(Trajectory.settings(new Sgd(0.5))
                        .gradientNormalization(GradientNormalization.ClipElementWiseAbsoluteValue)
                        .gradientNormalizationThreshold(0.01)),
                3);
    }

    private static void assertFollows(MultiLayerNetwork teacher, int factor) {
        Trajectory.train(teacher, 0, Trajectory.BEFORE);
        MultiLayerNetwork student = growth(teacher, factor).grow().network();
        assertThat(Trajectory.distanceAfterTraining(teacher, student)).isLessThan(Tolerances.TRAJECTORY);
    }

    private static Growth<MultiLayerNetwork> growth(MultiLayerNetwork teacher, int factor) {
        return Net2Net.from(teacher)
                .widenAll(Layers.all())
                .times(factor)
                .donors(Donors.cyclic())
                .breakSymmetry(SymmetryBreaking.none())
                .learningRate(LearningRates.followTrajectory());
    }
}
