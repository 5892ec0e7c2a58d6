package io.github.net2net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.reference.GraphNet;
import io.github.net2net.reference.GraphNetAdapter;
import io.github.net2net.reference.NetSketch;
import io.github.net2net.reference.Teachers;
import io.github.net2net.rule.Layers;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The widening within a budget is the largest one by an equal factor. */
class BudgetTest {

    private static Growth<GraphNet> growth(GraphNet teacher) {
        return Growth.of(new GraphNetAdapter(), teacher);
    }

    /** The largest cost within the budget of factors in steps of a hundredth. */
    private static long largest(GraphNet teacher, long budget, ToLongFunction<GrowthPlan> cost) {
        return IntStream.rangeClosed(109, 400)
                .mapToLong(hundredths -> cost.applyAsLong(growth(teacher)
                        .widenAll(Layers.all())
                        .times(hundredths / 100.0)
                        .plan()))
                .filter(each -> each <= budget)
                .max()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(longs = {95, 150, 333})
    void noLargerFactorFits(long budget) {
        GraphNet teacher = Teachers.mlp();
        GrowthPlan plan =
                growth(teacher).widenAll(Layers.all()).toBudget(budget).plan();
        assertThat(plan.studentParameters())
                .isEqualTo(largest(teacher, budget, GrowthPlan::studentParameters))
                .isLessThanOrEqualTo(budget);
        assertThat(plan.toString())
                .contains(String.format(
                        "%,d parameters, the most that equal factors reach within %,d",
                        plan.studentParameters(), budget));
    }

    @Test
    void multiplyAddsAreABudgetToo() {
        GraphNet teacher = Teachers.mlp();
        ToLongFunction<GrowthPlan> cost = plan -> plan.studentMultiplyAdds().orElseThrow();
        GrowthPlan plan =
                growth(teacher).widenAll(Layers.all()).toMultiplyAdds(500).plan();
        assertThat(cost.applyAsLong(plan)).isEqualTo(largest(teacher, 500, cost));
        assertThat(plan.toString()).contains("multiply-adds per example, the most that equal factors reach within 500");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "83 | cannot widen all layers to 83 parameters: before this step the network has 83 parameters already. Give more.",
                "82 | cannot widen all layers to 82 parameters: before this step the network has 83 parameters already. Give more.",
                "84 | cannot widen all layers to 84 parameters: the network has 83 parameters, and the next larger one has 92. Give 92 or more.",
            })
    void budgetsBelowTheNextNetworkAreRefused(long budget, String message) {
        assertThatThrownBy(() -> growth(Teachers.mlp()).widenAll(Layers.all()).toBudget(budget))
                .isInstanceOf(GrowthException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void theNextNetworkIsWithinItsOwnBudget() {
        assertThat(growth(Teachers.mlp())
                        .widenAll(Layers.all())
                        .toBudget(92)
                        .plan()
                        .studentParameters())
                .isEqualTo(92);
    }

    @Test
    void unknownCostsAreRefused() {
        NetSketch net = new NetSketch(1);
        net.source("in", 3, 2);
        net.dense("out", net.opaqueDense("odd", net.dense("fc", "in", 4), "is unknown"), 2);
        GraphNet teacher = net.output("out").build();
        assertThatThrownBy(() -> growth(teacher).widenAll(Layers.all()).toMultiplyAdds(500))
                .isInstanceOf(GrowthException.class)
                .hasMessageStartingWith("cannot widen all layers to 500 multiply-adds per example: ");
    }
}
