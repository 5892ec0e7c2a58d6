package io.github.net2net.dl4j.internal.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.net2net.Growth;
import io.github.net2net.GrowthException;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.TestNetworks;
import io.github.net2net.dl4j.Tolerances;
import io.github.net2net.dl4j.learningrate.CosineSchedule;
import io.github.net2net.rule.Donors;
import io.github.net2net.rule.Layers;
import io.github.net2net.rule.LearningRates;
import io.github.net2net.rule.Shares;
import io.github.net2net.rule.SymmetryBreaking;
import io.github.net2net.rule.WeightConstraints;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.LocallyConnected2D;
import org.deeplearning4j.nn.conf.layers.samediff.AbstractSameDiffLayer;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.AdaBelief;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.CycleSchedule;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.InverseSchedule;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.PolySchedule;
import org.nd4j.linalg.schedule.RampSchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.SigmoidSchedule;
import org.nd4j.linalg.schedule.StepSchedule;

/** What becomes of learning rates, and what the plan tells of them. */
class LearningRatesTest {
    private static final ScheduleType ITERATION = ScheduleType.ITERATION;

    static Stream<ISchedule> schedules() {
        return Stream.of(
                new FixedSchedule(0.1),
                new MapSchedule.Builder(ITERATION).add(0, 0.1).add(20, 0.01).build(),
                new StepSchedule(ITERATION, 0.1, 0.5, 10),
                new ExponentialSchedule(ITERATION, 0.1, 0.99),
                new CycleSchedule(ITERATION, 0.1, 40),
                new InverseSchedule(ITERATION, 0.1, 0.1, 0.5),
                new PolySchedule(ITERATION, 0.1, 2, 100),
                new SigmoidSchedule(ITERATION, 0.1, 0.1, 30),
                new CosineSchedule(0.1, 2, 50, 5));
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void tenth_ofASchedule_isATenthEverywhere(ISchedule schedule) {
        MultiLayerNetwork student = grown(new Sgd(schedule), LearningRates.tenth());
        for (int iteration = 0; iteration < 60; iteration++) {
            assertThat(updater(student, "first").getLearningRate(iteration, 0))
                    .isCloseTo(schedule.valueAt(iteration, 0) / 10, within(Tolerances.DOUBLE));
        }
        assertThat(MultiLayerConfiguration.fromJson(
                        student.getLayerWiseConfigurations().toJson()))
                .isEqualTo(student.getLayerWiseConfigurations());
    }

    @Test
    void schedule_thatHidesItsValues_isRefused() {
        Growth<MultiLayerNetwork> growth = Net2Net.from(
                        TestNetworks.mlp(new Sgd(new RampSchedule(new FixedSchedule(0.1), 10))))
                .learningRate(LearningRates.tenth());
        assertThatThrownBy(growth::plan)
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot multiply the learning rate by 0.1: a RampSchedule does not show its values. Use"
                        + " LearningRates.keep(), and set the student's schedule afterwards.");
    }

    @Test
    void warmUp_risesFromTheIterationOfGrowthOn() {
        MultiLayerNetwork student = grown(new Adam(0.1), LearningRates.keep().warmUp(4));
        IUpdater updater = updater(student, "first");
        double[] rates = {0.02, 0.04, 0.06, 0.08, 0.1, 0.1};
        for (int i = 0; i < rates.length; i++) {
            assertThat(updater.getLearningRate(6 + i, 0)).isCloseTo(rates[i], within(Tolerances.DOUBLE));
        }
    }

    @Test
    void warmUp_ofASchedule_continuesWithIt_andIsSaved() {
        ISchedule schedule = new ExponentialSchedule(ITERATION, 0.1, 0.99);
        MultiLayerNetwork student =
                grown(new Adam(schedule), LearningRates.times(0.5).warmUp(4));
        IUpdater loaded = ((BaseLayer) MultiLayerConfiguration.fromJson(
                                student.getLayerWiseConfigurations().toJson())
                        .getConf(0)
                        .getLayer())
                .getIUpdater();
        for (IUpdater updater : new IUpdater[] {updater(student, "first"), loaded}) {
            assertThat(updater.getLearningRate(6, 0))
                    .isCloseTo(0.2 * 0.5 * schedule.valueAt(6, 0), within(Tolerances.DOUBLE));
            assertThat(updater.getLearningRate(10, 0))
                    .isCloseTo(0.5 * schedule.valueAt(10, 0), within(Tolerances.DOUBLE));
        }
    }

    @Test
    void secondGrowth_afterAWarmUpOfASchedule_changesItsRatesToo() {
        ISchedule schedule = new ExponentialSchedule(ITERATION, 0.1, 0.99);
        MultiLayerNetwork teacher =
                grown(new Adam(schedule), LearningRates.keep().warmUp(4));
        teacher.setIterationCount(12);
        MultiLayerNetwork student = Net2Net.from(teacher)
                .learningRate(LearningRates.tenth().warmUp(4))
                .grow()
                .network();
        IUpdater updater = updater(student, "first");
        assertThat(updater.getLearningRate(12, 0))
                .isCloseTo(0.2 * 0.1 * schedule.valueAt(12, 0), within(Tolerances.DOUBLE));
        assertThat(updater.getLearningRate(16, 0)).isCloseTo(0.1 * schedule.valueAt(16, 0), within(Tolerances.DOUBLE));
    }

    @Test
    void tenth_reachesSameDiffLayers_andTheirVelocity() {
        MultiLayerNetwork teacher = TestNetworks.network(
                TestNetworks.settings().updater(new Nesterovs(0.1, 0.9)),
                InputType.convolutional(6, 6, 2),
                new LocallyConnected2D.Builder()
                        .kernelSize(3, 3)
                        .nOut(2)
                        .name("local")
                        .build(),
                TestNetworks.softmax("out"));
        Trajectory.train(teacher, 0, 1);
        MultiLayerNetwork student =
                Net2Net.from(teacher).learningRate(LearningRates.tenth()).grow().network();
        AbstractSameDiffLayer local =
                (AbstractSameDiffLayer) student.getLayer(0).conf().getLayer();
        assertThat(local.getUpdater().getLearningRate(0, 0)).isCloseTo(0.01, within(Tolerances.DOUBLE));
        INDArray velocity = teacher.getUpdater().getStateViewArray();
        assertThat(Trajectory.distance(velocity.div(10), student.getUpdater().getStateViewArray()))
                .isLessThan(Tolerances.DOUBLE);
    }

    @Test
    void plan_ofConstrainedWeights_tellsThatTheyFollowApproximately() {
        MultiLayerNetwork teacher = TestNetworks.network(
                TestNetworks.settings().updater(new Sgd(0.1)).constrainWeights(new MaxNormConstraint(0.5, 1)),
                InputType.feedForward(4),
                TestNetworks.dense("first", 5),
                TestNetworks.softmax("out"));
        assertThat(Net2Net.from(teacher)
                        .widen("first")
                        .times(2)
                        .donors(Donors.cyclic())
                        .weightConstraints(WeightConstraints.KEEP)
                        .learningRate(LearningRates.followTrajectory())
                        .plan()
                        .training()
                        .lines())
                .contains("out.W  approximate: MaxNormConstraint is kept, and may change the function at the first"
                        + " training step");
    }

    @Test
    void plan_ofClippedGradients_thatScaleDifferently_tellsHowFarOneThresholdIsOff() {
        MultiLayerNetwork teacher = TestNetworks.network(
                TestNetworks.settings()
                        .updater(new Sgd(0.1))
                        .gradientNormalization(GradientNormalization.ClipElementWiseAbsoluteValue),
                InputType.feedForward(4),
                TestNetworks.dense("first", 5),
                TestNetworks.softmax("out"));
        assertThat(Net2Net.from(teacher)
                        .widen("first")
                        .times(2)
                        .donors(Donors.cyclic())
                        .learningRate(LearningRates.followTrajectory())
                        .shares(Shares.balanced())
                        .plan()
                        .training()
                        .lines())
                .contains(
                        "first  ClipElementWiseAbsoluteValue threshold x 0.7071",
                        "out  ClipElementWiseAbsoluteValue threshold x 0.8409 (a compromise: its weights would need x 0.7071"
                                + " to x 1, so training follows the teacher's approximately)");
    }

    /** Its other inputs stay, so that their gradients do. */
    @Test
    void plan_ofClippingWhoseThresholdStays_doesNotPrintIt() {
        MultiLayerNetwork teacher = TestNetworks.network(
                TestNetworks.settings()
                        .updater(new Sgd(0.1))
                        .gradientNormalization(GradientNormalization.ClipElementWiseAbsoluteValue),
                InputType.feedForward(4),
                TestNetworks.dense("first", 5),
                TestNetworks.softmax("out"));
        assertThat(Net2Net.from(teacher)
                        .widen("first")
                        .times(2)
                        .donors(Donors.cyclic())
                        .breakSymmetry(SymmetryBreaking.none())
                        .learningRate(LearningRates.followTrajectory())
                        .plan()
                        .training()
                        .lines())
                .noneMatch(line -> line.startsWith("out  "))
                .noneMatch(line -> line.contains("x 1 ") || line.endsWith("x 1"));
    }

    static MultiLayerNetwork grown(IUpdater updater, LearningRates rule) {
        MultiLayerNetwork teacher = TestNetworks.mlp(updater);
        teacher.setIterationCount(6);
        return Net2Net.from(teacher)
                .widen("first")
                .to(10)
                .learningRate(rule)
                .grow()
                .network();
    }

    static IUpdater updater(MultiLayerNetwork network, String layer) {
        return ((BaseLayer) network.getLayer(TestNetworks.indexOf(network, layer))
                        .conf()
                        .getLayer())
                .getIUpdater();
    }

    @Test
    void plan_tellsFactorsAndWhy() {
        MultiLayerNetwork teacher = TestNetworks.mlp(new Adam(0.1));
        Growth<MultiLayerNetwork> growth = Net2Net.from(teacher)
                .widen("first")
                .times(2)
                .donors(Donors.cyclic())
                .learningRate(LearningRates.followTrajectory());
        assertThat(growth.plan().training().summary())
                .isEqualTo("Adam, without state, because the teacher has none (iteration 0, epoch 0); learning rate:"
                        + " follow the teacher's trajectory");
        assertThat(growth.plan().training().lines())
                .containsExactly(
                        "first.W  epsilon x 0.5 (gradients are 0.5 times the teacher's)",
                        "first.b  epsilon x 0.5 (gradients are 0.5 times the teacher's)",
                        "second.W  rate x 0.5 (gradients are the teacher's)",
                        "the copies start apart (zero-sum noise, 0.5 of the weights' standard deviation), so training follows the teacher's approximately");
    }

    @Test
    void plan_ofNewWeightsThatAreNoCopies_tellsThatTheyLearn() {
        String learn = "new weights that are no copies learn too, so training follows the teacher's approximately";
        Growth<MultiLayerNetwork> growth = Net2Net.from(TestNetworks.mlp(new Sgd(0.1)))
                .donors(Donors.fresh())
                .learningRate(LearningRates.followTrajectory());
        assertThat(growth.widen("first").to(8).plan().training().lines()).containsExactly(learn);
        assertThat(growth.deepenAfter("first").plan().training().lines()).containsExactly(learn);
    }

    @Test
    void plan_ofUnevenCopies_tellsHowFarOneRateIsOff() {
        Growth<MultiLayerNetwork> growth = Net2Net.from(TestNetworks.mlp(new Sgd(0.1)))
                .widen("first")
                .to(6)
                .donors(Donors.cyclic())
                .learningRate(LearningRates.followTrajectory());
        assertThat(growth.plan().training().lines())
                .contains("first.W  rate x 1.26 (a compromise: its weights would need x 1 to x 2, so training"
                        + " follows the teacher's approximately)");
    }

    @Test
    void plan_ofUnevenCopies_underAdam_tellsThatOnlyEpsilonIsOff() {
        Growth<MultiLayerNetwork> growth = Net2Net.from(TestNetworks.mlp(new Adam(0.1)))
                .widen("first")
                .to(6)
                .donors(Donors.cyclic())
                .learningRate(LearningRates.followTrajectory());
        assertThat(growth.plan().training().lines())
                .contains("first.W  epsilon x 0.7937 (a compromise: its weights would need x 0.5 to x 1, so"
                        + " training follows the teacher's approximately)");
    }

    @Test
    void plan_ofBalancedShares_underSgd_hasNothingToSet() {
        Growth<MultiLayerNetwork> growth = Net2Net.from(TestNetworks.mlp(new Sgd(0.1)))
                .shares(Shares.balanced())
                .breakSymmetry(SymmetryBreaking.none())
                .widen("first")
                .to(6)
                .learningRate(LearningRates.followTrajectory());
        assertThat(growth.plan().training().lines()).isEmpty();
    }

    @Test
    void plan_withWeightNoise_tellsThatCopiesPart() {
        MultiLayerNetwork teacher = TestNetworks.network(
                TestNetworks.settings().weightNoise(new DropConnect(0.5)),
                InputType.feedForward(4),
                TestNetworks.dense("first", 5),
                TestNetworks.softmax("out"));
        assertThat(Net2Net.from(teacher)
                        .donors(Donors.cyclic())
                        .widen("first")
                        .times(2)
                        .learningRate(LearningRates.followTrajectory())
                        .plan()
                        .training()
                        .lines())
                .contains("first  approximate: DropConnect draws its noise separately for each copy");
    }

    @Test
    void updater_thatIsNotKnown_isRefused() {
        MultiLayerNetwork teacher = TestNetworks.mlp(new AdaBelief(0.1));
        assertThatThrownBy(() -> Net2Net.from(teacher)
                        .widenAll(Layers.all())
                        .times(2)
                        .learningRate(LearningRates.tenth())
                        .plan())
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot carry the optimizer over: 'first' trains with"
                        + " org.nd4j.linalg.learning.config.AdaBelief, and net2net has no rule for how its state"
                        + " scales. Use resetOptimizer() and LearningRates.keep(), or train with one of DL4J's own"
                        + " updaters (AdaBelief fails in this version of DL4J).");
    }

    @Test
    void weightDecay_underAnUpdaterWithoutRate_stays() {
        MultiLayerNetwork teacher = TestNetworks.network(
                TestNetworks.settings().updater(new AdaDelta()).weightDecay(0.02),
                InputType.feedForward(4),
                TestNetworks.dense("first", 5),
                TestNetworks.softmax("out"));
        MultiLayerNetwork student = Net2Net.from(teacher)
                .widen("first")
                .times(2)
                .learningRate(LearningRates.followTrajectory())
                .grow()
                .network();
        assertThat(student.getLayer(1).conf().getLayer().getRegularizationByParam("W"))
                .isNotEmpty()
                .isEqualTo(teacher.getLayer(1).conf().getLayer().getRegularizationByParam("W"));
    }

    @Test
    void updatersWithoutRate_haveNoneToChange() {
        MultiLayerNetwork teacher = TestNetworks.mlp(new AdaDelta());
        assertThat(Net2Net.from(teacher).widen("first").to(7).plan().toString())
                .endsWith("(iteration 0, epoch 0); no learning rate");
        for (LearningRates rates : List.of(LearningRates.tenth(), LearningRates.cosine(0.1, 10))) {
            assertThatThrownBy(() -> Net2Net.from(teacher)
                            .learningRate(rates)
                            .widen("first")
                            .to(7)
                            .plan())
                    .isInstanceOf(GrowthException.class)
                    .hasMessage("cannot change the learning rate: AdaDelta has none. Leave the rate out.");
        }
    }

    @Test
    void biasRates_areTheirOwn() {
        MultiLayerNetwork teacher = TestNetworks.mlp(new Nesterovs(0.1, 0.9));
        MultiLayerNetwork student = Net2Net.from(teacher)
                .widenAll(Layers.all())
                .times(3)
                .donors(Donors.cyclic())
                .learningRate(LearningRates.followTrajectory())
                .grow()
                .network();
        BaseLayer out = (BaseLayer)
                student.getLayer(TestNetworks.indexOf(student, "out")).conf().getLayer();
        assertThat(out.getIUpdater().getLearningRate(0, 0)).isCloseTo(0.1 / 3, within(Tolerances.DOUBLE));
        assertThat(out.getBiasUpdater().getLearningRate(0, 0)).isCloseTo(0.1, within(Tolerances.DOUBLE));
        assertThat(updater(teacher, "out").getLearningRate(0, 0)).isEqualTo(0.1);
    }
}
