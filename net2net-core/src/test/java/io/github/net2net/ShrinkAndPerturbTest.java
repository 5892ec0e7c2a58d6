package io.github.net2net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.graph.ParamKey;
import io.github.net2net.reference.GraphNet;
import io.github.net2net.reference.GraphNetAdapter;
import io.github.net2net.reference.Teachers;
import io.github.net2net.tensor.ArrayTensor;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Shrink and perturb: weights times one factor, plus initial values times another. */
class ShrinkAndPerturbTest {
    private static final GraphNet TEACHER = Teachers.residual();

    private static Grown<GraphNet> grown(double shrink, double perturb) {
        return Growth.of(new GraphNetAdapter(), TEACHER)
                .shrinkAndPerturb(shrink, perturb)
                .grow();
    }

    private static double[] values(GraphNet network, ParamKey key) {
        ArrayTensor value = network.params().get(key);
        return value == null ? new double[0] : value.values();
    }

    private static boolean isStatistic(ParamKey key) {
        return key.param().equals("mean") || key.param().equals("var");
    }

    /** What is added to the weights is the same at each factor of theirs: initial values. */
    @Test
    void eachWeightIsASumOfBoth_andStatisticsStay() {
        GraphNet initial = grown(0, 1).network();
        GraphNet student = grown(0.4, 0.1).network();
        for (ParamKey key : TEACHER.params().keySet()) {
            double[] expected = values(TEACHER, key).clone();
            double[] added = values(initial, key);
            if (!isStatistic(key)) {
                assertThat(added).as("%s", key).isNotEqualTo(expected);
                Arrays.setAll(expected, i -> 0.4 * values(TEACHER, key)[i] + 0.1 * added[i]);
            }
            assertThat(values(student, key)).as("%s", key).containsExactly(expected, Offset.offset(Tolerances.DOUBLE));
        }
    }

    @Test
    void onlyShrunken_weightsAreMultiples() {
        GraphNet student = grown(0.5, 0).network();
        double[] half = Arrays.stream(values(TEACHER, new ParamKey("conv1", "W")))
                .map(value -> value / 2)
                .toArray();
        assertThat(values(student, new ParamKey("conv1", "W"))).containsExactly(half, Offset.offset(Tolerances.DOUBLE));
    }

    @Test
    void thePlanSaysThatNothingIsPreserved() {
        assertThat(grown(0.4, 0.1).plan().toString())
                .contains("approximate")
                .contains(
                        "shrink and perturb: weights x 0.4 plus initial values x 0.1\n     not function-preserving: a warm"
                                + " start for training on more data");
        Recipe recipe = Recipe.of().shrinkAndPerturb(0.4, 0.1);
        assertThat(Recipe.fromJson(recipe.toJson())).isEqualTo(recipe);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-0.1 | 0.1 | weights times -0.1; give a factor from 0 to 1",
                "1.1 | 0.1 | weights times 1.1; give a factor from 0 to 1",
                "NaN | 0.1 | weights times NaN; give a factor from 0 to 1",
                "0.4 | -0.1 | initial values times -0.1; give a finite factor of 0 or more",
                "0.4 | Infinity | initial values times Infinity; give a finite factor of 0 or more",
            })
    void otherFactorsAreRefused(double shrink, double perturb, String message) {
        assertThatThrownBy(() -> grown(shrink, perturb))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
