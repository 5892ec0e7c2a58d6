package io.github.net2net;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.reference.Batch;
import io.github.net2net.reference.Choices;
import io.github.net2net.reference.GraphNet;
import io.github.net2net.reference.RandomGrowth;
import io.github.net2net.reference.RandomNet;
import io.github.net2net.rule.Baseline;
import io.github.net2net.spi.Deviation.Mode;
import java.util.List;
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
        growTwiceAndCompare(new Choices(network), new Choices(recipe));
        Statistics.label("steps").coverage(RandomGraphsTest::mostStepsAreGranted);
    }

    @Tag("long")
    @Property(tries = 80_000, edgeCases = EdgeCasesMode.NONE)
    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    void a_student_computes_the_teachers_function_on_very_many_graphs(
            @ForAll("decisions") List<Integer> network, @ForAll("decisions") List<Integer> recipe) {
        growTwiceAndCompare(new Choices(network), new Choices(recipe));
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
            double[] numbers = grown.network().params().get(key).values();
            for (double number : before.values()) {
                assertThat(numbers).as("%s%n%s", key, grown.plan()).containsOnlyOnce(number);
            }
        });
    }

    private static void mostStepsAreGranted(StatisticsCoverage coverage) {
        coverage.check("granted").percentage(share -> share > 60);
    }

    /** The student of the first growth is the teacher of a second one. */
    private static void growTwiceAndCompare(Choices network, Choices recipe) {
        int positions = network.between(1, 4);
        GraphNet teacher = RandomNet.draw(network, positions, PIECES);
        Batch probe = Batch.random(teacher, positions, 5);
        GraphNet student = growAndCompare(recipe, teacher, probe);
        if (recipe.next(2) == 1) {
            growAndCompare(recipe, student, probe);
        }
    }

    private static GraphNet growAndCompare(Choices choices, GraphNet teacher, Batch probe) {
        RandomGrowth random = RandomGrowth.draw(choices, teacher, probe, 4);
        for (int i = 0; i < random.granted(); i++) {
            Statistics.label("steps").collect("granted");
        }
        for (int i = 0; i < random.refusals().size(); i++) {
            Statistics.label("steps").collect("refused");
        }
        Grown<GraphNet> grown = random.growth().grow();
        GrowthPlan plan = grown.plan();
        GraphNet student = grown.network();
        assertThat(plan.isExact()).isTrue();
        assertThat(plan.studentParameters()).isEqualTo(student.graph().parameterCount());
        assertThat(probe.largest(teacher, student, Mode.INFERENCE))
                .as("inference%n%s", plan)
                .isLessThanOrEqualTo(Tolerances.DOUBLE);
        if (plan.isExactInTraining()) {
            assertThat(probe.largest(teacher, student, Mode.TRAINING))
                    .as("training%n%s", plan)
                    .isLessThanOrEqualTo(Tolerances.DOUBLE);
        }
        return student;
    }
}
