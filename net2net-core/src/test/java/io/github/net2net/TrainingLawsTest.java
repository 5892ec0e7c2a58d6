package io.github.net2net;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.graph.ParamKey;
import io.github.net2net.reference.GraphNet;
import io.github.net2net.reference.GraphNetAdapter;
import io.github.net2net.reference.Teachers;
import io.github.net2net.rule.Baseline;
import io.github.net2net.rule.Deepening;
import io.github.net2net.rule.Donors;
import io.github.net2net.rule.Shares;
import io.github.net2net.spi.Blueprint;
import io.github.net2net.spi.Scaling;
import io.github.net2net.spi.StudentBuilder;
import io.github.net2net.spi.Training;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What adapters are told of the training that follows a growth. */
class TrainingLawsTest {
    private static final Offset<Double> ROUNDING = Offset.offset(Tolerances.DOUBLE);

    private static final class Told extends GraphNetAdapter {
        private @Nullable Blueprint blueprint;

        @Override
        public StudentBuilder<GraphNet> student(GraphNet teacher, Blueprint given) {
            blueprint = given;
            return super.student(teacher, given);
        }
    }

    private static Blueprint told(UnaryOperator<Growth<GraphNet>> steps) {
        Told adapter = new Told();
        steps.apply(Growth.of(adapter, Teachers.mlp()).donors(Donors.cyclic())).grow();
        return Objects.requireNonNull(adapter.blueprint);
    }

    private static Training training(UnaryOperator<Growth<GraphNet>> steps) {
        return told(steps).training();
    }

    private static Scaling scaling(Training training, String node, String param) {
        return training.scaling(new ParamKey(node, param));
    }

    /** Of copies, gradients are divided before them and weights after them. */
    @Test
    void equalShares_divideGradientsOnOneSide_andWeightsOnTheOther() {
        Training training = training(growth -> growth.widen("fc1").times(3));
        Scaling producer = scaling(training, "fc1", "W");
        Scaling consumer = scaling(training, "fc2", "W");
        assertThat(producer.power(1, 0).mean()).isCloseTo(1, ROUNDING);
        assertThat(producer.power(0, 1).mean()).isCloseTo(1 / 3.0, ROUNDING);
        assertThat(consumer.power(1, 0).mean()).isCloseTo(1 / 3.0, ROUNDING);
        assertThat(consumer.power(0, 1).mean()).isCloseTo(1, ROUNDING);
        assertThat(scaling(training, "out", "W")).isSameAs(Scaling.NONE);
        assertThat(training.balanced()).isFalse();
    }

    @Test
    void balancedShares_divideBothByTheRoot_onBothSides() {
        Training training =
                training(growth -> growth.shares(Shares.balanced()).widen("fc1").times(3));
        for (String node : new String[] {"fc1", "fc2"}) {
            assertThat(scaling(training, node, "W").power(1, 0).mean()).isCloseTo(Math.sqrt(1 / 3.0), ROUNDING);
            assertThat(scaling(training, node, "W").power(0, 1).mean()).isCloseTo(Math.sqrt(1 / 3.0), ROUNDING);
        }
        assertThat(training.balanced()).isTrue();
    }

    @Test
    void stepsMultiplyTheirScalings() {
        Training training =
                training(growth -> growth.widen("fc1").times(2).widen("fc1").times(3));
        assertThat(scaling(training, "fc2", "W").power(1, 0).mean()).isCloseTo(1 / 6.0, ROUNDING);
    }

    @Test
    void growthIsBalanced_onlyIfEachWideningIs() {
        assertThat(training(growth -> growth.shares(Shares.balanced())
                                .widen("fc1")
                                .times(2)
                                .widen("fc2")
                                .shares(Shares.equal())
                                .times(2))
                        .balanced())
                .isFalse();
        assertThat(training(growth -> growth.shares(Shares.balanced())
                                .baseline(Baseline.RANDOM_PAD)
                                .widen("fc1")
                                .times(2))
                        .balanced())
                .isFalse();
    }

    @Test
    void thePaddedBaseline_scalesNothing() {
        Training training = training(
                growth -> growth.baseline(Baseline.RANDOM_PAD).widen("fc1").times(3));
        assertThat(scaling(training, "fc2", "W").power(1, 1).mean()).isCloseTo(1, ROUNDING);
    }

    @Test
    void theOptimizersState_isCarriedUnlessItIsReset_orNothingIsKept() {
        assertThat(training(growth -> growth.widen("fc1").times(2)).carriesState())
                .isTrue();
        assertThat(training(growth -> growth.resetOptimizer().widen("fc1").times(2))
                        .carriesState())
                .isFalse();
        assertThat(training(growth -> growth.baseline(Baseline.RANDOM_PAD)
                                .widen("fc1")
                                .times(2))
                        .carriesState())
                .isTrue();
        assertThat(training(growth -> growth.baseline(Baseline.FROM_SCRATCH)
                                .widen("fc1")
                                .times(2))
                        .carriesState())
                .isFalse();
    }

    @Test
    void initialValuesAreAskedFor_onlyWhereSomeAreUsed() {
        assertThat(told(growth -> growth.widen("fc1").times(2)).initialValues()).isEmpty();
        assertThat(told(growth -> growth.deepenAfter("fc1", Deepening.identityUnit()))
                        .initialValues())
                .isEmpty();
        assertThat(told(growth -> growth.donors(Donors.fresh()).widen("fc1").times(2))
                        .initialValues())
                .isEqualTo(OptionalLong.of(0));
        OptionalLong perturbed =
                told(growth -> growth.shrinkAndPerturb(0.4, 0.1)).initialValues();
        OptionalLong otherwise =
                told(growth -> growth.seed(1).shrinkAndPerturb(0.4, 0.1)).initialValues();
        assertThat(perturbed).isPresent().isNotEqualTo(otherwise).isNotEqualTo(OptionalLong.of(0));
    }
}
