package io.github.net2net.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.Grown;
import io.github.net2net.Recipe;
import io.github.net2net.dl4j.random.RandomParameters;
import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class ShrinkAndPerturbTest {

    private static MultiLayerNetwork teacher() {
        MultiLayerNetwork teacher = TestNetworks.cnn();
        RandomParameters.fill(teacher, 5);
        return teacher;
    }

    private static Map<String, INDArray> grown(Recipe recipe) {
        return Net2Net.from(teacher()).apply(recipe).seed(7).grow().network().paramTable();
    }

    @Test
    void everyWeight_isPartlyTheTeachers_andPartlyNew() {
        Map<String, INDArray> before = teacher().paramTable();
        Map<String, INDArray> initial = grown(Recipe.of().shrinkAndPerturb(0, 1));

        grown(Recipe.of().shrinkAndPerturb(0.4, 0.1)).forEach((name, value) -> {
            boolean statistic = name.contains("mean") || name.contains("var") || name.contains("log10stdev");
            INDArray expected = statistic
                    ? before.get(name)
                    : before.get(name).mul(0.4).add(initial.get(name).mul(0.1));
            assertThat(value.sub(expected).amaxNumber().doubleValue()).as(name).isLessThanOrEqualTo(Tolerances.DOUBLE);
        });
    }

    /** Weights of the initializer are no copies of the teacher's, and differ from seed to seed. */
    @Test
    void whatIsAdded_isNew() {
        INDArray before = teacher().getParam("4_W");
        INDArray initial = grown(Recipe.of().shrinkAndPerturb(0, 1)).get("4_W");

        assertThat(initial.sub(before).norm2Number().doubleValue()).isGreaterThan(0.1);
        assertThat(initial.norm2Number().doubleValue()).isPositive();
    }

    @Test
    void plan_saysThatItIsNotPreserving() {
        Recipe recipe = Recipe.of().shrinkAndPerturb(0.4, 0.1).widen("conv1").to(6);
        Grown<MultiLayerNetwork> grown = Net2Net.from(teacher()).apply(recipe).grow();

        assertThat(grown.plan().isExact()).isFalse();
        assertThat(grown.plan().toString())
                .contains(
                        "1 shrink and perturb: weights x 0.4 plus initial values x 0.1",
                        "not function-preserving: a warm start for training on more data",
                        "approximate");
        assertThat(Recipe.fromJson(recipe.toJson())).isEqualTo(recipe);
    }

    @Test
    void factorsThatMakeNoSense_areRefused() {
        assertThatThrownBy(() -> Recipe.of().shrinkAndPerturb(1.5, 0.1))
                .hasMessage("weights times 1.5; give a factor from 0 to 1");
        assertThatThrownBy(() -> Recipe.of().shrinkAndPerturb(0.5, -1))
                .hasMessage("initial values times -1.0; give a finite factor of 0 or more");
    }
}
