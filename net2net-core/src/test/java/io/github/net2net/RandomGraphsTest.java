package io.github.net2net;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.HashMultiset;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Multiset;
import com.google.common.primitives.Doubles;
import io.github.net2net.contract.LongProof;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.ParamKey;
import io.github.net2net.reference.Batch;
import io.github.net2net.reference.Choices;
import io.github.net2net.reference.GraphNet;
import io.github.net2net.reference.RandomGrowth;
import io.github.net2net.reference.RandomNet;
import io.github.net2net.rule.Baseline;
import io.github.net2net.spi.Deviation.Mode;
import io.github.net2net.tensor.ArrayTensor;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tag;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsCoverage;
import net.jqwik.api.statistics.StatisticsReport;

/** The law: whatever is grown computes what its teacher computes, on any graph, by any recipe. */
class RandomGraphsTest {
    private static final int PIECES = 9;

    @Provide
    Arbitrary<List<Integer>> decisions() {
        return Arbitraries.integers()
                .between(0, 9999)
                .withDistribution(RandomDistribution.uniform())
                .list()
                .ofMinSize(10)
                .ofMaxSize(120)
                .withSizeDistribution(RandomDistribution.uniform());
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    void a_student_computes_the_teachers_function(
            @ForAll("decisions") List<Integer> network, @ForAll("decisions") List<Integer> recipe) {
        growTwiceAndCompare(new Choices(network), new Choices(recipe), new HashSet<>());
        Statistics.label("steps").coverage(RandomGraphsTest::mostStepsAreGranted);
    }

    @Tag("long")
    @Property(tries = 80_000, edgeCases = EdgeCasesMode.NONE)
    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    void a_student_computes_the_teachers_function_on_very_many_graphs(
            @ForAll("decisions") List<Integer> network, @ForAll("decisions") List<Integer> recipe) {
        growTwiceAndCompare(new Choices(network), new Choices(recipe), new HashSet<>());
        Statistics.label("steps").coverage(RandomGraphsTest::mostStepsAreGranted);
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void the_baseline_holds_every_number_of_the_teacher_and_no_copy_of_it(
            @ForAll("decisions") List<Integer> network, @ForAll("decisions") List<Integer> recipe) {
        Choices choices = new Choices(network);
        int positions = choices.between(1, 4);
        GraphNet teacher = RandomNet.draw(choices, positions, PIECES);
        Batch probe = Batch.random(teacher, positions, 5);
        Grown<GraphNet> grown = RandomGrowth.draw(new Choices(recipe), teacher, probe, 4)
                .growth()
                .baseline(Baseline.RANDOM_PAD)
                .grow();

        assertThat(grown.plan().copies()).isEmpty();
        teacher.params().forEach((key, before) -> {
            Multiset<Double> numbers = HashMultiset.create(
                    Doubles.asList(grown.network().params().get(key).values()));
            for (double number : before.values()) {
                assertThat(numbers.count(number))
                        .as("%s of %s%n%s", number, key, grown.plan())
                        .isEqualTo(1);
            }
        });
    }

    private static void mostStepsAreGranted(StatisticsCoverage coverage) {
        coverage.check("granted").percentage(share -> share > 60);
    }

    /** A network and its growth by these decisions, half of them for each; empty if every step was refused. */
    static Optional<LongProof.Outcome> grown(List<Integer> decisions) {
        Choices network = new Choices(decisions.subList(0, decisions.size() / 2));
        Choices recipe = new Choices(decisions.subList(decisions.size() / 2, decisions.size()));
        Set<String> covered = new LinkedHashSet<>();
        double deviation = growTwiceAndCompare(network, recipe, covered);
        return covered.isEmpty() ? Optional.empty() : Optional.of(new LongProof.Outcome(covered, deviation));
    }

    /** The student of the first growth is the teacher of a second one. Returns the largest deviation. */
    private static double growTwiceAndCompare(Choices network, Choices recipe, Set<String> covered) {
        int positions = network.between(1, 4);
        GraphNet teacher = RandomNet.draw(network, positions, PIECES);
        Batch probe = Batch.random(teacher, positions, 5);
        Grown<GraphNet> first = grown(recipe, teacher, probe);
        double deviation = compare(first, teacher, probe, covered);
        if (recipe.next(2) == 1) {
            Grown<GraphNet> second = grown(recipe, first.network(), probe);
            deviation = Math.max(deviation, compare(second, first.network(), probe, covered));
        }
        return deviation;
    }

    private static Grown<GraphNet> grown(Choices choices, GraphNet teacher, Batch probe) {
        RandomGrowth random = RandomGrowth.draw(choices, teacher, probe, 4);
        for (int i = 0; i < random.granted(); i++) {
            Statistics.label("steps").collect("granted");
        }
        for (int i = 0; i < random.refusals().size(); i++) {
            Statistics.label("steps").collect("refused");
        }
        return random.growth().grow();
    }

    private static double compare(Grown<GraphNet> grown, GraphNet teacher, Batch probe, Set<String> covered) {
        GrowthPlan plan = grown.plan();
        GraphNet student = grown.network();
        assertThat(plan.isExact()).isTrue();
        assertThat(plan.studentParameters()).isEqualTo(student.graph().parameterCount());
        double deviation = 0;
        for (Mode mode : plan.isExactInTraining() ? Mode.values() : new Mode[] {Mode.INFERENCE}) {
            double inMode = probe.largest(teacher, student, mode);
            if (inMode > Tolerances.DOUBLE) {
                covered.add("rounding: errors in the last bits of the weights have as much effect");
                assertThat(inMode)
                        .as("%s%n%s", mode, plan)
                        .isLessThanOrEqualTo(Math.max(rounding(teacher, probe, mode), rounding(student, probe, mode)));
            }
            deviation = Math.max(deviation, inMode);
        }
        covered.addAll(LongProof.ways(plan));
        if (!covered.isEmpty()) {
            covered.addAll(neighbors(teacher.graph()));
        }
        return deviation;
    }

    /**
     * How far rounding may take a student from its teacher: as far as errors in the last bits of its own parameters take a
     * network, as where it divides by the norm of values that nearly cancel each other.
     */
    private static double rounding(GraphNet network, Batch probe, Mode mode) {
        Random random = new Random(1);
        double largest = 0;
        for (int i = 0; i < 10; i++) {
            ImmutableMap.Builder<ParamKey, ArrayTensor> params = ImmutableMap.builder();
            network.params()
                    .forEach((key, value) -> params.put(
                            key,
                            ArrayTensor.of(
                                    value.shape(),
                                    Arrays.stream(value.values())
                                            .map(number -> number + 4 * Math.ulp(number) * random.nextGaussian())
                                            .toArray())));
            GraphNet rounded = new GraphNet(network.graph(), network.ops(), params.build());
            largest = Math.max(largest, probe.largest(network, rounded, mode));
        }
        return Math.min(Tolerances.MOST_ROUNDING, largest);
    }

    /** "kinds: convolution, batch norm" for each node and its reader. */
    private static Set<String> neighbors(NetGraph graph) {
        return graph.nodes().stream()
                .flatMap(node -> node.inputs().stream()
                        .map(input -> "kinds: " + graph.node(input).kind() + ", " + node.kind()))
                .collect(Collectors.toSet());
    }
}
