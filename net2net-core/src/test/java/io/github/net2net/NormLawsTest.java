package io.github.net2net;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.Sets;
import io.github.net2net.graph.ParamKey;
import io.github.net2net.reference.GraphNet;
import io.github.net2net.reference.GraphNetAdapter;
import io.github.net2net.reference.Teachers;
import io.github.net2net.rule.Donors;
import io.github.net2net.rule.Layers;
import io.github.net2net.rule.SymmetryBreaking;
import io.github.net2net.spi.Blueprint;
import io.github.net2net.spi.NormChange;
import io.github.net2net.spi.StudentBuilder;
import io.github.net2net.tensor.ArrayTensor;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How norms of weights change, which decides what becomes of constraints on them. */
class NormLawsTest {

    static Stream<GraphNet> teachers() {
        return Stream.of(
                Teachers.mlp(), Teachers.residual(), Teachers.recurrent(), Teachers.attention(), Teachers.sliced());
    }

    /** Keeps what an adapter is told of norms. */
    private static final class Told extends GraphNetAdapter {
        private Map<ParamKey, NormChange> norms = Map.of();

        @Override
        public StudentBuilder<GraphNet> student(GraphNet teacher, Blueprint blueprint) {
            norms = blueprint.training().norms();
            return super.student(teacher, blueprint);
        }
    }

    /** The largest norm over the axes. */
    private static double largest(ArrayTensor tensor, Set<Integer> over) {
        int[] sizes = tensor.shape().sizes();
        double[] values = tensor.values();
        Map<String, Double> squares = new TreeMap<>();
        for (int k = 0; k < values.length; k++) {
            int rest = k;
            int[] index = new int[sizes.length];
            for (int axis = sizes.length - 1; axis >= 0; axis--) {
                index[axis] = over.contains(axis) ? 0 : rest % sizes[axis];
                rest /= sizes[axis];
            }
            squares.merge(Arrays.toString(index), values[k] * values[k], Double::sum);
        }
        return Math.sqrt(squares.values().stream().max(Double::compare).orElse(0.0));
    }

    private static Set<Set<Integer>> subsets(int rank) {
        return Sets.powerSet(IntStream.range(0, rank).boxed().collect(Collectors.toSet()));
    }

    /** What is told of all norms of a student holds; how many are told. */
    private static int check(GraphNet teacher, UnaryOperator<Growth<GraphNet>> steps) {
        Told adapter = new Told();
        GraphNet student = steps.apply(Growth.of(adapter, teacher)).grow().network();
        int told = 0;
        for (ParamKey key : teacher.params().keySet()) {
            ArrayTensor before = Objects.requireNonNull(teacher.params().get(key));
            ArrayTensor after = Objects.requireNonNull(student.params().get(key));
            NormChange change = adapter.norms.getOrDefault(key, NormChange.NONE);
            for (Set<Integer> over : subsets(before.shape().rank())) {
                if (change.factor(over).isPresent()) {
                    assertThat(largest(after, over))
                            .as("%s over %s", key, over)
                            .isCloseTo(
                                    change.factor(over).getAsDouble() * largest(before, over),
                                    Offset.offset(Tolerances.DOUBLE));
                    told++;
                }
            }
        }
        return told;
    }

    private static int all(GraphNet teacher) {
        return teacher.params().values().stream()
                .mapToInt(value -> 1 << value.shape().rank())
                .sum();
    }

    @ParameterizedTest
    @MethodSource("teachers")
    void equallyManyCopies_changeAllNormsByOneFactor(GraphNet teacher) {
        int told = check(
                teacher,
                growth -> growth.breakSymmetry(SymmetryBreaking.none())
                        .donors(Donors.cyclic())
                        .widenAll(Layers.all())
                        .times(2));
        assertThat(told).isEqualTo(all(teacher));
    }

    @ParameterizedTest
    @MethodSource("teachers")
    void unequalCopiesAndNoise_changeSomeInOtherWays(GraphNet teacher) {
        int uneven = check(
                teacher,
                growth -> growth.breakSymmetry(SymmetryBreaking.none())
                        .widenAll(Layers.all())
                        .times(1.5));
        int noisy = check(
                teacher,
                growth -> growth.donors(Donors.cyclic()).widenAll(Layers.all()).times(2));
        assertThat(uneven).isBetween(1, all(teacher) - 1);
        assertThat(noisy).isBetween(1, all(teacher) - 1);
    }

    @Test
    void largerKernelsHaveTheSameNorms_andZeros() {
        GraphNet teacher = Teachers.residual();
        assertThat(check(teacher, growth -> growth.enlargeKernel("conv1").to(5)))
                .isEqualTo(all(teacher));
        Told adapter = new Told();
        Growth.of(adapter, teacher).enlargeKernel("conv1").to(5).grow();
        NormChange change = adapter.norms.get(new ParamKey("conv1", "W"));
        assertThat(change.addsZeros(Set.of(0, 1))).isTrue();
        assertThat(change.addsZeros(Set.of(0, 1, 2))).isFalse();
        assertThat(change.adds(2)).isFalse();
    }

    @Test
    void freshChannelsHaveNormsOfTheirOwn() {
        Told adapter = new Told();
        Growth.of(adapter, Teachers.mlp())
                .donors(Donors.fresh())
                .widen("fc1")
                .to(8)
                .grow();
        NormChange produced = adapter.norms.get(new ParamKey("fc1", "W"));
        NormChange read = adapter.norms.get(new ParamKey("fc2", "W"));
        assertThat(produced.adds(1)).isTrue();
        assertThat(produced.addsZeros(Set.of(0))).isFalse();
        assertThat(read.adds(0)).isFalse();
        assertThat(read.addsZeros(Set.of(1))).isTrue();
        assertThat(read.isNoisy()).isFalse();
    }
}
