package io.github.net2net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.ParamKey;
import io.github.net2net.reference.Batch;
import io.github.net2net.reference.GraphNet;
import io.github.net2net.reference.GraphNetAdapter;
import io.github.net2net.reference.Teachers;
import io.github.net2net.rule.Baseline;
import io.github.net2net.rule.Layers;
import io.github.net2net.tensor.Tensor;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** More attention heads, and larger ones. */
class HeadsTest {
    private static final GraphNet TEACHER = Teachers.attention();
    private static final Batch BATCH = Batch.random(TEACHER, Teachers.POSITIONS, 3);

    private static Growth<GraphNet> growth() {
        return Growth.of(new GraphNetAdapter(), TEACHER);
    }

    private static Tensor param(GraphNet network, String name) {
        return Objects.requireNonNull(network.params().get(new ParamKey("attention", name)));
    }

    @ParameterizedTest
    @CsvSource({"3, 4", "9, 4", "2, 5", "2, 32", "5, 9"})
    void heads_of_any_number_and_size_are_exact_in_either_order(int heads, int size) {
        UnaryOperator<Growth<GraphNet>> more =
                heads == 2 ? g -> g : g -> g.nHeads("attention").to(heads);
        UnaryOperator<Growth<GraphNet>> larger =
                size == 4 ? g -> g : g -> g.headSize("attention").to(size);
        for (Growth<GraphNet> growth :
                List.of(larger.apply(more.apply(growth())), more.apply(larger.apply(growth())))) {
            Grown<GraphNet> grown =
                    growth.widenAll(Layers.all()).times(2.5).verifyOn(BATCH).grow();
            assertThat(grown.report().comparison().largest()).isLessThan(Tolerances.DOUBLE);
            assertThat(param(grown.network(), "Wv").shape().size(0)).isEqualTo(heads);
            assertThat(param(grown.network(), "Wv").shape().size(1)).isEqualTo(size);
        }
    }

    @Test
    void new_keys_are_zero_and_new_queries_are_not() {
        GraphNet student = growth().headSize("attention").to(6).grow().network();
        assertThat(param(student, "Wk").at(1, 5, 0)).isZero();
        assertThat(param(student, "Wq").at(1, 5, 0)).isNotZero();
        assertThat(param(student, "Wv").at(1, 5, 0)).isNotZero();
        assertThat(param(student, "Wo").at(5, 0)).isZero();
        assertThat(param(student, "Wo").at(6, 0)).isEqualTo(param(TEACHER, "Wo").at(4, 0));
    }

    @Test
    void the_baseline_holds_the_teachers_values_as_they_are_and_initial_ones() {
        Grown<GraphNet> grown = growth().headSize("attention")
                .to(6)
                .nHeads("attention")
                .to(3)
                .baseline(Baseline.RANDOM_PAD)
                .grow();
        GraphNet student = grown.network();
        assertThat(param(student, "Wk").at(1, 3, 0))
                .isEqualTo(param(TEACHER, "Wk").at(1, 3, 0));
        assertThat(param(student, "Wk").at(1, 5, 0)).isNotZero();
        assertThat(param(student, "Wo").at(17, 0)).isNotZero();
        assertThat(grown.plan().toString()).contains("attention.Wk  size 4->6  pad with initial values");
    }

    @Test
    void what_frozen_attention_never_learns_is_said() {
        NetGraph frozen = TEACHER.graph()
                .mapNodes(node -> node.attention() == null
                        ? node
                        : node.toBuilder().frozen(true).build());
        GrowthPlan plan = Growth.of(new GraphNetAdapter(), TEACHER.with(frozen))
                .nHeads("attention")
                .to(3)
                .headSize("attention")
                .to(6)
                .plan();
        assertThat(plan.toString())
                .contains("attention is frozen, so its new heads and new channels of heads never learn");
    }

    @Test
    void plans_say_what_becomes_of_each_parameter() {
        assertThat(growth().headSize("attention").to(6).plan()).hasToString("""
                GrowthPlan  205 -> 281 parameters (+37%)   seed 0   exact
                            1.6 kB -> 2.2 kB of parameters   1,164 -> 1,620 multiply-adds per example
                 1 headSize of attention 4 -> 6
                     attention.Wq  size 4->6  add, initial values
                     attention.Wk  size 4->6  x 1.225; add, zero
                     attention.Wv  size 4->6  add, initial values
                     attention.Wo  heads x size 8->12  add, weight zero
                optimizer: none""");
        assertThat(growth().nHeads("attention").to(3).plan().toString()).contains("""
                 1 nHeads of attention 2 -> 3
                     attention.Wq  heads 2->3  add, initial values
                     attention.Wk  heads 2->3  add, initial values
                     attention.Wv  heads 2->3  add, initial values
                     attention.Wo  heads x size 8->12  add, weight zero
                """);
    }

    @Test
    void layers_without_heads_and_numbers_that_are_not_larger_are_refused() {
        assertRefused(
                g -> g.nHeads("in2").to(3),
                "cannot give 'in2' 3 heads: a dense layer has no attention heads. Name an attention layer."
                        + " inspect() lists what can grow.");
        assertRefused(
                g -> g.headSize("attentoin").to(8),
                "cannot set headSize of 'attentoin' to 8: there is no layer of that name. Nearest names: attention,"
                        + " in1, in2; inspect() lists all.");
        assertRefused(
                g -> g.nHeads("attention").to(2),
                "cannot give 'attention' 2 heads: it has 2 heads now, and a layer can only grow. Give more than"
                        + " 2.");
        assertRefused(
                g -> g.headSize("attention").to(1),
                "cannot set headSize of 'attention' to 1: it has 4 channels in each head now, and a layer can only"
                        + " grow. Give more than 4.");
        assertRefused(
                g -> g.nHeads("attention").to(Integer.MAX_VALUE),
                "cannot give 'attention' 2147483647 heads: 2147483647 heads of 4 channels are 8589934588, and an"
                        + " array has at most 2147483647 entries along an axis. Give a smaller number.");
    }

    private static void assertRefused(UnaryOperator<Growth<GraphNet>> growth, String message) {
        assertThatThrownBy(() -> growth.apply(growth()).plan())
                .isInstanceOf(GrowthException.class)
                .hasMessage(message);
    }
}
