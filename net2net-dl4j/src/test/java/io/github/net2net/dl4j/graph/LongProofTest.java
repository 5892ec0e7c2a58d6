package io.github.net2net.dl4j.graph;

import io.github.net2net.contract.LongProof;
import io.github.net2net.dl4j.random.Decisions;
import io.github.net2net.dl4j.random.RandomGrowthProperties;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;

/** A hundred thousand random networks of DL4J, in pieces; see CONTRIBUTING.md. */
class LongProofTest {
    @Tag("long")
    @Property(tries = 1)
    void students_ofDl4j() {
        LongProof.run("dl4j", 401, LongProofTest::grown);
    }

    private static Optional<LongProof.Outcome> grown(List<Integer> numbers) {
        Decisions decisions = new Decisions(numbers.subList(1, numbers.size()));
        return switch (numbers.get(0) % 5) {
            case 0 -> RandomGrowthProperties.grown(numbers.subList(1, numbers.size()));
            case 1 -> RandomGraphProperties.check(RandomImageGraph.from(decisions), decisions);
            case 2 -> RandomGraphProperties.check(RandomSeriesGraph.from(decisions), decisions);
            case 3 -> RandomGraphProperties.check(RandomSeriesGraph.withAttention(decisions), decisions);
            default -> RandomGraphProperties.check(RandomVolumeGraph.from(decisions), decisions);
        };
    }
}
