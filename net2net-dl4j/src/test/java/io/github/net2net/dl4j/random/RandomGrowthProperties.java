package io.github.net2net.dl4j.random;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.Grown;
import io.github.net2net.contract.LongProof;
import io.github.net2net.dl4j.Agreement;
import io.github.net2net.dl4j.Coverage;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.statistics.Statistics;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** Whatever the network and whatever the recipe: refused, or the same function. */
public class RandomGrowthProperties {

    @Provide
    Arbitrary<List<Integer>> decisions() {
        return Decisions.numbers(200);
    }

    @Property(tries = 200, seed = "20261120", edgeCases = EdgeCasesMode.NONE)
    void student_computes_the_teachers_function(@ForAll("decisions") List<Integer> numbers) {
        grown(numbers);
    }

    @Tag("long")
    @Property(tries = 8000, edgeCases = EdgeCasesMode.NONE)
    void students_of_networks_never_seen_before_do_too(@ForAll("decisions") List<Integer> numbers) {
        student_computes_the_teachers_function(numbers);
    }

    /** The growth of a chain by these numbers; empty if every step was refused. */
    public static Optional<LongProof.Outcome> grown(List<Integer> numbers) {
        Decisions decisions = new Decisions(numbers);
        RandomNetwork.Teacher teacher = RandomNetwork.from(decisions);
        Assume.that(teacher.runs());
        RandomSteps<MultiLayerNetwork> random = RandomGrowth.of(decisions, teacher);
        Statistics.label("outcome")
                .collect(random.taken() > 0 ? "grown" : "refused")
                .coverage(outcome -> outcome.check("grown").percentage(percentage -> percentage > 60));
        if (random.taken() == 0) {
            assertThat(random.refusals()).isNotEmpty();
            return Optional.empty();
        }
        Grown<MultiLayerNetwork> grown = random.growth().grow();
        Statistics.label("copies")
                .collect(Copies.of(teacher.network(), grown.network()))
                .coverage(copies -> copies.check(Copies.Spread.THREE_AND_ONE).percentage(p -> p > 5));
        Statistics.label("exact").collect(grown.plan().isExactInTraining() ? "in training" : "in inference");
        double deviation = new Agreement(teacher.network(), grown.network(), grown.plan(), List.of(teacher.features()))
                .check(teacher);
        return Optional.of(
                new LongProof.Outcome(Coverage.of(teacher.network(), grown.plan(), teacher.inputType()), deviation));
    }
}
