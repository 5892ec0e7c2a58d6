package io.github.net2net.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.net2net.Tolerances;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The reference tensor against formulas written out. */
class ArrayTensorTest {
    private static ArrayTensor random(Shape shape, long seed) {
        return ArrayTensor.of(shape, new Random(seed).doubles(shape.length()).toArray());
    }

    @Property(tries = 200)
    void statistics_scale_as_the_elements_do(
            @ForAll @IntRange(min = 0, max = 9999) int seed, @ForAll @IntRange(min = -1000, max = 1000) int exponent) {
        ArrayTensor ordinary = random(Shape.of(3, 4), seed);
        double scale = Math.scalb(1.0, exponent);
        double[] values = ordinary.values();
        Arrays.setAll(values, i -> values[i] * scale);
        ArrayTensor scaled = ArrayTensor.of(Shape.of(3, 4), values);

        assertThat(scaled.mean() / scale).isCloseTo(ordinary.mean(), within(Tolerances.DOUBLE));
        assertThat(scaled.standardDeviation() / scale)
                .isCloseTo(ordinary.standardDeviation(), within(Tolerances.DOUBLE));
    }

    @Property(tries = 200)
    void gather_is_its_formula(@ForAll @IntRange(min = 0, max = 9999) int seed) {
        Random random = new Random(seed);
        Shape shape = Shape.of(1 + random.nextInt(3), 1 + random.nextInt(3), 1 + random.nextInt(3));
        ArrayTensor input = random(shape, seed);
        int[] rows = random.ints(4, -1, shape.size(0)).toArray();
        int[] slices = random.ints(3, 0, shape.size(2)).toArray();
        double[] factors = random.doubles(3).toArray();
        ArrayTensor background = random(Shape.of(4, shape.size(1), 3), seed + 1);
        Gather gather = Gather.nothing().along(0, rows).along(2, slices, factors);
        Tensor filled = input.gather(gather, background);
        Tensor zeroed = input.gather(gather);

        for (int a = 0; a < 4; a++) {
            for (int b = 0; b < shape.size(1); b++) {
                for (int c = 0; c < 3; c++) {
                    boolean fresh = rows[a] == Gather.FRESH;
                    double copied = fresh ? 0 : input.at(rows[a], b, slices[c]) * factors[c];
                    assertThat(zeroed.at(a, b, c)).isEqualTo(copied);
                    assertThat(filled.at(a, b, c)).isEqualTo(fresh ? background.at(a, b, c) : copied);
                }
            }
        }
    }

    @Test
    void embed_sets_a_tensor_inside_zeros_or_a_background() {
        ArrayTensor inner = ArrayTensor.of(Shape.of(1, 2), 5, 6);
        ArrayTensor background = ArrayTensor.of(Shape.of(2, 3), 1, 2, 3, 4, 7, 8);
        int[] offset = {1, 1};

        assertThat(inner.embed(Shape.of(2, 3), offset, null)
                        .maxAbsDifference(ArrayTensor.of(Shape.of(2, 3), 0, 0, 0, 0, 5, 6)))
                .isZero();
        assertThat(inner.embed(Shape.of(2, 3), offset, background)
                        .maxAbsDifference(ArrayTensor.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6)))
                .isZero();
        assertThatThrownBy(() -> inner.embed(Shape.of(2, 3), new int[] {1, 2}, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("shape [1, 2] at offset [1, 2] does not fit into [2, 3]");
    }

    @Test
    void sums_are_element_wise_and_by_slice() {
        ArrayTensor tensor = ArrayTensor.of(Shape.of(2, 2), 1, 2, 3, 4);

        assertThat(((ArrayTensor) tensor.plus(tensor)).values()).containsExactly(2, 4, 6, 8);
        Tensor sliced = tensor.plusSlices(1, (j, i) -> j == 1 ? 10 * (i + 1) : 0);
        assertThat(((ArrayTensor) sliced).values()).containsExactly(1, 12, 3, 24);
        assertThatThrownBy(() -> tensor.plus(ArrayTensor.zeros(Shape.of(4))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("shapes differ: [2, 2] and [4]");
    }

    @Test
    void the_largest_difference_is_not_a_sum_and_shows_nan() {
        ArrayTensor zeros = ArrayTensor.zeros(Shape.of(2));

        assertThat(zeros.maxAbsDifference(ArrayTensor.of(Shape.of(2), 5, -5))).isEqualTo(5);
        assertThat(zeros.maxAbsDifference(ArrayTensor.of(Shape.of(2), Double.NaN, 0)))
                .isNaN();
        assertThat(ArrayTensor.of(Shape.of(2), 0, Double.POSITIVE_INFINITY).hasNonFinite())
                .isTrue();
        assertThat(zeros.hasNonFinite()).isFalse();
    }

    @Test
    void the_standard_deviation_is_the_populations() {
        assertThat(ArrayTensor.of(Shape.of(4), 2, 4, 4, 6).standardDeviation())
                .isCloseTo(Math.sqrt(2), within(Tolerances.DOUBLE));
        assertThat(ArrayTensor.zeros(Shape.of(0)).standardDeviation()).isZero();
    }

    @Test
    void tensors_share_no_memory_with_arrays() {
        double[] values = {1, 2};
        ArrayTensor tensor = ArrayTensor.of(Shape.of(2), values);
        values[0] = 9;
        tensor.values()[1] = 9;

        assertThat(tensor.values()).containsExactly(1, 2);
        assertThatThrownBy(() -> ArrayTensor.of(Shape.of(3), 1, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("2 values for shape [3] of 3");
    }

    @Test
    void gathers_that_dont_fit_are_misuse() {
        ArrayTensor tensor = ArrayTensor.zeros(Shape.of(2, 3).named("in", "out"));
        Gather outside = Gather.nothing().along(1, new int[] {0, 3});

        assertThatThrownBy(() -> tensor.gather(outside))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("source 3 lies outside out of shape [in 2, out 3]");
        assertThatThrownBy(() -> tensor.gather(Gather.nothing().along(2, new int[] {0})))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no axis 2 in shape [in 2, out 3]");
        assertThatThrownBy(() -> Gather.nothing().along(0, new int[] {0}).along(0, new int[] {0}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("axis 0 is gathered twice");
        assertThatThrownBy(() -> Gather.nothing().along(0, new int[] {0}, new double[] {1, 1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("1 slices but 2 factors");
        assertThatThrownBy(() -> tensor.gather(Gather.nothing(), ArrayTensor.zeros(Shape.of(1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the background is not of shape [in 2, out 3]");
    }

    @Test
    void shapes_are_equal_by_size_and_print_their_names() {
        assertThat(Shape.of(2, 3).named("in", "out"))
                .isEqualTo(Shape.of(2, 3))
                .hasSameHashCodeAs(Shape.of(2, 3))
                .hasToString("[in 2, out 3]");
        assertThat(Shape.of(2, 3).with(1, 5)).hasToString("[2, 5]");
        assertThat(Shape.of(4).name(0)).isEqualTo("axis 0");
        assertThatThrownBy(() -> Shape.of(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a size is negative: [-1]");
    }

    @Test
    void a_slice_has_the_remaining_axes_in_row_major_order() {
        Tensor tensor = ArrayTensor.of(Shape.of(2, 3, 2), 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
        assertThat(tensor.slice(0, 1)).containsExactly(6, 7, 8, 9, 10, 11);
        assertThat(tensor.slice(1, 2)).containsExactly(4, 5, 10, 11);
        assertThat(tensor.slice(2, 0)).containsExactly(0, 2, 4, 6, 8, 10);
    }
}
