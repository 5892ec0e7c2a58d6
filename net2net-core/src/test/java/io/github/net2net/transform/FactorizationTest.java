package io.github.net2net.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.net2net.Tolerances;
import io.github.net2net.tensor.ArrayTensor;
import io.github.net2net.tensor.Shape;
import io.github.net2net.tensor.Tensor;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FactorizationTest {
    private static Tensor random(int... sizes) {
        Shape shape = Shape.of(sizes);
        return ArrayTensor.of(
                shape, new Random(1).doubles(shape.length(), -1, 1).toArray());
    }

    @ParameterizedTest
    @CsvSource({"3, 7, 2, 0", "3, 7, 2, 1", "3, 7, 2, 2", "9, 1, 1, 0", "1, 1, 1, 0"})
    void the_product_of_all_channels_is_the_matrix(int first, int second, int third, int axis) {
        Tensor weights = random(first, second, third);
        Factorization factors = Factorization.of(weights, axis);
        int width = factors.rank(Tolerances.DOUBLE);
        for (int row = 0; row < weights.shape().size(axis); row++) {
            double[] product = new double[weights.slice(axis, row).length];
            for (int i = 0; i < width; i++) {
                double[] values = factors.second(i);
                for (int column = 0; column < product.length; column++) {
                    product[column] += factors.first(i)[row] * values[column];
                }
            }
            assertThat(product).containsExactly(weights.slice(axis, row), within(Tolerances.DOUBLE));
        }
    }

    @Test
    void the_rank_is_that_of_the_matrix() {
        Tensor weights = ArrayTensor.of(Shape.of(3, 3), 1, 2, 3, 2, 4, 6, 0, 0, 5);
        Factorization factors = Factorization.of(weights, 0);
        assertThat(factors.rank(Tolerances.DOUBLE)).isEqualTo(2);
        assertThat(factors.residual(2)).isLessThan(Tolerances.DOUBLE);
        assertThat(factors.residual(1)).isBetween(0.1, 0.9);
        assertThat(factors.residual(0)).isEqualTo(1);
        assertThat(factors.rank(1)).isZero();
    }

    @Test
    void zeros_have_the_rank_0() {
        Factorization factors = Factorization.of(ArrayTensor.factory().zeros(Shape.of(3, 4)), 1);
        assertThat(factors.rank(Tolerances.DOUBLE)).isZero();
        assertThat(factors.residual(0)).isZero();
    }

    @Test
    void numbers_at_the_edge_of_the_range_have_a_rank() {
        for (double scale : new double[] {1e-300, 1e300}) {
            Tensor weights = ArrayTensor.of(Shape.of(2, 2), scale, scale, scale, scale);
            assertThat(Factorization.of(weights, 0).rank(Tolerances.DOUBLE)).isEqualTo(1);
        }
    }

    @Test
    void what_is_no_number_has_no_factors() {
        for (Tensor broken : new Tensor[] {ArrayTensor.of(Shape.of(1, 1), Double.NaN), random(0, 3)}) {
            assertThatThrownBy(() -> Factorization.of(broken, 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("no factors of an empty array, or of one with NaN or infinite numbers");
        }
    }
}
