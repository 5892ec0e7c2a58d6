package io.github.net2net.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class QuantitiesTest {
    @Test
    void changes_areNotRoundedToNothing_orToEverything() {
        assertThat(Quantities.change(100, 150)).isEqualTo("+50%");
        assertThat(Quantities.change(100, 100)).isEqualTo("+0%");
        assertThat(Quantities.change(10_000, 10_004)).isEqualTo("+0.04%");
        assertThat(Quantities.change(431_080, 638)).isEqualTo("-99.85%");
        assertThat(Quantities.change(0, 638)).isEmpty();
    }

    @Test
    void longLists_areCut() {
        assertThat(Quantities.some(List.of("a"))).isEqualTo("a");
        assertThat(Quantities.some(List.of("a", "b", "c", "d"))).isEqualTo("a, b, c, d");
        assertThat(Quantities.some(List.of("a", "b", "c", "d", "e", "f"))).isEqualTo("a, b, c, d and 2 more");
    }

    @Test
    void thousandsAreSeparated() {
        assertThat(Quantities.grouped(138_357_544)).isEqualTo("138,357,544");
    }
}
