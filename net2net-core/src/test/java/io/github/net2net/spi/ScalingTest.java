package io.github.net2net.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.net2net.Tolerances;
import org.junit.jupiter.api.Test;

class ScalingTest {

    @Test
    void uniform_growth_of_both_sides_gives_the_known_factors() {
        double[] halves = {0.5, 0.5, 0.5, 0.5};
        double[] thirds = {1 / 3.0, 1 / 3.0, 1 / 3.0};
        Scaling weights = Scaling.NONE.and(halves, null).and(null, thirds);
        assertThat(weights.power(1, -1).mean()).isCloseTo(3 / 2.0, within(Tolerances.DOUBLE));
        assertThat(weights.power(1, 0).mean()).isCloseTo(1 / 2.0, within(Tolerances.DOUBLE));
        assertThat(weights.power(0, 1).mean()).isCloseTo(1 / 3.0, within(Tolerances.DOUBLE));
        assertThat(weights.power(-1, 1).mean()).isCloseTo(2 / 3.0, within(Tolerances.DOUBLE));
        assertThat(weights.power(1, -1).isUniform()).isTrue();
    }

    @Test
    void uneven_growth_is_not_uniform_and_tells_its_range() {
        Scaling.Spread spread =
                Scaling.NONE.and(new double[] {0.5, 1, 0.5}, null).power(1, 0);
        assertThat(spread.isUniform()).isFalse();
        assertThat(spread.least()).isEqualTo(0.5);
        assertThat(spread.most()).isEqualTo(1);
        assertThat(spread.mean()).isCloseTo(Math.pow(0.25, 1 / 3.0), within(Tolerances.DOUBLE));
    }

    @Test
    void balanced_sides_cancel_out() {
        double[] roots = {Math.sqrt(0.5), 1, Math.sqrt(0.5)};
        assertThat(Scaling.NONE.and(roots, roots).power(1, -1).isUniform()).isTrue();
    }

    @Test
    void fresh_channels_are_left_out_of_account() {
        assertThat(Scaling.NONE.and(new double[] {1, 1, 0}, null).power(1, 0).isUniform())
                .isTrue();
    }
}
