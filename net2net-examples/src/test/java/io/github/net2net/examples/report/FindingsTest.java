package io.github.net2net.examples.report;

import static io.github.net2net.examples.report.TinyExperiment.fresh;
import static io.github.net2net.examples.report.TinyExperiment.grown;
import static io.github.net2net.examples.report.TinyExperiment.on;
import static io.github.net2net.examples.report.TinyExperiment.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.examples.results.Row;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FindingsTest {
    @TempDir
    Path folder;

    private static final Row[] OTHERS = {
        row("teacher", 0, 0, 0.1), row("teacher", 20, 0, 0.5), row("teacher", 40, 0, 0.6),
        row("scratch", 0, 0, 0.1), row("scratch", 20, 0, 0.4), row("scratch", 40, 0, 0.7)
    };

    private static Row[] andOthers(Row... wider) {
        return Stream.concat(Stream.of(wider), Stream.of(OTHERS)).toArray(Row[]::new);
    }

    private static Row wider(int iteration, double accuracy) {
        return row("wider", iteration, 20, accuracy);
    }

    private String finding(TinyExperiment experiment) {
        return plain(Findings.of(experiment.results()).get(0).text());
    }

    private static String plain(String text) {
        return text.replace('\u202f', ' ');
    }

    private String oneSeed(Row... wider) throws IOException {
        return finding(new TinyExperiment(folder).seed(1, andOthers(wider)));
    }

    @Test
    void studentThatWins() throws IOException {
        TinyExperiment experiment = new TinyExperiment(folder)
                .seed(1, andOthers(wider(0, 0.5), wider(10, 0.7), wider(20, 0.8)))
                .seed(2, andOthers(wider(0, 0.5), wider(10, 0.7), wider(20, 0.82)));

        assertThat(finding(experiment))
                .isEqualTo("It started with 50.00% ± 0.00, the same as its teacher at growth, and was "
                        + "never below that in later measurements. It reached the final accuracy of "
                        + "“scratch” (70.00%) after 0.75 times that network's examples, including its "
                        + "ancestors'; its own are 0.25 times that network's. At the end it is 11.00 "
                        + "points above that network. Its teacher (“teacher”), trained further without "
                        + "growing to the same total number of examples, has 60.00% ± 0.00: the student is "
                        + "21.00 points above it.");
        assertThat(plain(Findings.preface(experiment.results())))
                .isEqualTo("Means over 2 seeds; ± is the sample's standard deviation over them. “scratch”, "
                        + "trained from scratch, has a final accuracy of 70.00% ± 0.00 after 400 examples. "
                        + "After the same total number of examples, in points compared with “scratch”: "
                        + "“wider” +11.00.");
    }

    @Test
    void studentThatNeverReachesTheBaseline_andStartsBelowItsTeacher() throws IOException {
        assertThat(oneSeed(wider(0, 0.45), wider(10, 0.66), wider(20, 0.6)))
                .isEqualTo("It started with 45.00%, 5.00 points below its teacher at growth, and was never "
                        + "below that in later measurements. It did not reach the final accuracy of "
                        + "“scratch” (70.00%); its best mean is 66.00%. At the end it is 10.00 points "
                        + "below that network. Its teacher (“teacher”), trained further without growing to "
                        + "the same total number of examples, has 60.00%: the student is level with it.");
    }

    @Test
    void studentThatFallsBelowItsTeacherAtGrowth_isSaidToWithTheDeepestAndTheLast() throws IOException {
        assertThat(oneSeed(wider(0, 0.52), wider(5, 0.375), wider(10, 0.4), wider(15, 0.49), wider(20, 0.5)))
                .startsWith("It started with 52.00%, 2.00 points above its teacher at growth; later it was "
                        + "below its teacher's accuracy at growth in 3 of 4 measurements, furthest after "
                        + "50 examples, by 12.50 points, and for the last time after 150 examples. It did not");
    }

    @Test
    void studentThatFallsBelowItsTeacherOnce() throws IOException {
        assertThat(oneSeed(wider(0, 0.5), wider(10, 0.4), wider(20, 0.7)))
                .startsWith("It started with 50.00%, the same as its teacher at growth; later it was below "
                        + "its teacher's accuracy at growth in 1 of 2 measurements, after 100 examples, by "
                        + "10.00 points. It reached");
    }

    @Test
    void studentThatIsStillRunning() throws IOException {
        assertThat(oneSeed(wider(0, 0.5), wider(10, 0.4)))
                .isEqualTo("It started with 50.00%, the same as its teacher at growth; later it was below "
                        + "its teacher's accuracy at growth in 1 of 1 measurement, after 100 examples, by "
                        + "10.00 points. It has not reached the final accuracy of “scratch” (70.00%); its "
                        + "best mean is 50.00%. It is still running.");
    }

    @Test
    void studentThatHasOnlyStarted() throws IOException {
        assertThat(oneSeed(wider(0, 0.5)))
                .isEqualTo("It started with 50.00%, the same as its teacher at growth. It has not reached "
                        + "the final accuracy of “scratch” (70.00%); its best mean is 50.00%. It is "
                        + "still running.");
    }

    @Test
    void studentThatIsNotBegun() throws IOException {
        assertThat(oneSeed()).isEqualTo("Not started yet.");
    }

    @Test
    void studentThatStartsWhereItsRivalEnds() throws IOException {
        assertThat(oneSeed(wider(0, 0.75), wider(20, 0.8)))
                .contains("It already had the final accuracy of “scratch” (70.00%) when it was grown, "
                        + "after 0.50 times that network's examples, all of them its ancestors'. At the end "
                        + "it is 10.00 points above that network.");
    }

    @Test
    void studentOfOtherImagesThanItsTeacher_isComparedWithItsOwnRivalOnly() throws IOException {
        TinyExperiment experiment = new TinyExperiment(folder)
                .baseline(null)
                .runs(
                        fresh("teacher", 40),
                        on("8 classes", "scratch", grown("wider", "teacher", 20, 20)),
                        fresh("scratch", 40))
                .seed(1, andOthers(wider(0, 0.2), wider(20, 0.8)));

        assertThat(finding(experiment))
                .isEqualTo("It started with 20.00% on its test examples (8 classes); its teacher was "
                        + "measured on other examples. It reached the final accuracy of “scratch” (70.00%) "
                        + "after 1.00 times that network's examples, including its ancestors'; its own are "
                        + "0.50 times that network's. At the end it is 10.00 points above that network.");
        assertThat(plain(Findings.preface(experiment.results())))
                .isEqualTo("One seed only: a difference of a few points may be chance. Each grown network "
                        + "is compared with another network trained from scratch.");
    }

    @Test
    void rival_isItsOwnMeasure() throws IOException {
        ExperimentResults results = new TinyExperiment(folder)
                .baseline(null)
                .runs(fresh("teacher", 40), on("", "scratch", grown("wider", "teacher", 20, 20)), fresh("scratch", 40))
                .seed(1, andOthers(wider(0, 0.5), wider(20, 0.8)))
                .results();

        assertThat(results.runs().stream()
                        .map(run -> ResultRow.of(results, run).ratios().get(0)))
                .containsExactly("–", "0.50", "1.00");
    }

    @Test
    void runThatOneSeedDoesNotKnowYet_isNotBegunThere() throws IOException {
        TinyExperiment experiment = new TinyExperiment(folder)
                .seed(2, andOthers(wider(0, 0.5)))
                .runs(fresh("teacher", 40), fresh("scratch", 40))
                .seed(1, OTHERS);

        assertThat(finding(experiment)).isEqualTo("Not started for every seed yet.");
    }

    @Test
    void studentThatOnlyOneOfTwoSeedsHasBegun() throws IOException {
        TinyExperiment experiment =
                new TinyExperiment(folder).seed(1, andOthers(wider(0, 0.5))).seed(2, OTHERS);

        assertThat(finding(experiment)).isEqualTo("Not started for every seed yet.");
    }

    @Test
    void differenceWithinTheSpread_isSaidToBe() throws IOException {
        TinyExperiment experiment = new TinyExperiment(folder)
                .seed(1, andOthers(wider(0, 0.5), wider(20, 0.6)))
                .seed(2, andOthers(wider(0, 0.5), wider(20, 0.78)));

        assertThat(finding(experiment))
                .contains("At the end it is 1.00 points below that network, within the spread over seeds.");
    }

    @Test
    void studentOfTheBaseline_isNotComparedWithItTwice() throws IOException {
        TinyExperiment experiment = new TinyExperiment(folder)
                .runs(fresh("scratch", 40), grown("wider", "scratch", 20, 20))
                .seed(1, andOthers(wider(0, 0.4), wider(20, 0.75)));

        assertThat(finding(experiment))
                .isEqualTo("It started with 40.00%, the same as its teacher at growth, and was never below "
                        + "that in later measurements. It reached the final accuracy of “scratch” (70.00%) "
                        + "after 1.00 times that network's examples, including its ancestors'; its own "
                        + "are 0.50 times that network's. At the end it is 5.00 points above that network.");
    }

    @Test
    void preface_ofOneSeed() throws IOException {
        TinyExperiment experiment = new TinyExperiment(folder).seed(1, OTHERS);

        assertThat(plain(Findings.preface(experiment.results())))
                .isEqualTo("One seed only: a difference of a few points may be chance. “scratch”, trained "
                        + "from scratch, has a final accuracy of 70.00% after 400 examples.");
    }

    @Test
    void preface_withoutABaseline_orBeforeItsEnd() throws IOException {
        Row[] begun = {row("scratch", 0, 0, 0.1)};
        TinyExperiment running = new TinyExperiment(folder.resolve("running")).seed(1, begun);
        TinyExperiment without =
                new TinyExperiment(folder.resolve("without")).baseline(null).seed(1, begun);

        assertThat(Findings.preface(running.results()))
                .isEqualTo("One seed only: a difference of a few points may be chance. “scratch”, trained "
                        + "from scratch, is not finished, so it has no final accuracy to compare with yet.");
        assertThat(Findings.preface(without.results()))
                .isEqualTo("One seed only: a difference of a few points may be chance. No network was "
                        + "trained from scratch for comparison.");
    }
}
