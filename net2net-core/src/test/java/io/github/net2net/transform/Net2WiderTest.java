package io.github.net2net.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.net2net.GrowthException;
import io.github.net2net.Tolerances;
import io.github.net2net.channel.ChannelMap;
import io.github.net2net.rule.Donors;
import io.github.net2net.rule.Shares;
import io.github.net2net.spi.StateSlot;
import io.github.net2net.tensor.ArrayTensor;
import io.github.net2net.tensor.Shape;
import io.github.net2net.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Net2Wider on tensors, and the rules for donors, shares and noise. */
class Net2WiderTest {
    private static final ChannelMap MAP = ChannelMap.of(3, 0, 1, 2, 1, 1, ChannelMap.FRESH);
    private static final ArrayTensor WEIGHTS =
            ArrayTensor.of(Shape.of(3, 4), new Random(1).doubles(12).toArray());

    @Test
    void a_producer_is_copied_and_a_consumer_divided() {
        double[] shares = Shares.equal().shares(MAP, new Random(0));
        Tensor producer = Net2Wider.producer(WEIGHTS, 0, MAP);
        Tensor consumer = Net2Wider.consumer(WEIGHTS, 0, MAP, shares);

        assertThat(shares).containsExactly(1, 1.0 / 3, 1, 1.0 / 3, 1.0 / 3, 0);
        for (int o = 0; o < 4; o++) {
            assertThat(producer.at(4, o)).isEqualTo(WEIGHTS.at(1, o));
            assertThat(consumer.at(4, o)).isEqualTo(WEIGHTS.at(1, o) * (1.0 / 3));
            assertThat(consumer.at(5, o)).isZero();
        }
    }

    @Test
    void a_fresh_channel_starts_from_the_background_and_is_read_with_weight_zero() {
        Tensor background =
                ArrayTensor.of(Shape.of(6, 5), new Random(2).doubles(30).toArray());
        ChannelMap outs = ChannelMap.of(4, 0, 1, 2, 3, ChannelMap.FRESH);
        double[] shares = Shares.equal().shares(MAP, new Random(0));
        Tensor grown = Net2Wider.widen(
                WEIGHTS, List.of(AxisGrowth.consuming(0, MAP, shares), AxisGrowth.producing(1, outs)), background);

        assertThat(grown.at(5, 2)).isZero();
        assertThat(grown.at(2, 4)).isEqualTo(background.at(2, 4));
    }

    @Test
    void an_optimizers_memory_scales_as_gradients_do_and_starts_new_slices_at_the_mean_size() {
        double[] shares = Shares.equal().shares(MAP, new Random(0));
        List<AxisGrowth> axes = List.of(AxisGrowth.producing(0, MAP, shares));
        Tensor momentum = state(axes, StateSlot.Scale.FIRST_MOMENT);
        Tensor sizes = state(axes, StateSlot.Scale.SECOND_MOMENT);
        Tensor ofReader = Net2Wider.state(
                ArrayTensor.factory(),
                WEIGHTS,
                List.of(AxisGrowth.consuming(0, MAP, shares)),
                new StateSlot("v", StateSlot.Scale.SECOND_MOMENT, 0));

        assertThat(momentum.at(4, 2)).isCloseTo(WEIGHTS.at(1, 2) / 3, within(Tolerances.DOUBLE));
        assertThat(momentum.at(5, 2)).isZero();
        assertThat(sizes.at(4, 2)).isCloseTo(WEIGHTS.at(1, 2) / 9, within(Tolerances.DOUBLE));
        assertThat(sizes.at(5, 2)).isCloseTo(WEIGHTS.mean(), within(Tolerances.DOUBLE));
        assertThat(ofReader.at(4, 2)).isEqualTo(WEIGHTS.at(1, 2));
    }

    @Test
    void sizes_of_gradients_that_no_one_reads_are_kept() {
        double[] shares = Shares.original().shares(MAP, new Random(0));
        List<AxisGrowth> axes = List.of(AxisGrowth.producing(0, MAP, shares));

        assertThat(shares[3]).isZero();
        assertThat(state(axes, StateSlot.Scale.SECOND_MOMENT).at(3, 2)).isEqualTo(WEIGHTS.at(1, 2));
        assertThat(state(axes, StateSlot.Scale.FIRST_MOMENT).at(3, 2)).isZero();
        assertThat(Net2Wider.state(
                                ArrayTensor.factory(),
                                WEIGHTS,
                                List.of(AxisGrowth.producing(0, ChannelMap.of(3, 2, 0, 1, 0))),
                                new StateSlot("m", StateSlot.Scale.FIRST_MOMENT, 7))
                        .at(3, 1))
                .isEqualTo(WEIGHTS.at(0, 1));
    }

    @Test
    void incoming_noise_differs_between_copies_and_leaves_the_first_as_it_is() {
        int columns = 5000;
        ArrayTensor weights = ArrayTensor.of(
                Shape.of(2, columns), new Random(1).doubles(2L * columns).toArray());
        ChannelMap map = ChannelMap.of(2, 0, 1, 0, 0);
        Tensor wider = Net2Wider.producer(weights, 0, map);
        Tensor noisy = Net2Wider.incomingNoise(wider, 0, map, 0.1, 3);

        double[] second = new double[columns];
        double[] third = new double[columns];
        for (int i = 0; i < columns; i++) {
            assertThat(noisy.at(0, i)).isEqualTo(wider.at(0, i));
            assertThat(noisy.at(1, i)).isEqualTo(wider.at(1, i));
            second[i] = noisy.at(2, i) - wider.at(2, i);
            third[i] = noisy.at(3, i) - wider.at(3, i);
        }
        double deviation = 0.1 * wider.standardDeviation();
        for (double[] noise : List.of(second, third)) {
            assertThat(Arrays.stream(noise).average().orElseThrow()).isCloseTo(0, within(0.05 * deviation));
            double squares = Arrays.stream(noise).map(x -> x * x).sum();
            assertThat(Math.sqrt(squares / columns)).isCloseTo(deviation, within(0.05 * deviation));
        }
        double product = IntStream.range(0, columns)
                .mapToDouble(i -> second[i] * third[i])
                .sum();
        assertThat(product / columns).isCloseTo(0, within(0.05 * deviation * deviation));
    }

    private static Tensor state(List<AxisGrowth> axes, StateSlot.Scale scale) {
        return Net2Wider.state(ArrayTensor.factory(), WEIGHTS, axes, new StateSlot("slot", scale, 0));
    }

    @Property(tries = 300)
    void shares_sum_to_one_over_each_set_of_copies(@ForAll @IntRange(min = 0, max = 9999) int seed) {
        Random random = new Random(seed);
        ChannelMap map = Donors.random().choose(4, 4 + random.nextInt(8), random);
        for (Shares rule : List.of(Shares.equal(), Shares.original(), Shares.uneven(0.9))) {
            double[] sums = new double[4];
            double[] shares = rule.shares(map, random);
            for (int j = 0; j < map.size(); j++) {
                assertThat(shares[j]).isBetween(0.0, 1.0);
                sums[map.source(j)] += shares[j];
            }
            assertThat(sums).containsExactly(new double[] {1, 1, 1, 1}, within(1e-12));
        }
    }

    @Test
    void zero_sum_noise_cancels_over_copies_and_parts_them() {
        Tensor wider = Net2Wider.consumer(WEIGHTS, 0, MAP, Shares.equal().shares(MAP, new Random(0)));
        Tensor noisy = Net2Wider.zeroSumNoise(wider, 0, MAP, 0.5, 3);

        for (int o = 0; o < 4; o++) {
            double first = noisy.at(1, o) - wider.at(1, o);
            double second = noisy.at(3, o) - wider.at(3, o);
            double third = noisy.at(4, o) - wider.at(4, o);
            assertThat(first + second + third).isCloseTo(0, within(Tolerances.DOUBLE));
            assertThat(Math.abs(first)).isGreaterThan(Tolerances.FAULT);
            assertThat(Math.abs(first - second)).isGreaterThan(Tolerances.FAULT);
            assertThat(Math.abs(second - third)).isGreaterThan(Tolerances.FAULT);
            assertThat(noisy.at(0, o)).isEqualTo(wider.at(0, o));
            assertThat(noisy.at(5, o)).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 8})
    void zero_sum_noise_sums_to_zero_over_any_number_of_copies_and_no_copy_gets_anothers(int copies) {
        ChannelMap map = ChannelMap.of(1, new int[copies]);
        Tensor wider = Net2Wider.producer(ArrayTensor.of(Shape.of(1, 2), 0.3, -0.7), 0, map);
        Tensor noisy = Net2Wider.zeroSumNoise(wider, 0, map, 0.5, 3);
        double[] noise = IntStream.range(0, copies)
                .mapToDouble(j -> noisy.at(j, 0) - wider.at(j, 0))
                .toArray();

        assertThat(Arrays.stream(noise).sum()).isCloseTo(0, within(Tolerances.DOUBLE));
        assertThat(noise).doesNotHaveDuplicates();
        assertThat(Arrays.stream(noise).map(Math::abs).min().orElseThrow()).isGreaterThan(Tolerances.FAULT);
    }

    @Test
    void two_copies_get_opposite_noise() {
        ZeroSumNoise noise = new ZeroSumNoise(ChannelMap.of(5, 0, 1, 2, 3, 4, 2, 0, 3, 3), 7);
        int[] opposite = IntStream.range(0, 9).map(noise::opposite).toArray();
        assertThat(opposite).containsExactly(6, -1, 5, -1, -1, 2, 0, -1, -1);
        for (int j : new int[] {0, 2, 5, 6}) {
            for (int position = 0; position < 100; position++) {
                assertThat(noise.at(j, position)).isNotZero().isEqualTo(-noise.at(opposite[j], position));
            }
        }
    }

    @Test
    void zero_sum_noise_has_the_deviation_it_is_told() {
        ArrayTensor big = ArrayTensor.of(
                Shape.of(2, 5000), new Random(1).doubles(10_000, -1, 1).toArray());
        ChannelMap twice = ChannelMap.of(2, 0, 1, 0, 1);
        Tensor wider = Net2Wider.producer(big, 0, twice);
        double[] difference = ((ArrayTensor) Net2Wider.zeroSumNoise(wider, 0, twice, 0.25, 3)).values();
        double[] before = ((ArrayTensor) wider).values();
        Arrays.setAll(difference, i -> difference[i] - before[i]);
        double deviation =
                ArrayTensor.of(Shape.of(difference.length), difference).standardDeviation();

        assertThat(deviation / wider.standardDeviation()).isCloseTo(0.25, within(0.01));
    }

    @Test
    void incoming_noise_spares_the_original() {
        Tensor wider = Net2Wider.producer(WEIGHTS, 0, MAP);
        Tensor noisy = Net2Wider.incomingNoise(wider, 0, MAP, 0.5, 3);

        for (int o = 0; o < 4; o++) {
            assertThat(noisy.at(1, o)).isEqualTo(wider.at(1, o));
            assertThat(noisy.at(3, o)).isNotEqualTo(wider.at(3, o));
            assertThat(noisy.at(5, o)).isEqualTo(wider.at(5, o));
        }
    }

    static List<Donors> rules() {
        return List.of(Donors.random(), Donors.cyclic(), Donors.fresh(), Donors.given(2, 2, 0));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void the_first_channels_copy_themselves(Donors rule) {
        ChannelMap map = rule.choose(4, 7, new Random(1));

        assertThat(map.size()).isEqualTo(7);
        assertThat(map.sources()).startsWith(0, 1, 2, 3);
    }

    @Test
    void donors_are_who_the_rule_says() {
        assertThat(Donors.cyclic().choose(3, 8, new Random(1)).sources()).containsExactly(0, 1, 2, 0, 1, 2, 0, 1);
        assertThat(Donors.fresh().choose(2, 3, new Random(1)).sources()).containsExactly(0, 1, ChannelMap.FRESH);
        int[] copies = Donors.random().choose(3, 40, new Random(1)).copies();
        assertThat(Arrays.stream(copies).min().orElseThrow()).isGreaterThan(3);
        assertThatThrownBy(() -> Donors.given(5).choose(4, 5, new Random(1)))
                .isInstanceOf(GrowthException.class)
                .hasMessage("donors(given(..)) names channel 5 of 4. Give donors from 0 to 3.");
    }

    @Test
    void seeds_give_the_same_numbers_for_ever() {
        assertThat(Seeds.derive(42, "donors", 1, 3)).isEqualTo(-4327871882229261429L);
        assertThat(Seeds.derive(0)).isEqualTo(-2152535657050944081L);
        assertThat(Seeds.random(7, "noise", "conv1").nextInt(1000)).isEqualTo(443);
        assertThat(Seeds.random(7, "noise", "conv1").nextGaussian()).isEqualTo(0.07296269767421543);
        assertThat(Seeds.bits(0, 0)).isEqualTo(0xE220A8397B1DCDAFL); // SplitMix64's first number for the seed 0
        assertThat(Seeds.bits(1234567, 4)).isEqualTo(-2037821214251327795L);
    }

    @Test
    void streams_of_other_purposes_differ() {
        assertThat(List.of(
                        Seeds.derive(1, "a", 1),
                        Seeds.derive(1, "a", 2),
                        Seeds.derive(1, "b", 1),
                        Seeds.derive(2, "a", 1),
                        Seeds.derive(1, 1, "a")))
                .doesNotHaveDuplicates();
    }
}
