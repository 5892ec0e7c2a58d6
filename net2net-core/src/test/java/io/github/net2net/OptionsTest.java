package io.github.net2net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.reference.Batch;
import io.github.net2net.reference.GraphNet;
import io.github.net2net.reference.GraphNetAdapter;
import io.github.net2net.reference.Teachers;
import io.github.net2net.rule.Baseline;
import io.github.net2net.rule.Deepening;
import io.github.net2net.rule.Donors;
import io.github.net2net.rule.Layers;
import io.github.net2net.rule.LearningRates;
import io.github.net2net.rule.Shares;
import io.github.net2net.rule.SymmetryBreaking;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Options hold for the whole recipe, wherever they are stated. */
class OptionsTest {
    private static final GraphNet TEACHER = Teachers.residual();

    private interface Call extends UnaryOperator<Recipe> {}

    private static Growth<GraphNet> growth() {
        return Growth.of(new GraphNetAdapter(), TEACHER);
    }

    @Provide
    Arbitrary<List<Call>> steps() {
        return Arbitraries.<Call>of(
                        r -> r.widen("conv1").by(3),
                        r -> r.widen("conv2").donors(Donors.given(1, 1)).by(2),
                        r -> r.widen("fc").shares(Shares.original()).times(1.5),
                        r -> r.widenAll(Layers.convolutions())
                                .donors(Donors.fresh())
                                .times(1.2),
                        r -> r.deepenAfter("fc"),
                        r -> r.deepenAfter("conv3", Deepening.identityUnit().batchNorm(Deepening.uncalibrated())),
                        r -> r.enlargeKernel("conv1").to(5))
                .list()
                .ofMinSize(1)
                .ofMaxSize(3);
    }

    /** At most one of each kind, so that no order lets one replace another. */
    @Provide
    Arbitrary<List<Call>> options() {
        return Arbitraries.<Call>of(
                        r -> r.donors(Donors.cyclic()),
                        r -> r.shares(Shares.balanced()),
                        r -> r.breakSymmetry(SymmetryBreaking.dropout(0.3)),
                        r -> r.seed(7),
                        r -> r.learningRate(LearningRates.tenth()),
                        Recipe::resetOptimizer,
                        r -> r.baseline(Baseline.RANDOM_PAD))
                .list()
                .uniqueElements()
                .ofMaxSize(5);
    }

    @Provide
    Arbitrary<Baseline> baselines() {
        return Arbitraries.of(Baseline.RANDOM_PAD, Baseline.RANDOM_INIT, Baseline.FROM_SCRATCH);
    }

    /** The calls in some order that keeps that of the steps. */
    private static List<Call> mixed(List<Call> steps, List<Call> options, long seed) {
        List<Call> calls = new ArrayList<>(steps);
        Random random = new Random(seed);
        options.forEach(option -> calls.add(random.nextInt(calls.size() + 1), option));
        return calls;
    }

    /** The plan; or that it is refused: of several reasons, the one that is met first is told. */
    private static String outcome(List<Call> calls) {
        Growth<GraphNet> growth = growth();
        try {
            for (Call call : calls) {
                growth = growth.apply(call.apply(Recipe.of()));
            }
            return growth.plan() + "\n" + growth.plan().toJson();
        } catch (GrowthException refusal) {
            return "refused";
        }
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void the_order_of_options_among_steps_changes_nothing(
            @ForAll("steps") List<Call> steps, @ForAll("options") List<Call> options, @ForAll long seed) {
        List<Call> first = new ArrayList<>(options);
        first.addAll(steps);

        assertThat(outcome(mixed(steps, options, seed))).isEqualTo(outcome(first));
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void the_baseline_is_refused_where_the_preserving_student_is_and_has_its_size(
            @ForAll("steps") List<Call> steps,
            @ForAll("options") List<Call> options,
            @ForAll("baselines") Baseline baseline,
            @ForAll long seed) {
        Recipe recipe = Recipe.of();
        for (Call call : mixed(steps, options, seed)) {
            recipe = call.apply(recipe);
        }
        Recipe pad = recipe.baseline(baseline);
        Recipe preserving = recipe.baseline(Baseline.NONE);
        GrowthPlan plan;
        try {
            plan = growth().apply(preserving).plan();
        } catch (GrowthException refusal) {
            assertThatThrownBy(() -> growth().apply(pad)).hasMessage(refusal.getMessage());
            return;
        }
        GrowthPlan padded = growth().apply(pad).plan();
        assertThat(padded.studentParameters()).isEqualTo(plan.studentParameters());
        assertThat(padded.isExact()).isFalse();
        assertThat(padded.copies()).isEmpty();
    }

    @Test
    void a_baseline_is_refused_before_and_behind_the_step_alike() {
        GraphNet recurrent = Teachers.recurrent();
        Recipe step = Recipe.of().deepenAfter("out");
        Recipe pad = Recipe.of().baseline(Baseline.RANDOM_PAD);
        for (Recipe recipe : List.of(step, step.andThen(pad), pad.andThen(step))) {
            assertThatThrownBy(() -> Growth.of(new GraphNetAdapter(), recurrent).apply(recipe))
                    .isInstanceOf(GrowthException.class)
                    .hasMessageStartingWith("cannot deepen after 'out': it is an output of the network");
        }
    }

    @Test
    void an_option_that_makes_an_earlier_step_impossible_is_refused_on_its_own_line() {
        Batch batch = Batch.random(TEACHER, Teachers.POSITIONS, 1);
        Growth<GraphNet> steps = growth().widen("conv3")
                .to(12)
                .deepenAfter("conv3", Deepening.identityUnit().batchNorm(Deepening.calibratedOn(batch)));

        assertThatThrownBy(() -> steps.donors(Donors.fresh()))
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot deepen after 'conv3' with calibration: some of its channels are new and have no"
                        + " statistics in the teacher. Deepen before widening with fresh channels, or grow twice.");
    }

    @Test
    void calibration_behind_one_balanced_widening_is_refused() {
        Batch batch = Batch.random(TEACHER, Teachers.POSITIONS, 1);
        Growth<GraphNet> balanced = growth().widen("conv3")
                .donors(Donors.cyclic())
                .shares(Shares.balanced())
                .to(16);

        assertThatThrownBy(() -> balanced.deepenAfter(
                        "conv3", Deepening.identityUnit().batchNorm(Deepening.calibratedOn(batch))))
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot deepen after 'conv3' with calibration: Shares.balanced() has scaled its channels,"
                        + " and the teacher's statistics are of the unscaled ones. Deepen before widening, or grow"
                        + " twice.");
    }

    @Test
    void an_applied_recipe_brings_the_options_that_it_states_and_no_others() {
        Recipe seedless = Recipe.of().widen("fc").to(12).donors(Donors.cyclic());

        assertThat(growth().seed(42).apply(seedless).plan().seed()).isEqualTo(42);
        assertThat(growth().seed(42).apply(seedless.seed(3)).plan().seed()).isEqualTo(3);
        assertThat(Recipe.of().seed(42).andThen(seedless)).isEqualTo(seedless.seed(42));
        assertThat(Recipe.of().seed(42).andThen(seedless.seed(0))).isEqualTo(seedless.seed(0));
        assertThat(Recipe.of().seed(0)).isNotEqualTo(Recipe.of());
    }

    @Test
    void widenings_of_different_sizes_have_donors_and_shares_of_their_own() {
        Donors two = Donors.given(0, 2);
        Shares original = Shares.original();
        GrowthPlan plan = growth().donors(Donors.given(5))
                .widen("conv1")
                .donors(two)
                .shares(original)
                .by(2)
                .widen("fc")
                .by(1)
                .plan();

        assertThat(plan.toJson()).contains("\"added\": [ 0, 2 ]", "\"added\": [ 5 ]");
        assertThat(plan.toString()).contains("copy, copies weigh zero", "copy, divide by copies");
        assertThat(GrowthPlan.fromJson(plan.toJson()).recipe())
                .isEqualTo(Recipe.of()
                        .donors(Donors.given(5))
                        .widen("conv1")
                        .donors(two)
                        .shares(original)
                        .by(2)
                        .widen("fc")
                        .by(1));
    }
}
