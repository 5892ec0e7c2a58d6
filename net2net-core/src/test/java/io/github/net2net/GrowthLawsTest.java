package io.github.net2net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.net2net.graph.ParamKey;
import io.github.net2net.reference.Batch;
import io.github.net2net.reference.GraphNet;
import io.github.net2net.reference.GraphNetAdapter;
import io.github.net2net.reference.Teachers;
import io.github.net2net.rule.Baseline;
import io.github.net2net.rule.CalibrationData;
import io.github.net2net.rule.Deepening;
import io.github.net2net.rule.Donors;
import io.github.net2net.rule.Layers;
import io.github.net2net.rule.SymmetryBreaking;
import io.github.net2net.spi.Blueprint;
import io.github.net2net.spi.ChannelStatistics;
import io.github.net2net.spi.StudentBuilder;
import io.github.net2net.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What holds for every growth, whatever it grows. */
class GrowthLawsTest {
    private static final GraphNet TEACHER = Teachers.residual();
    private static final Batch BATCH = Batch.random(TEACHER, Teachers.POSITIONS, 3);

    private static final Recipe RECIPE = Recipe.of()
            .widen("conv2")
            .by(5)
            .deepenAfter("conv3", Deepening.identityUnit().batchNorm(Deepening.calibratedOn(BATCH)))
            .widenAll(Layers.dense())
            .times(1.5)
            .enlargeKernel("conv1")
            .to(5);

    private static Growth<GraphNet> growth() {
        return Growth.of(new GraphNetAdapter(), TEACHER);
    }

    /** Every parameter's bits. */
    private static Map<String, String> bits(GraphNet network) {
        return new TreeMap<>(network.params().entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> entry.getKey().toString(),
                        entry -> Arrays.toString(entry.getValue().values()))));
    }

    private static GraphNet grow(Recipe recipe) {
        return growth().apply(recipe).grow().network();
    }

    @Test
    void the_teacher_keeps_every_bit() {
        Map<String, String> before = bits(TEACHER);
        growth().apply(RECIPE).verifyOn(BATCH).grow().network();

        assertThat(bits(TEACHER)).isEqualTo(before);
    }

    @Test
    void same_teacher_recipe_and_seed_give_the_same_bits() {
        assertThat(bits(grow(RECIPE.seed(42)))).isEqualTo(bits(grow(RECIPE.seed(42))));
    }

    @Test
    void another_seed_gives_another_student() {
        assertThat(bits(grow(RECIPE.seed(42)))).isNotEqualTo(bits(grow(RECIPE.seed(43))));
    }

    @Test
    void a_coupled_group_grows_alike_whichever_member_is_named() {
        GraphNet byConvolution = growth().widen("conv2").to(12).grow().network();
        GraphNet byShortcut = growth().widen("shortcut2").to(12).grow().network();

        assertThat(bits(byShortcut)).isEqualTo(bits(byConvolution));
    }

    @Test
    void planning_touches_no_weight() {
        Growth<GraphNet> untouched = Growth.of(new Untouchable(), TEACHER).apply(RECIPE);

        assertThatCode(untouched::plan).doesNotThrowAnyException();
        assertThat(untouched.plan().studentParameters())
                .isEqualTo(grow(RECIPE).graph().parameterCount());
    }

    @Test
    void a_verified_growth_reports_every_output_in_both_modes() {
        Recipe exactInBoth = Recipe.of().widen("conv2").by(5);
        Grown<GraphNet> grown = growth().apply(exactInBoth).verifyOn(BATCH).grow();

        assertThat(grown.report().comparison().deviations()).hasSize(2);
        assertThat(grown.report().comparison().largest()).isLessThanOrEqualTo(Tolerances.DOUBLE);
        assertThat(grown.plan().isExactInTraining()).isTrue();
    }

    @Test
    void an_approximate_growth_is_reported_but_not_refused() {
        Grown<GraphNet> grown = growth().widen("conv2")
                .by(5)
                .breakSymmetry(SymmetryBreaking.incomingNoise(0.1))
                .verifyOn(BATCH)
                .grow();

        assertThat(grown.plan().isExact()).isFalse();
        assertThat(grown.report().comparison().largest()).isGreaterThan(Tolerances.FAULT);
    }

    @Test
    void incoming_noise_is_for_weights_and_not_for_biases() {
        GraphNet student = growth().donors(Donors.given(0))
                .breakSymmetry(SymmetryBreaking.incomingNoise(0.1))
                .widen("fc")
                .by(1)
                .grow()
                .network();

        assertThat(student.param("fc", "b").at(10))
                .isEqualTo(student.param("fc", "b").at(0));
        assertThat(student.param("fc", "W").at(0, 10))
                .isNotEqualTo(student.param("fc", "W").at(0, 0));
    }

    @Test
    void the_random_pad_baseline_keeps_the_teachers_weights_inside() {
        Grown<GraphNet> grown = growth().baseline(Baseline.RANDOM_PAD)
                .widen("conv3")
                .to(12)
                .deepenAfter("fc")
                .enlargeKernel("conv1")
                .to(5)
                .verifyOn(BATCH)
                .grow();
        Tensor before = TEACHER.param("conv3", "W");
        Tensor after = grown.network().param("conv3", "W");

        assertThat(after.at(7, 6, 2)).isEqualTo(before.at(7, 6, 2));
        assertThat(grown.network().param("conv1", "W").at(1, 2, 1))
                .isEqualTo(TEACHER.param("conv1", "W").at(1, 2, 0));
        assertThat(grown.plan().isExact()).isFalse();
        assertThat(grown.report().comparison().largest()).isGreaterThan(Tolerances.FAULT);
    }

    @Test
    void every_prefix_of_a_chain_can_be_continued_in_different_ways() {
        Growth<GraphNet> prefix = growth().widen("conv1").to(10);
        GraphNet left = prefix.widen("fc").to(12).grow().network();
        GraphNet right = prefix.deepenAfter("fc").grow().network();
        GraphNet plain = prefix.grow().network();

        assertThat(left.graph().channels("fc")).isEqualTo(12);
        assertThat(right.graph().channels("fc")).isEqualTo(10);
        assertThat(right.graph().contains("fc_1")).isTrue();
        assertThat(plain.graph().contains("fc_1")).isFalse();
        assertThat(plain.graph().channels("fc")).isEqualTo(10);
    }

    @Test
    void recipes_with_equal_words_are_equal_and_others_are_not() {
        Recipe recipe = Recipe.of().widen("a").to(3).donors(Donors.given(1, 2)).seed(4);
        Recipe again = Recipe.of().widen("a").to(3).donors(Donors.given(1, 2)).seed(4);

        assertThat(recipe).isEqualTo(again).hasSameHashCodeAs(again);
        assertThat(recipe.seed(5)).isNotEqualTo(recipe);
        assertThat(recipe.deepenAfter("a")).isNotEqualTo(recipe);
        assertThat(Recipe.of().widen("a").to(4))
                .isNotEqualTo(Recipe.of().widen("a").to(3));
    }

    @Test
    void a_growth_remembers_its_recipe() {
        assertThat(growth().apply(RECIPE).recipe()).isEqualTo(RECIPE);
        assertThat(Recipe.of().widen("conv2").by(5).andThen(RECIPE.seed(3)))
                .isEqualTo(Recipe.of()
                        .widen("conv2")
                        .by(5)
                        .widen("conv2")
                        .by(5)
                        .deepenAfter("conv3", Deepening.identityUnit().batchNorm(Deepening.calibratedOn(BATCH)))
                        .widenAll(Layers.dense())
                        .times(1.5)
                        .enlargeKernel("conv1")
                        .to(5)
                        .seed(3));
    }

    /** Fails whoever asks for more than the structure. */
    private static final class Untouchable extends GraphNetAdapter {
        @Override
        public Tensor parameter(GraphNet network, ParamKey key) {
            throw new AssertionError(key + " was touched");
        }

        @Override
        public StudentBuilder<GraphNet> student(GraphNet teacher, Blueprint blueprint) {
            throw new AssertionError("a student was built");
        }

        @Override
        public ChannelStatistics statistics(GraphNet network, String node, CalibrationData data) {
            throw new AssertionError(node + " was measured");
        }
    }
}
