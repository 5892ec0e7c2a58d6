package io.github.net2net.dl4j.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import io.github.net2net.Growth;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.Tolerances;
import io.github.net2net.dl4j.internal.adapter.Dl4jAdapter;
import io.github.net2net.dl4j.layer.LayerKinds;
import io.github.net2net.graph.ParamKey;
import io.github.net2net.rule.Donors;
import io.github.net2net.rule.Layers;
import io.github.net2net.rule.LearningRates;
import io.github.net2net.rule.Shares;
import io.github.net2net.rule.SymmetryBreaking;
import io.github.net2net.spi.StateSlot;
import io.github.net2net.spi.StateSlot.Scale;
import io.github.net2net.tensor.Tensor;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

/** How training continues after attention has grown. */
class AttentionTrainingTest {
    private static final int BEFORE = 5;
    private static final int AFTER = 25;
    private static final INDArrayIndex ALL = NDArrayIndex.all();

    private static Model selfAttention(IUpdater updater) {
        return AttentionTeachers.chain(
                AttentionTeachers.settings(DataType.DOUBLE, updater),
                AttentionTeachers.selfAttention().build());
    }

    private static Model recurrentAttention(IUpdater updater) {
        return AttentionTeachers.chain(
                AttentionTeachers.settings(DataType.DOUBLE, updater),
                AttentionTeachers.recurrentAttention().build());
    }

    private static Model graph(IUpdater updater) {
        return AttentionTeachers.graph(AttentionTeachers.settings(DataType.DOUBLE, updater));
    }

    static Stream<Model> teachersWithAdam() {
        return Stream.of(selfAttention(new Adam(0.01)), recurrentAttention(new Adam(0.01)), graph(new Adam(0.01)));
    }

    private static Model trained(Model network, int steps) {
        for (int i = 0; i < steps; i++) {
            if (network instanceof ComputationGraph graph) {
                graph.fit(AttentionTeachers.twoData());
            } else {
                ((MultiLayerNetwork) network).fit(AttentionTeachers.data());
            }
        }
        return network;
    }

    private static double score(Model network) {
        return network instanceof ComputationGraph graph
                ? graph.score(AttentionTeachers.twoData())
                : ((MultiLayerNetwork) network).score(AttentionTeachers.data());
    }

    private static INDArray output(Model network) {
        return network instanceof ComputationGraph graph
                ? graph.output(AttentionTeachers.twoFeatures(DataType.DOUBLE))[0]
                : ((MultiLayerNetwork) network).output(AttentionTeachers.features(DataType.DOUBLE));
    }

    private static Model grow(Model teacher, UnaryOperator<Growth<Model>> growth) {
        return growth.apply(Net2Net.from(teacher).breakSymmetry(SymmetryBreaking.none()))
                .grow()
                .network();
    }

    private static Tensor state(Model network, String param, String slot) {
        Tensor state = new Dl4jAdapter<>(LayerKinds.standard(), ImmutableList.of())
                .optimizerState(network, new ParamKey("attention", param), new StateSlot(slot, Scale.FIRST_MOMENT, 0));
        assertThat(state).isNotNull();
        return state;
    }

    /** Nothing that the teacher has gets another gradient from new heads, which output nothing. */
    @ParameterizedTest
    @MethodSource("teachersWithAdam")
    void firstStepAfterNewHeads_takesTheTeachersParametersWhereItTakesTheTeacher(Model teacher) {
        trained(teacher, BEFORE);
        Model student = grow(teacher, g -> g.nHeads("attention").to(4));
        trained(teacher, 1);
        trained(student, 1);
        for (String name : new String[] {"Wq", "Wk", "Wv"}) {
            INDArray old = AttentionTeachers.param(student, name).get(NDArrayIndex.interval(0, 2), ALL, ALL);
            assertThat(distance(old, AttentionTeachers.param(teacher, name))).isLessThan(Tolerances.DOUBLE);
        }
        INDArray wo = AttentionTeachers.param(teacher, "Wo");
        INDArray old = AttentionTeachers.param(student, "Wo").get(NDArrayIndex.interval(0, wo.rows()), ALL);
        assertThat(distance(old, wo)).isLessThan(Tolerances.DOUBLE);
    }

    /** Keys are s times the teacher's, so that their gradients are 1/s times the teacher's. */
    @ParameterizedTest
    @MethodSource("teachersWithAdam")
    void memoryOfScaledKeys_isThatOfTheirGradients(Model teacher) {
        trained(teacher, BEFORE);
        INDArray keys = AttentionTeachers.param(teacher, "Wk");
        int size = (int) keys.size(1);
        Model student = grow(teacher, g -> g.headSize("attention").to(4 * size));
        double mean = state(teacher, "Wk", "v").mean();
        for (int head = 0; head < 2; head++) {
            for (int c = 0; c < size; c++) {
                double m = state(teacher, "Wk", "m").at(head, c, 1);
                double v = state(teacher, "Wk", "v").at(head, c, 1);
                assertThat(AttentionTeachers.param(student, "Wk").getDouble(head, c, 1))
                        .isCloseTo(2 * keys.getDouble(head, c, 1), within(1e-12));
                assertThat(state(student, "Wk", "m").at(head, c, 1)).isCloseTo(m / 2, within(1e-15));
                assertThat(state(student, "Wk", "v").at(head, c, 1)).isCloseTo(v / 4, within(1e-15));
                assertThat(state(student, "Wq", "m").at(head, c, 1))
                        .isEqualTo(state(teacher, "Wq", "m").at(head, c, 1));
            }
            assertThat(state(student, "Wk", "m").at(head, size, 1)).isZero();
            assertThat(state(student, "Wk", "v").at(head, size, 1)).isCloseTo(mean, within(1e-15));
        }
    }

    @ParameterizedTest
    @MethodSource("teachersWithAdam")
    void memoryOfCopies_isGathered_andScaledAsTheirGradients(Model teacher) {
        trained(teacher, BEFORE);
        int channels = (int) AttentionTeachers.param(teacher, "Wo").size(1);
        Model student = grow(
                teacher, g -> g.donors(Donors.given(1, 1, 0)).widen("attention").to(channels + 3));
        Tensor before = state(teacher, "Wo", "m");
        Tensor after = state(student, "Wo", "m");
        double[] shares = {1 / 2.0, 1 / 3.0, 1};
        for (int row = 0; row < 4; row++) {
            assertThat(after.at(row, 0)).isCloseTo(before.at(row, 0) * shares[0], within(1e-15));
            assertThat(after.at(row, 1)).isCloseTo(before.at(row, 1) * shares[1], within(1e-15));
            assertThat(after.at(row, 2)).isCloseTo(before.at(row, 2), within(1e-15));
            assertThat(after.at(row, channels)).isCloseTo(before.at(row, 1) * shares[1], within(1e-15));
            assertThat(after.at(row, channels + 2)).isCloseTo(before.at(row, 0) * shares[0], within(1e-15));
        }
    }

    static Stream<Model> teachersWithoutNormalizedSteps() {
        return Stream.of(
                selfAttention(new Sgd(0.1)),
                selfAttention(new Nesterovs(0.05, 0.9)),
                graph(new Sgd(0.1)),
                graph(new Nesterovs(0.05, 0.9)));
    }

    /** The softmax reads products of what is scaled and what undoes that. */
    @ParameterizedTest
    @MethodSource("teachersWithoutNormalizedSteps")
    void student_withBalancedShares_takesTheTeachersSteps(Model teacher) {
        trained(teacher, BEFORE);
        Model student = grow(
                teacher,
                g -> g.shares(Shares.balanced())
                        .widen("attention")
                        .by(5)
                        .widen(input(teacher))
                        .by(4));
        INDArray before = output(teacher).dup();
        trained(teacher, AFTER);
        trained(student, AFTER);
        assertThat(distance(before, output(teacher))).isGreaterThan(Tolerances.CLEARLY_DIFFERENT);
        assertThat(distance(output(student), output(teacher))).isLessThan(Tolerances.TRAJECTORY);
    }

    private static String input(Model teacher) {
        return teacher instanceof ComputationGraph ? "k" : "before";
    }

    /** New heads learn within two steps: first what reads them, then they themselves. */
    @ParameterizedTest
    @MethodSource("teachersWithAdam")
    void newParameters_getGradientsWithinTwoSteps_andTheLossFalls(Model teacher) {
        trained(teacher, BEFORE);
        Model heads = grow(teacher, g -> g.nHeads("attention").to(4));
        Model size = grow(teacher, g -> g.headSize("attention").to(7));
        for (Model student : new Model[] {heads, size}) {
            INDArray before = student.params().dup();
            trained(student, 1);
            trained(student, 1);
            double[] moved = before.sub(student.params()).dup().data().asDouble();
            assertThat(Arrays.stream(moved).filter(difference -> difference == 0))
                    .as("parameters that have not moved in two steps")
                    .isEmpty();
            double loss = score(student);
            trained(student, AFTER);
            assertThat(score(student)).isLessThan(loss);
        }
    }

    static Stream<IUpdater> updaters() {
        return Stream.of(new Sgd(0.1), new Nesterovs(0.1, 0.9), new Adam(0.01), new RmsProp(0.01));
    }

    @ParameterizedTest
    @MethodSource("updaters")
    void vertexInAnUnchangedStudent_keepsItsOptimizersMemory(IUpdater updater) {
        Model teacher = trained(graph(updater), BEFORE);
        Model student = grow(teacher, g -> g);
        trained(teacher, 3);
        trained(student, 3);
        assertThat(student.params()).isEqualTo(teacher.params());
        assertThat(teacher.params().sub(graph(updater).params()).amaxNumber().doubleValue())
                .isPositive();
    }

    @Test
    void rates_ofVertices_areChanged_andThoseThatCannotBeAreStated() {
        Model teacher = trained(graph(new Sgd(0.1)), 1);
        Model student = grow(teacher, g -> g.learningRate(LearningRates.tenth()));
        INDArray before = AttentionTeachers.param(student, "Wo").dup();
        INDArray old = AttentionTeachers.param(teacher, "Wo").dup();
        trained(teacher, 1);
        trained(student, 1);
        INDArray moved = AttentionTeachers.param(teacher, "Wo").sub(old);
        assertThat(distance(AttentionTeachers.param(student, "Wo").sub(before), moved.mul(0.1)))
                .isLessThan(Tolerances.DOUBLE);
        assertThat(Net2Net.from(teacher)
                        .widenAll(Layers.all())
                        .times(2)
                        .learningRate(LearningRates.followTrajectory())
                        .plan()
                        .training()
                        .lines())
                .contains("attention  approximate: net2net sets no rates for single parameters of SameDiff vertices");
    }

    private static double distance(INDArray first, INDArray second) {
        return first.sub(second).amaxNumber().doubleValue();
    }
}
