package io.github.net2net.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.Grown;
import io.github.net2net.GrowthException;
import io.github.net2net.GrowthPlan;
import io.github.net2net.Recipe;
import io.github.net2net.rule.Layers;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.Sgd;

/** A budget is reached as far as channels are whole. */
class BudgetTest {

    @Test
    void parameters_stayWithinTheBudget_andTheNextFactorDoesNot() {
        MultiLayerNetwork teacher = TestNetworks.cnn();
        for (long budget : new long[] {2_000, 10_000, 54_321}) {
            Grown<MultiLayerNetwork> grown = Net2Net.from(teacher)
                    .widenAll(Layers.all())
                    .toBudget(budget)
                    .verifyOn(Probes.features(TestNetworks.images(3, CNN2DFormat.NCHW)))
                    .grow();
            assertThat(grown.network().numParams()).isLessThanOrEqualTo(budget).isGreaterThan(budget * 8 / 10);
            assertThat(grown.report().comparison().largest()).isLessThanOrEqualTo(Tolerances.DOUBLE);
            double factor = factorOf(grown.plan());
            long next = Net2Net.from(teacher)
                    .widenAll(Layers.all())
                    .times(factor + 1e-4)
                    .plan()
                    .studentParameters();
            assertThat(next).isGreaterThan(budget);
        }
    }

    private static double factorOf(GrowthPlan plan) {
        String headline = plan.headlines().get(0);
        return Double.parseDouble(headline.substring(headline.lastIndexOf(' ')));
    }

    @Test
    void multiplyAdds_stayWithinTheBudget() {
        GrowthPlan plan = Net2Net.from(TestNetworks.cnn(), InputType.convolutional(8, 8, 2))
                .widenAll(Layers.convolutions())
                .toMultiplyAdds(50_000)
                .plan();
        assertThat(plan.studentMultiplyAdds().orElseThrow()).isBetween(40_000L, 50_000L);
        assertThat(plan.toString())
                .contains("multiply-adds per example, the most that equal factors reach within 50,000");
    }

    @Test
    void recipe_isReadFromJson() {
        Recipe recipe = Recipe.of().widenAll(Layers.all()).toBudget(2_000);
        assertThat(Recipe.fromJson(recipe.toJson())).isEqualTo(recipe);
        MultiLayerNetwork teacher = TestNetworks.cnn();
        GrowthPlan plan = Net2Net.from(teacher).apply(recipe).plan();
        assertThat(Net2Net.from(teacher)
                        .replay(GrowthPlan.fromJson(plan.toJson()))
                        .plan())
                .isEqualTo(plan);
    }

    @Test
    void impossibleBudgets_areRefused() {
        MultiLayerNetwork teacher = TestNetworks.mlp(new Sgd(0.1));
        assertThatThrownBy(() -> Net2Net.from(teacher).widenAll(Layers.all()).toBudget(82))
                .isInstanceOf(GrowthException.class)
                .hasMessage(
                        "cannot widen all layers to 82 parameters: before this step the network has 82 parameters already. Give more.");
        assertThatThrownBy(() -> Net2Net.from(teacher).widenAll(Layers.all()).toBudget(83))
                .isInstanceOf(GrowthException.class)
                .hasMessage(
                        "cannot widen all layers to 83 parameters: the network has 82 parameters, and the next larger"
                                + " one has 91. Give 91 or more.");
        assertThatThrownBy(() -> Net2Net.from(TestNetworks.cnn())
                        .widenAll(Layers.named("out"))
                        .toBudget(90_000))
                .isInstanceOf(GrowthException.class)
                .hasMessageStartingWith("cannot widen layers [out]: none of the layers can grow.");
    }
}
