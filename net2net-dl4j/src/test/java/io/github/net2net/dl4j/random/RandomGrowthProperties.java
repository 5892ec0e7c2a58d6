package io.github.net2net.dl4j.random;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.Comparison;
import io.github.net2net.Grown;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.Probes;
import io.github.net2net.dl4j.Tolerances;
import io.github.net2net.spi.Deviation.Mode;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tag;
import net.jqwik.api.statistics.Statistics;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;

/** Whatever the network and whatever the recipe: refused, or the same function. */
class RandomGrowthProperties {

    @Provide
    Arbitrary<List<Integer>> decisions() {
        return Arbitraries.integers()
                .between(0, 9999)
                .withDistribution(RandomDistribution.uniform())
                .list()
                .ofSize(200);
    }

    @Property(tries = 400, seed = "20261120", edgeCases = EdgeCasesMode.NONE)
    void student_computes_the_teachers_function(@ForAll("decisions") List<Integer> numbers) {
        Decisions decisions = new Decisions(numbers);
        RandomNetwork.Teacher teacher = RandomNetwork.from(decisions);
        Assume.that(teacher.runs());
        RandomGrowth random = RandomGrowth.of(decisions, teacher);
        Statistics.label("outcome")
                .collect(random.steps() > 0 ? "grown" : "refused")
                .coverage(outcome -> outcome.check("grown").percentage(percentage -> percentage > 60));
        if (random.steps() == 0) {
            assertThat(random.refusals()).isNotEmpty();
            return;
        }
        Grown<MultiLayerNetwork> grown = random.growth().grow();
        Statistics.label("copies")
                .collect(Copies.of(teacher.network(), grown.network()))
                .coverage(copies -> copies.check(Copies.Spread.THREE_AND_ONE).percentage(p -> p > 5));
        Statistics.label("exact").collect(grown.plan().isExactInTraining() ? "in training" : "in inference");
        check(teacher, grown);
    }

    @Tag("long")
    @Property(tries = 5000, edgeCases = EdgeCasesMode.NONE)
    void students_of_networks_never_seen_before_do_too(@ForAll("decisions") List<Integer> numbers) {
        student_computes_the_teachers_function(numbers);
    }

    private static void check(RandomNetwork.Teacher teacher, Grown<MultiLayerNetwork> grown) {
        Comparison comparison =
                Net2Net.compare(teacher.network(), grown.network(), Probes.features(teacher.features()));
        assertThat(grown.plan().isExact()).isTrue();
        assertThat(comparison.deviations()).hasSizeGreaterThanOrEqualTo(2);
        assertThat(comparison.largest(Mode.INFERENCE))
                .as("%s%n%s%n%s", teacher, grown.plan(), comparison)
                .isLessThanOrEqualTo(tolerance(teacher, Mode.INFERENCE));
        if (grown.plan().isExactInTraining()) {
            assertThat(comparison.largest(Mode.TRAINING))
                    .as("%s%n%s%n%s", teacher, grown.plan(), comparison)
                    .isLessThanOrEqualTo(tolerance(teacher, Mode.TRAINING));
        }
    }

    private static double tolerance(RandomNetwork.Teacher teacher, Mode mode) {
        MultiLayerNetwork network = teacher.network();
        if (network.getLayerWiseConfigurations().getDataType() == DataType.DOUBLE) {
            return Tolerances.DOUBLE;
        }
        Comparison rounding =
                Net2Net.compare(network.convertDataType(DataType.DOUBLE), network, Probes.features(teacher.features()));
        return Math.max(Tolerances.FLOAT, Tolerances.TIMES_ROUNDING * rounding.largest(mode));
    }
}
