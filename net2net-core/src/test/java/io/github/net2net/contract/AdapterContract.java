package io.github.net2net.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.Grown;
import io.github.net2net.Growth;
import io.github.net2net.GrowthException;
import io.github.net2net.GrowthPlan;
import io.github.net2net.Recipe;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.Node;
import io.github.net2net.graph.Param;
import io.github.net2net.graph.ParamKey;
import io.github.net2net.rule.Baseline;
import io.github.net2net.rule.Donors;
import io.github.net2net.rule.Layers;
import io.github.net2net.rule.Shares;
import io.github.net2net.rule.SymmetryBreaking;
import io.github.net2net.spi.Deviation;
import io.github.net2net.spi.NetworkAdapter;
import io.github.net2net.spi.Probe;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every {@link NetworkAdapter} has to do, as tests. A subclass gives the adapter, a teacher and a probe; it may
 * add tests of its own.
 *
 * <p>The teacher's layer {@link #layer()} must be one that can be widened and, with an idempotent activation and without
 * a batch norm, be deepened after.
 *
 * @param <N> the framework's network type
 */
public abstract class AdapterContract<N> {

    /** The adapter under test. */
    protected abstract NetworkAdapter<N> adapter();

    /** A new network, with the same parameters and optimizer state at each call. */
    protected abstract N teacher();

    /** A network of another architecture than the teacher's. */
    protected abstract N otherArchitecture();

    /** The name of a layer of the teacher that can be widened, and repeated as the identity. */
    protected abstract String layer();

    /** Input on which the teacher and its students are compared. */
    protected abstract Probe<? super N> probe();

    private Growth<N> growth() {
        return Growth.of(adapter(), teacher());
    }

    private Recipe wideAndDeep() {
        return Recipe.of().seed(3).widen(layer()).by(3).deepenAfter(layer());
    }

    /** Every parameter's shape and elements. */
    private Map<String, String> bits(N network) {
        Map<String, String> bits = new TreeMap<>();
        for (Node node : adapter().read(network).nodes()) {
            for (Param param : node.params()) {
                ParamKey key = new ParamKey(node.name(), param.name());
                bits.put(key.toString(), Elements.of(adapter().parameter(network, key)));
            }
        }
        return bits;
    }

    @Test
    void parameters_have_the_shapes_that_the_graph_states() {
        N teacher = teacher();
        NetGraph graph = adapter().read(teacher);

        assertThat(graph.parameterCount()).isPositive();
        for (Node node : graph.nodes()) {
            for (Param param : node.params()) {
                ParamKey key = new ParamKey(node.name(), param.name());
                assertThat(adapter().parameter(teacher, key).shape())
                        .as(key.toString())
                        .isEqualTo(param.shape());
            }
        }
    }

    @Test
    void the_teacher_keeps_every_bit() {
        N teacher = teacher();
        Map<String, String> before = bits(teacher);
        Map<String, String> fingerprint = adapter().fingerprint(teacher);
        Growth.of(adapter(), teacher).apply(wideAndDeep()).verifyOn(probe()).grow();

        assertThat(bits(teacher)).isEqualTo(before).isEqualTo(bits(teacher()));
        assertThat(adapter().fingerprint(teacher)).isEqualTo(fingerprint);
    }

    @Test
    void a_plan_asks_for_no_weight_and_builds_no_student() {
        NetworkAdapter<N> untouchable = Recorder.refusing(adapter(), "parameter", "optimizerState", "student");
        Growth<N> planned = Growth.of(untouchable, teacher()).apply(wideAndDeep());

        assertThatCode(planned::plan).doesNotThrowAnyException();
        assertThat(planned.plan()).isEqualTo(growth().apply(wideAndDeep()).plan());
    }

    @Test
    void a_student_has_the_parameters_that_its_plan_states() {
        Grown<N> grown = growth().apply(wideAndDeep()).grow();
        NetGraph student = adapter().read(grown.network());

        assertThat(student.parameterCount())
                .isEqualTo(grown.plan().studentParameters())
                .isGreaterThan(grown.plan().teacherParameters());
    }

    @Test
    void the_same_teacher_recipe_and_seed_give_the_same_bits() {
        Map<String, String> first = bits(growth().apply(wideAndDeep()).grow().network());
        Map<String, String> second = bits(growth().apply(wideAndDeep()).grow().network());

        assertThat(second).isEqualTo(first);
        assertThat(bits(growth().apply(wideAndDeep()).seed(4).grow().network())).isNotEqualTo(first);
    }

    @Test
    void a_growth_without_steps_gives_a_copy() {
        assertThat(bits(growth().grow().network())).isEqualTo(bits(teacher()));
    }

    private static Stream<Recipe> exactOptions() {
        return Stream.of(
                Recipe.of(),
                Recipe.of().donors(Donors.cyclic()),
                Recipe.of().donors(Donors.fresh()),
                Recipe.of().shares(Shares.original()),
                Recipe.of().breakSymmetry(SymmetryBreaking.none()),
                Recipe.of().breakSymmetry(SymmetryBreaking.unevenShares(0.5)));
    }

    @ParameterizedTest
    @MethodSource("exactOptions")
    void what_the_plan_promises_holds(Recipe options) {
        N teacher = teacher();
        Growth<N> growth = Growth.of(adapter(), teacher)
                .apply(options)
                .apply(wideAndDeep())
                .widenAll(Layers.all())
                .times(1.5);
        N student = growth.grow().network();

        assertThat(growth.plan().isExact()).isTrue();
        for (Deviation deviation : probe().compare(teacher, student)) {
            if (growth.plan().promises(deviation)) {
                assertThat(deviation.relative())
                        .as(deviation.toString())
                        .isLessThanOrEqualTo(probe().tolerance(teacher));
            }
        }
    }

    @Test
    void the_probe_notices_a_student_that_computes_something_else() {
        N teacher = teacher();
        N other = growth().widen(layer())
                .by(3)
                .baseline(Baseline.RANDOM_PAD)
                .grow()
                .network();

        assertThat(probe().compare(teacher, other))
                .anyMatch(deviation -> deviation.relative() > probe().tolerance(teacher));
        assertThat(probe().compare(teacher, teacher())).allMatch(deviation -> deviation.maxAbsolute() == 0);
    }

    @Test
    void a_student_can_be_grown_again() {
        N first = growth().apply(wideAndDeep()).grow().network();
        N second = Growth.of(adapter(), first)
                .widen(layer())
                .by(2)
                .verifyOn(probe())
                .grow()
                .network();

        assertThat(adapter().read(second).parameterCount())
                .isGreaterThan(adapter().read(first).parameterCount());
    }

    @Test
    void what_cannot_be_grown_is_refused_and_leaves_the_teacher_as_it_was() {
        N teacher = teacher();
        Growth<N> growth = Growth.of(adapter(), teacher);

        assertThatThrownBy(() -> growth.widen("no such layer").by(1))
                .isInstanceOf(GrowthException.class)
                .hasMessageContaining("Nearest names: ");
        assertThatThrownBy(() -> growth.widen(layer()).to(1))
                .isInstanceOf(GrowthException.class)
                .hasMessageContaining("a layer can only grow");
        assertThatThrownBy(() -> growth.widen(layer()).to(Integer.MAX_VALUE)).isInstanceOf(GrowthException.class);
        assertThat(bits(teacher)).isEqualTo(bits(teacher()));
    }

    @Test
    void a_plan_read_from_json_grows_the_same_bits() {
        Growth<N> growth = growth().apply(wideAndDeep());
        GrowthPlan read = GrowthPlan.fromJson(growth.plan().toJson());

        assertThat(read).isEqualTo(growth.plan()).hasToString(growth.plan().toString());
        assertThat(bits(growth().replay(read).grow().network()))
                .isEqualTo(bits(growth.grow().network()));
        assertThatThrownBy(() -> Growth.of(adapter(), otherArchitecture()).replay(read))
                .isInstanceOf(GrowthException.class)
                .hasMessageStartingWith("cannot replay the plan: it was made for a network ");
    }

    @Test
    void initial_values_are_asked_for_only_if_the_blueprint_announces_them() {
        Recorder<N> recorder = new Recorder<>(adapter());
        Growth.of(recorder.adapter(), teacher()).apply(wideAndDeep()).grow();
        assertThat(recorder.initial()).isEmpty();

        Growth.of(recorder.adapter(), teacher())
                .donors(Donors.fresh())
                .apply(wideAndDeep())
                .grow();
        assertThat(recorder.initial()).isNotEmpty();
    }

    @Test
    void every_parameter_is_set_once() {
        Recorder<N> recorder = new Recorder<>(adapter());
        N student = Growth.of(recorder.adapter(), teacher())
                .apply(wideAndDeep())
                .grow()
                .network();

        assertThat(recorder.set())
                .doesNotHaveDuplicates()
                .hasSameSizeAs(bits(student).keySet());
    }

    @Test
    void the_optimizers_memory_is_carried_over_and_reset_on_request() {
        N teacher = teacher();
        Recorder<N> recorder = new Recorder<>(adapter());
        N copy = Growth.of(recorder.adapter(), teacher).grow().network();
        recorder.slots().forEach((key, slot) -> {
            assertThat(Elements.of(adapter().optimizerState(copy, key, slot)))
                    .as(key + " " + slot.name())
                    .isEqualTo(Elements.of(adapter().optimizerState(teacher, key, slot)));
        });

        Recorder<N> reset = new Recorder<>(adapter());
        Growth.of(reset.adapter(), teacher).resetOptimizer().grow();
        assertThat(reset.slots().keySet()).isEmpty();
    }
}
