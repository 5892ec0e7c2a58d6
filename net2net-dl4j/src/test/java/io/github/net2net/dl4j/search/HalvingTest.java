package io.github.net2net.dl4j.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many trials are in which rung, and what each costs. */
class HalvingTest {
    private static List<Integer> trials(int trials, int eta) {
        Halving halving = new Halving(trials, eta);
        return IntStream.range(0, halving.rungs()).mapToObj(halving::trials).toList();
    }

    @Test
    void rungs_haveOneInEtaOfTheTrialsBefore() {
        assertThat(trials(27, 3)).containsExactly(27, 9, 3, 1);
        assertThat(trials(16, 4)).containsExactly(16, 4, 1);
        assertThat(trials(16, 3)).containsExactly(16, 5, 1);
        assertThat(trials(10, 2)).containsExactly(10, 5, 2, 1);
        assertThat(trials(2, 3)).containsExactly(2);
        assertThat(trials(1, 2)).containsExactly(1);
    }

    /** The algorithm's point: no rung costs more than the first, where each of the trials costs 1. */
    @ParameterizedTest
    @CsvSource({"27, 3", "100, 3", "17, 2", "64, 4", "5, 7"})
    void rungs_costAtMostAsMuchAsTheFirst(int trials, int eta) {
        Halving halving = new Halving(trials, eta);
        for (int rung = 0; rung < halving.rungs(); rung++) {
            assertThat(halving.trials(rung) * halving.pieces(rung)).isBetween(1, trials);
        }
        assertThat(halving.trials(halving.rungs() - 1)).isLessThan(eta);
    }
}
