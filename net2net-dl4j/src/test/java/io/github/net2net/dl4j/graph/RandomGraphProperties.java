package io.github.net2net.dl4j.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.Grown;
import io.github.net2net.contract.LongProof;
import io.github.net2net.dl4j.Agreement;
import io.github.net2net.dl4j.Coverage;
import io.github.net2net.dl4j.Probes;
import io.github.net2net.dl4j.random.Decisions;
import io.github.net2net.dl4j.random.Preserved;
import io.github.net2net.dl4j.random.RandomSteps;
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
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Whatever the graph and whatever the recipe: refused, or the same function. Only the long run draws new graphs. */
class RandomGraphProperties {

    @Provide
    Arbitrary<List<Integer>> decisions() {
        return Decisions.numbers(400);
    }

    @Property(tries = 120, seed = "20261120", edgeCases = EdgeCasesMode.NONE)
    void graph_of_images_and_features(@ForAll("decisions") List<Integer> numbers) {
        Decisions decisions = new Decisions(numbers);
        check(RandomImageGraph.from(decisions), decisions);
    }

    @Property(tries = 80, seed = "20261120", edgeCases = EdgeCasesMode.NONE)
    void graph_of_series(@ForAll("decisions") List<Integer> numbers) {
        Decisions decisions = new Decisions(numbers);
        check(RandomSeriesGraph.from(decisions), decisions);
    }

    @Property(tries = 60, seed = "20261120", edgeCases = EdgeCasesMode.NONE)
    void graph_of_series_with_attention(@ForAll("decisions") List<Integer> numbers) {
        Decisions decisions = new Decisions(numbers);
        RandomTeacher teacher = RandomSeriesGraph.withAttention(decisions);
        boolean present = teacher.producers().stream().anyMatch(name -> name.contains("ttention"));
        Statistics.label("attention")
                .collect(present ? "present" : "absent")
                .coverage(attention -> attention.check("present").percentage(percentage -> percentage > 60));
        check(teacher, decisions);
    }

    @Property(tries = 60, seed = "20261120", edgeCases = EdgeCasesMode.NONE)
    void graph_of_volumes(@ForAll("decisions") List<Integer> numbers) {
        Decisions decisions = new Decisions(numbers);
        check(RandomVolumeGraph.from(decisions), decisions);
    }

    @Property(tries = 100, seed = "20261122", edgeCases = EdgeCasesMode.NONE)
    void more_inputs_and_classes(@ForAll("decisions") List<Integer> numbers) {
        Decisions decisions = new Decisions(numbers);
        RandomTeacher teacher = switch (decisions.pick(3)) {
            case 0 -> RandomImageGraph.from(decisions);
            case 1 -> RandomSeriesGraph.from(decisions);
            default -> RandomVolumeGraph.from(decisions);
        };
        Assume.that(teacher.runs() && teacher.network().params().dataType() == DataType.DOUBLE);
        RandomSteps<ComputationGraph> random = RandomGraphGrowth.of(decisions, teacher);
        Statistics.label("inputs")
                .collect(RandomGraphGrowth.addInputs(random, decisions, teacher))
                .coverage(inputs -> inputs.check(true).percentage(percentage -> percentage > 20));
        Statistics.label("classes")
                .collect(RandomGraphGrowth.addClasses(random, decisions, teacher))
                .coverage(classes -> classes.check(true).percentage(percentage -> percentage > 20));
        Grown<ComputationGraph> grown = random.growth().grow();
        Preserved.check(
                teacher.network(), grown, Probes.features(teacher.features().toArray(INDArray[]::new)), teacher);
    }

    @Tag("long")
    @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
    void more_inputs_and_classes_of_new_graphs(@ForAll("decisions") List<Integer> numbers) {
        more_inputs_and_classes(numbers);
    }

    @Tag("long")
    @Property(tries = 5000, edgeCases = EdgeCasesMode.NONE)
    void new_graph_of_images_and_features(@ForAll("decisions") List<Integer> numbers) {
        graph_of_images_and_features(numbers);
    }

    @Tag("long")
    @Property(tries = 4000, edgeCases = EdgeCasesMode.NONE)
    void new_graph_of_series(@ForAll("decisions") List<Integer> numbers) {
        graph_of_series(numbers);
    }

    @Tag("long")
    @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
    void new_graph_of_series_with_attention(@ForAll("decisions") List<Integer> numbers) {
        graph_of_series_with_attention(numbers);
    }

    @Tag("long")
    @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
    void new_graph_of_volumes(@ForAll("decisions") List<Integer> numbers) {
        graph_of_volumes(numbers);
    }

    /** The growth of a graph; empty if every step was refused. */
    static Optional<LongProof.Outcome> check(RandomTeacher teacher, Decisions decisions) {
        Assume.that(teacher.runs());
        RandomSteps<ComputationGraph> random = RandomGraphGrowth.of(decisions, teacher);
        Statistics.label("outcome")
                .collect(random.taken() > 0 ? "grown" : "refused")
                .coverage(outcome -> outcome.check("grown").percentage(percentage -> percentage > 60));
        if (random.taken() == 0) {
            assertThat(random.refusals()).isNotEmpty().noneMatch(text -> text.startsWith("cannot read"));
            return Optional.empty();
        }
        Steps steps = Steps.of(teacher);
        Grown<ComputationGraph> grown = random.growth().grow();
        steps.check(grown.network(), grown.plan());
        Statistics.label("exact").collect(grown.plan().isExactInTraining() ? "in training" : "in inference");
        Statistics.label("outputs").collect(teacher.network().getNumOutputArrays());
        double deviation =
                new Agreement(teacher.network(), grown.network(), grown.plan(), teacher.features()).check(teacher);
        InputType[] types = teacher.inputTypes().toArray(InputType[]::new);
        return Optional.of(new LongProof.Outcome(Coverage.of(teacher.network(), grown.plan(), types), deviation));
    }
}
