package io.github.net2net;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.github.net2net.graph.ParamKey;
import io.github.net2net.reference.Batch;
import io.github.net2net.reference.ForwardingStudent;
import io.github.net2net.reference.GraphNet;
import io.github.net2net.reference.GraphNetAdapter;
import io.github.net2net.reference.NetSketch;
import io.github.net2net.reference.Teachers;
import io.github.net2net.rule.Deepening;
import io.github.net2net.rule.Donors;
import io.github.net2net.rule.Layers;
import io.github.net2net.rule.Shares;
import io.github.net2net.rule.SymmetryBreaking;
import io.github.net2net.spi.Blueprint;
import io.github.net2net.spi.StateSlot;
import io.github.net2net.spi.StudentBuilder;
import io.github.net2net.tensor.ArrayTensor;
import io.github.net2net.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An optimizer's state follows the gradients: if the teacher's is its gradient, or that squared, then what a student of exact copies gets
 * is its own gradient, or that squared.
 */
class OptimizerStateLawTest {
    private static final double STEP = 1e-5;
    private static final double START = 0.25;

    static Stream<GraphNet> teachers() {
        return Stream.of(
                Teachers.mlp(), Teachers.residual(), Teachers.recurrent(), Teachers.attention(), Teachers.sliced());
    }

    /** An adapter whose networks have an optimizer with one array; it keeps what is set for the student. */
    private static final class WithState extends GraphNetAdapter {
        private final StateSlot slot;
        private final Map<ParamKey, ArrayTensor> teacher = new HashMap<>();
        private final Map<ParamKey, Tensor> student = new HashMap<>();

        WithState(StateSlot slot) {
            this.slot = slot;
        }

        @Override
        public Tensor optimizerState(GraphNet network, ParamKey key, StateSlot wanted) {
            return teacher.get(key);
        }

        @Override
        public StudentBuilder<GraphNet> student(GraphNet network, Blueprint blueprint) {
            return new ForwardingStudent(super.student(network, blueprint)) {
                @Override
                public ImmutableList<StateSlot> stateSlots(ParamKey key) {
                    return ImmutableList.of(slot);
                }

                @Override
                public void setState(ParamKey key, StateSlot wanted, Tensor value) {
                    student.put(key, value);
                }
            };
        }
    }

    /** A fixed combination of the outputs. */
    private static double loss(GraphNet network, Batch batch) {
        Random random = new Random(9);
        double loss = 0;
        for (Map<String, double[][]> example : batch.examples()) {
            Map<String, double[][]> values = network.run(example, false);
            for (String output : network.graph().outputs()) {
                loss += Arrays.stream(values.get(output))
                        .flatMapToDouble(Arrays::stream)
                        .map(value -> value * random.nextGaussian())
                        .sum();
            }
        }
        return loss;
    }

    private static ArrayTensor gradient(GraphNet network, ParamKey key, Batch batch, DoubleUnaryOperator change) {
        ArrayTensor value = network.params().get(key);
        double[] gradient = new double[value.values().length];
        Arrays.setAll(gradient, i -> {
            double[] more = value.values().clone();
            double[] less = value.values().clone();
            more[i] += STEP;
            less[i] -= STEP;
            double above = loss(network.with(key.node(), key.param(), ArrayTensor.of(value.shape(), more)), batch);
            double below = loss(network.with(key.node(), key.param(), ArrayTensor.of(value.shape(), less)), batch);
            return change.applyAsDouble((above - below) / (2 * STEP));
        });
        return ArrayTensor.of(value.shape(), gradient);
    }

    private static void assertFollows(GraphNet teacher, UnaryOperator<Growth<GraphNet>> steps, StateSlot.Scale scale) {
        Batch batch = new Batch(
                Batch.random(teacher, Teachers.POSITIONS, 5).examples().subList(0, 1));
        DoubleUnaryOperator change = scale == StateSlot.Scale.SECOND_MOMENT ? g -> g * g : g -> g;
        WithState adapter = new WithState(new StateSlot("state", scale, 0));
        teacher.params().keySet().forEach(key -> adapter.teacher.put(key, gradient(teacher, key, batch, change)));
        GraphNet student = steps.apply(Growth.of(adapter, teacher)).grow().network();
        assertThat(adapter.student.keySet()).isEqualTo(student.params().keySet());
        student.params().keySet().forEach(key -> {
            ArrayTensor expected = gradient(student, key, batch, change);
            double size = Arrays.stream(expected.values()).map(Math::abs).max().orElse(0);
            assertThat(((ArrayTensor) adapter.student.get(key)).values())
                    .as("%s", key)
                    .containsExactly(expected.values(), Offset.offset(Tolerances.DIFFERENCES * Math.max(1, size)));
        });
    }

    private static Recipe copies() {
        return Recipe.of().breakSymmetry(SymmetryBreaking.none());
    }

    @ParameterizedTest
    @MethodSource("teachers")
    void copiesHaveTheirOwnGradients(GraphNet teacher) {
        assertFollows(teacher, growth -> growth.apply(wider()), StateSlot.Scale.FIRST_MOMENT);
        Recipe uneven = copies().donors(Donors.cyclic())
                .shares(Shares.uneven(0.5))
                .widenAll(Layers.all())
                .times(2);
        assertFollows(teacher, growth -> growth.apply(uneven), StateSlot.Scale.SECOND_MOMENT);
    }

    private static Recipe wider() {
        return copies().widenAll(Layers.all()).times(1.5);
    }

    @ParameterizedTest
    @MethodSource("teachers")
    void mergedCopiesHaveTheGradientOfAll(GraphNet teacher) {
        GraphNet student =
                Growth.of(new GraphNetAdapter(), teacher).apply(wider()).grow().network();
        assertFollows(student, Growth::shrink, StateSlot.Scale.FIRST_MOMENT);
        assertFollows(student, Growth::shrink, StateSlot.Scale.SECOND_MOMENT);
    }

    /** The teacher's state is its weights, squared. */
    private static WithState withSquares(GraphNet teacher, StateSlot.Scale scale) {
        WithState adapter = new WithState(new StateSlot("state", scale, START));
        teacher.params()
                .forEach((key, value) -> adapter.teacher.put(
                        key,
                        ArrayTensor.of(
                                value.shape(),
                                Arrays.stream(value.values()).map(v -> v * v).toArray())));
        return adapter;
    }

    @ParameterizedTest
    @EnumSource
    void factorsBeginAnew_andWhatIsShrunkAndPerturbedKeepsItsState(StateSlot.Scale scale) {
        GraphNet teacher = Teachers.mlp();
        WithState factors = withSquares(teacher, scale);
        Growth.of(factors, teacher).factorize("fc2").to(5).grow();
        ParamKey weights = new ParamKey("fc2", "W");
        double start = scale.startsAtMean() ? factors.teacher.get(weights).mean() : START;
        assertThat(((ArrayTensor) factors.student.get(weights)).values())
                .containsOnly(start)
                .hasSize(25);
        assertThat(factors.student.get(new ParamKey("fc1", "W")))
                .isEqualTo(factors.teacher.get(new ParamKey("fc1", "W")));
        WithState perturbed = withSquares(teacher, scale);
        Growth.of(perturbed, teacher).shrinkAndPerturb(0.4, 0.1).grow();
        assertThat(perturbed.student).isEqualTo(perturbed.teacher);
    }

    @ParameterizedTest
    @EnumSource
    void newClassesStartAsTheOptimizerDoes_besideTheOldOnes(StateSlot.Scale scale) {
        NetSketch net = new NetSketch(8);
        net.source("in", 5, 3);
        GraphNet teacher = net.output(net.activation("out", net.dense("logits", "in", 3), "sigmoid"))
                .build();
        WithState adapter = withSquares(teacher, scale);
        Growth.of(adapter, teacher).addClasses("out", 2).grow();
        ParamKey weights = new ParamKey("logits", "W");
        ArrayTensor before = adapter.teacher.get(weights);
        double start = scale.startsAtMean() ? before.mean() : START;
        for (int input = 0; input < 5; input++) {
            Tensor after = adapter.student.get(weights);
            assertThat(after.at(input, 2)).isEqualTo(before.at(input, 2));
            assertThat(after.at(input, 3)).isEqualTo(start);
        }
    }

    @Test
    void whatIsNewStartsAsTheOptimizerDoes_orAtTheMean() {
        GraphNet teacher = Teachers.residual();
        for (StateSlot.Scale scale : StateSlot.Scale.values()) {
            WithState adapter = withSquares(teacher, scale);
            Growth.of(adapter, teacher)
                    .enlargeKernel("conv1")
                    .to(5)
                    .deepenAfter("conv3", Deepening.identityUnit().withoutBatchNorm())
                    .donors(Donors.fresh())
                    .widen("fc")
                    .to(12)
                    .grow();
            Tensor before = adapter.teacher.get(new ParamKey("conv1", "W"));
            Tensor kernel = adapter.student.get(new ParamKey("conv1", "W"));
            assertThat(kernel.at(2, 1, 1)).isEqualTo(before.at(2, 1, 0));
            double mean = before.mean();
            assertThat(kernel.at(2, 1, 0)).isEqualTo(scale.startsAtMean() ? mean : START);
            Tensor wider = adapter.student.get(new ParamKey("fc", "W"));
            double weights = adapter.teacher.get(new ParamKey("fc", "W")).mean();
            assertThat(wider.at(3, 11)).isEqualTo(scale.startsAtMean() ? weights : START);
            Tensor inserted = adapter.student.get(new ParamKey("conv3_1", "W"));
            double template = adapter.teacher.get(new ParamKey("conv3", "W")).mean();
            assertThat(inserted.at(0, 0, 0))
                    .isCloseTo(scale.startsAtMean() ? template : START, Offset.offset(Tolerances.DOUBLE));
        }
    }

    @Test
    void stateThatDoesNotExist_startsAsTheOptimizerDoes() {
        WithState adapter = new WithState(new StateSlot("state", StateSlot.Scale.SECOND_MOMENT, START));
        Growth.of(adapter, Teachers.mlp()).widen("fc1").to(8).grow();
        assertThat(adapter.student).isNotEmpty();
        adapter.student.forEach((key, value) ->
                assertThat(((ArrayTensor) value).values()).as("%s", key).containsOnly(START));
    }
}
