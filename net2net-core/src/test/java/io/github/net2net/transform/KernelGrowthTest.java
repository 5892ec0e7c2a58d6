package io.github.net2net.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.primitives.ImmutableIntArray;
import io.github.net2net.GrowthException;
import io.github.net2net.Tolerances;
import io.github.net2net.graph.Kernel;
import io.github.net2net.graph.Kernel.Dimension;
import io.github.net2net.graph.Kernel.Padding;
import io.github.net2net.tensor.ArrayTensor;
import io.github.net2net.tensor.Shape;
import io.github.net2net.tensor.Tensor;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;
import org.junit.jupiter.api.Test;

/** Larger kernels against a convolution of one channel written out. */
class KernelGrowthTest {

    private static int outputs(Dimension d) {
        return d.padding() == Padding.EXPLICIT
                ? (d.input() + 2 * d.pad() - d.extent()) / d.stride() + 1
                : (d.input() + d.stride() - 1) / d.stride();
    }

    private static int padBefore(Dimension d) {
        return switch (d.padding()) {
            case EXPLICIT -> d.pad();
            case CAUSAL -> d.extent() - 1;
            case SAME_TRANSPOSED -> throw new IllegalStateException("tested with DL4J's transposed convolutions");
            case SAME -> Math.max(0, (outputs(d) - 1) * d.stride() + d.extent() - d.input()) / 2;
        };
    }

    private static double[][] convolve(double[][] image, Tensor kernel, Kernel geometry) {
        Dimension height = geometry.dimensions().get(0);
        Dimension width = geometry.dimensions().get(1);
        double[][] out = new double[outputs(height)][outputs(width)];
        for (int y = 0; y < out.length; y++) {
            for (int x = 0; x < out[0].length; x++) {
                for (int i = 0; i < height.size(); i++) {
                    for (int j = 0; j < width.size(); j++) {
                        int row = y * height.stride() + i * height.dilation() - padBefore(height);
                        int column = x * width.stride() + j * width.dilation() - padBefore(width);
                        boolean inside = row >= 0 && row < image.length && column >= 0 && column < image[0].length;
                        out[y][x] += inside ? image[row][column] * kernel.at(i, j) : 0;
                    }
                }
            }
        }
        return out;
    }

    @Provide
    Arbitrary<Dimension> dimensions() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 4),
                        Arbitraries.integers().between(1, 3),
                        Arbitraries.integers().between(1, 3),
                        Arbitraries.of(Padding.EXPLICIT, Padding.SAME, Padding.CAUSAL),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.integers().between(10, 14))
                .as(Dimension::new);
    }

    @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    void an_accepted_kernel_convolves_alike(
            @ForAll("dimensions") Dimension height,
            @ForAll("dimensions") Dimension width,
            @ForAll @IntRange(min = 0, max = 4) int taller,
            @ForAll @IntRange(min = 0, max = 4) int wider) {
        Kernel old = Kernel.of(height, width);
        boolean accepted = true;
        try {
            assertSameConvolution(
                    old,
                    KernelGrowth.of(
                            "conv", old, ImmutableIntArray.of(height.size() + taller, width.size() + wider), "this"));
        } catch (GrowthException refusal) {
            accepted = false;
        }
        Statistics.collect(accepted);
        Statistics.coverage(coverage -> coverage.check(true).percentage(share -> share > 20));
    }

    private static void assertSameConvolution(Kernel old, KernelGrowth growth) {
        Random random = new Random(1);
        double[][] image = new double[old.dimensions().get(0).input()][];
        Arrays.setAll(
                image, row -> random.doubles(old.dimensions().get(1).input()).toArray());
        Shape shape =
                Shape.of(old.dimensions().get(0).size(), old.dimensions().get(1).size());
        Tensor kernel = ArrayTensor.of(shape, random.doubles(shape.length()).toArray());
        Tensor larger = growth.apply(kernel, ImmutableIntArray.of(0, 1), null);
        double[][] before = convolve(image, kernel, old);
        double[][] after = convolve(image, larger, growth.grown());

        assertThat(after).hasDimensions(before.length, before[0].length);
        for (int y = 0; y < before.length; y++) {
            assertThat(after[y]).containsExactly(before[y], within(Tolerances.DOUBLE));
        }
    }

    private static KernelGrowth grow(Dimension dimension, int size) {
        return KernelGrowth.of("conv", Kernel.of(dimension), ImmutableIntArray.of(size), "Reader.of(size)");
    }

    @Test
    void the_old_kernel_stands_where_it_reads_the_same() {
        assertThat(grow(new Dimension(1, 2, 1, Padding.SAME, 0, 8), 3).offsets())
                .isEqualTo(ImmutableIntArray.of(0));
        assertThat(grow(new Dimension(3, 1, 1, Padding.SAME, 0, null), 7).offsets())
                .isEqualTo(ImmutableIntArray.of(2));
        assertThat(grow(new Dimension(3, 1, 2, Padding.CAUSAL, 0, null), 5).offsets())
                .isEqualTo(ImmutableIntArray.of(2));
        assertThat(grow(new Dimension(3, 1, 2, Padding.SAME, 0, null), 5).offsets())
                .isEqualTo(ImmutableIntArray.of(1));
        assertThat(grow(new Dimension(2, 2, 1, Padding.SAME_TRANSPOSED, 0, null), 4)
                        .offsets())
                .isEqualTo(ImmutableIntArray.of(1));
        assertThat(grow(new Dimension(2, 3, 1, Padding.SAME_TRANSPOSED, 0, null), 6)
                        .offsets())
                .isEqualTo(ImmutableIntArray.of(1));
        assertThat(grow(new Dimension(3, 2, 2, Padding.EXPLICIT, 1, null), 5)
                        .grown()
                        .dimensions()
                        .get(0)
                        .pad())
                .isEqualTo(3);
    }

    private static void assertRefused(Dimension dimension, int size, String reason) {
        assertThatThrownBy(() -> grow(dimension, size))
                .isInstanceOf(GrowthException.class)
                .hasMessage(
                        "cannot enlarge the kernel of 'conv' from " + dimension.size() + " to " + size + ": " + reason);
    }

    @Test
    void what_no_placement_can_do_is_refused() {
        assertRefused(
                new Dimension(3, 1, 1, Padding.EXPLICIT, 1, null),
                4,
                "with explicit padding, zeros are added on both sides alike, so a size of 3 can grow to 5, 7, … but not"
                        + " to 4.");
        assertRefused(
                new Dimension(3, 2, 1, Padding.SAME, 0, null),
                5,
                "under \"same\" padding with stride 2 the place of the old kernel depends on the input's size, which is"
                        + " not known. Give it: Reader.of(size).");
        assertRefused(
                new Dimension(3, 1, 2, Padding.SAME, 0, null),
                4,
                "\"same\" padding moves the first tap by 1 positions, which is no multiple of the dilation 2. Choose a"
                        + " size whose padding differs by a multiple.");
        assertRefused(
                new Dimension(3, 1, 1, Padding.SAME, 0, null),
                2,
                "2 is smaller than 3. A kernel can only grow; give sizes of at least the current ones.");
    }
}
