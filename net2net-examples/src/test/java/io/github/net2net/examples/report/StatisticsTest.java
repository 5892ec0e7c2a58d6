package io.github.net2net.examples.report;

import static io.github.net2net.examples.report.TinyExperiment.fresh;
import static io.github.net2net.examples.report.TinyExperiment.grown;
import static io.github.net2net.examples.report.TinyExperiment.row;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.math.Stats;
import io.github.net2net.examples.report.RunResults.MeanPoint;
import io.github.net2net.examples.results.ExperimentFile.Reference;
import io.github.net2net.examples.results.Row;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatisticsTest {
    @TempDir
    Path folder;

    private static List<String> plain(List<String> texts) {
        return texts.stream().map(text -> text.replace('\u202f', ' ')).toList();
    }

    private static void assertStats(Stats stats, double mean, double deviation, int count) {
        assertThat(stats.mean()).isEqualTo(mean);
        assertThat(Texts.deviation(stats)).isEqualTo(deviation);
        assertThat(stats.count()).isEqualTo(count);
    }

    @Test
    void deviation_isTheSamplesStandardDeviation() {
        assertStats(Stats.of(0.25, 0.5, 0.75), 0.5, 0.25, 3);
        assertStats(Stats.of(0.25), 0.25, 0, 1);
    }

    @Test
    void means_areOverTheSeedsMeasuredThere() throws IOException {
        RunResults scratch = new TinyExperiment(folder)
                .seed(1, row("scratch", 0, 0, 0.25), row("scratch", 20, 0, 0.5))
                .seed(2, row("scratch", 0, 0, 0.5))
                .seed(3, row("scratch", 0, 0, 0.75))
                .results()
                .run("scratch")
                .orElseThrow();

        MeanPoint start = scratch.points().get(0);
        assertStats(start.accuracy(), 0.5, 0.25, 3);
        assertStats(start.loss(), 0.5, 0.25, 3);
        MeanPoint later = scratch.points().get(1);
        assertStats(later.accuracy(), 0.5, 0, 1);
        assertThat(later.cost(Axis.EXAMPLES)).isEqualTo(200);
        assertThat(scratch.wholePoints()).containsExactly(start);
    }

    @Test
    void costsOfAncestors_areInterpolatedBetweenMeasurements() throws IOException {
        ExperimentResults results = new TinyExperiment(folder)
                .baseline(null)
                .runs(fresh("teacher", 40), grown("wider", "teacher", 15, 10), grown("deeper", "wider", 15, 10))
                .seed(
                        1,
                        new Row("teacher", 0, 0, 0, 0, 0, 0, 0, 0.1, 1, Double.NaN),
                        new Row("teacher", 10, 100, 100, 5, 1, 8, 0, 0.2, 1, Double.NaN),
                        new Row("teacher", 20, 200, 200, 25, 1, 18, 0, 0.3, 1, Double.NaN),
                        new Row("wider", 0, 0, 150, 0, 0, 0, 0, 0.2, 1, Double.NaN),
                        new Row("wider", 10, 100, 250, 7, 0, 9, 0, 0.3, 1, Double.NaN),
                        new Row("deeper", 4, 40, 340, 2, 0, 3, 0, 0.3, 1, Double.NaN))
                .results();

        MeanPoint wider = results.runs().get(1).points().get(1);
        assertThat(wider.cost(Axis.TOTAL_SECONDS)).isEqualTo(15 + 7);
        assertThat(wider.cost(Axis.TOTAL_CPU)).isEqualTo(13 + 9);
        assertThat(wider.cost(Axis.TOTAL_EXAMPLES)).isEqualTo(250);
        MeanPoint deeper = results.runs().get(2).points().get(0);
        assertThat(deeper.cost(Axis.TOTAL_SECONDS)).isEqualTo(15 + 10.5 + 2);
        assertThat(deeper.cost(Axis.TOTAL_CPU)).isEqualTo(13 + 13.5 + 3);
    }

    private static Row[] seedOf(double widerAt10, double scratchEnd) {
        return new Row[] {
            row("teacher", 0, 0, 0.1),
            row("teacher", 20, 0, 0.25),
            row("wider", 0, 20, 0.25),
            row("wider", 10, 20, widerAt10),
            row("wider", 20, 20, 0.75),
            row("scratch", 20, 0, 0.25),
            row("scratch", 40, 0, scratchEnd)
        };
    }

    private List<String> ratios(TinyExperiment experiment, int run) {
        ExperimentResults results = experiment.results();
        return plain(ResultRow.of(results, results.runs().get(run)).ratios());
    }

    @Test
    void ratios_ofMeansAndInBracketsOfEachSeed() throws IOException {
        // Seed 1 is there after 10 batches, seed 2 after 20; the means, 0.5 and 0.5, after 10.
        TinyExperiment experiment =
                new TinyExperiment(folder).seed(1, seedOf(0.75, 0.5)).seed(2, seedOf(0.25, 0.5));

        assertThat(ratios(experiment, 1))
                .containsExactly(
                        "0.25 (0.38 ± 0.18)",
                        "0.75 (0.88 ± 0.18)",
                        "0.25 (0.38 ± 0.18)",
                        "0.75 (0.88 ± 0.18)",
                        "0.25 (0.38 ± 0.18)",
                        "0.75 (0.88 ± 0.18)",
                        "0.25 (0.38 ± 0.18)",
                        "0.75 (0.88 ± 0.18)");
        assertThat(ratios(experiment, 2)).containsOnly("1.00 (1.00 ± 0.00)");
    }

    @Test
    void ratios_whereTheBaselineIsReachedByNoneOrByOneSeed() throws IOException {
        TinyExperiment none = new TinyExperiment(folder.resolve("none")).seed(1, seedOf(0.5, 0.8));
        TinyExperiment one = new TinyExperiment(folder.resolve("one"))
                .seed(1, seedOf(0.5, 0.5))
                .seed(2, seedOf(0.5, 0.8));

        assertThat(ratios(none, 1)).containsOnly("never");
        assertThat(ratios(none, 0)).containsOnly("not yet");
        assertThat(ratios(one, 1)).containsExactly("0.50", "1.00", "0.50", "1.00", "0.50", "1.00", "0.50", "1.00");
    }

    @Test
    void ratios_withoutABaselineOrBeforeItsEnd() throws IOException {
        TinyExperiment without =
                new TinyExperiment(folder.resolve("without")).baseline(null).seed(1, seedOf(0.5, 0.5));
        TinyExperiment running = new TinyExperiment(folder.resolve("running"))
                .seed(1, seedOf(0.5, 0.5))
                .seed(2, row("scratch", 20, 0, 0.25));

        assertThat(ratios(without, 1)).containsOnly("–");
        assertThat(ratios(running, 1)).containsOnly("from-scratch run not finished");
    }

    @Test
    void resultRow_ofAFinishedAndARunningRun() throws IOException {
        ExperimentResults results = new TinyExperiment(folder)
                .seed(1, seedOf(0.5, 0.5))
                .seed(
                        2,
                        row("scratch", 0, 0, 0.25),
                        new Row("scratch", 20, 200, 200, 10, 5, 40, 0, 0.75, 1, Double.NaN))
                .results();

        assertThat(plain(ResultRow.of(results, results.runs().get(2)).cells()))
                .as("10 and 20 examples a second, a quarter and a half of the time waiting")
                .containsExactly(
                        "1 of 2, running: 60 of 80 iterations", "–", "–", "50.00%", "–", "–", "384", "15", "38%");
        assertThat(plain(ResultRow.of(results, results.runs().get(1)).cells()).get(0))
                .isEqualTo("1 of 2, running: 20 of 40 iterations");
    }

    @Test
    void resultRow_ofOneSeed() throws IOException {
        ExperimentResults results =
                new TinyExperiment(folder).seed(1, seedOf(0.8, 0.5)).results();

        assertThat(plain(ResultRow.of(results, results.runs().get(1)).cells()))
                .containsExactly("1", "25.00%", "75.00%", "80.00%", "200", "400", "768", "10", "25%");
    }

    @Test
    void referenceTable_hasOursLessTheirs() throws IOException {
        TreeMap<Integer, Double> published = new TreeMap<>();
        published.put(0, 0.25004);
        published.put(10, 0.52);
        published.put(20, 0.7);
        published.put(30, 0.9);
        ExperimentResults results = new TinyExperiment(folder)
                .references(new Reference("wider", "others", published))
                .seed(1, seedOf(0.5, 0.5))
                .results();

        List<ReferenceTable.Row> rows = ReferenceTable.of(results).get(0).rows();
        assertThat(rows.stream().map(ReferenceTable.Row::ours).map(text -> text.replace('\u202f', ' ')))
                .containsExactly("25.00%", "50.00%", "75.00%", "–");
        assertThat(rows.stream().map(ReferenceTable.Row::difference))
                .containsExactly("0.00", "\u22122.00", "+5.00", "–");
    }
}
