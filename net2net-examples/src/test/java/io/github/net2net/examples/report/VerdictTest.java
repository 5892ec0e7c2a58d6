package io.github.net2net.examples.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.net2net.examples.results.ExperimentFile.Comparison;
import io.github.net2net.examples.results.Row;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerdictTest {
    private static final Comparison COMPARISON = new Comparison("wider", "scratch", "multiply-adds");

    @TempDir
    Path folder;

    private static Verdict verdict(Double... differences) {
        return new Verdict(
                COMPARISON,
                Arrays.stream(differences)
                        .map(difference -> new Verdict.Pair(0.5 + difference, 0.5))
                        .toList());
    }

    /** Student's t for 2 degrees of freedom is 4.303, for 1 it is 12.706. */
    @Test
    void margin_isThatOfStudentsT() {
        assertThat(verdict(0.01, 0.02, 0.03).margin()).isCloseTo(4.303 * 0.01 / Math.sqrt(3), within(1e-5));
        assertThat(verdict(0.01, 0.03).margin()).isCloseTo(12.706 * 0.01, within(1e-4));
        assertThat(verdict(0.01).margin()).isInfinite();
    }

    @Test
    void verdict_needsAnIntervalWithoutZero() {
        assertThat(verdict(0.030, 0.031, 0.032).verdict()).isEqualTo("for growing");
        assertThat(verdict(-0.030, -0.031, -0.032).verdict()).isEqualTo("against growing");
        assertThat(verdict(0.01, 0.02, 0.03).verdict()).isEqualTo("undecided");
        assertThat(verdict(0.03).verdict()).isEqualTo("undecided");
        assertThat(verdict().verdict()).isEqualTo("undecided");
    }

    @Test
    void difference_isPrintedInPoints() {
        assertThat(verdict(0.01, 0.02, 0.03).difference()).isEqualTo("+2.00 ± 2.48 points");
        assertThat(verdict(-0.03).difference()).isEqualTo("\u22123.00 points");
        assertThat(verdict().difference()).isEqualTo("not finished");
    }

    /** With the accuracy on test images where there is one; a seed that has not finished both is left out. */
    @Test
    void differences_areThoseOfEachSeed() throws IOException {
        TinyExperiment experiment = new TinyExperiment(folder)
                .comparisons(COMPARISON)
                .seed(1, TinyExperiment.row("scratch", 40, 0, 0.5), TinyExperiment.row("wider", 20, 20, 0.7))
                .seed(
                        2,
                        TinyExperiment.row("scratch", 40, 0, 0.5),
                        tested(TinyExperiment.row("wider", 20, 20, 0.7), 0.6))
                .seed(3, TinyExperiment.row("scratch", 40, 0, 0.5), TinyExperiment.row("wider", 10, 20, 0.7));

        Verdict verdict = Verdict.of(experiment.results()).get(0);

        assertThat(verdict.accuracies()).containsExactly(new Verdict.Pair(0.7, 0.5), new Verdict.Pair(0.6, 0.5));
        assertThat(Verdict.markdown(experiment.results()))
                .endsWith(
                        "| wider | scratch | multiply-adds | 65.00 | 50.00 | +15.00 ± 63.53 points | 2 | undecided |\n\n"
                                + "Training of all runs: 0.1 hours of processor time, 5 examples per second of it.\n");
        assertThat(verdict.seeds()).isEqualTo("2");
        assertThat(Reports.page(List.of(experiment.results())))
                .contains(">Verdicts<", "<td>scratch</td><td>multiply-adds</td>");
    }

    private static Row tested(Row row, double accuracy) {
        return new Row(
                row.run(),
                row.iteration(),
                row.examples(),
                row.totalExamples(),
                row.seconds(),
                row.waiting(),
                row.cpu(),
                row.multiplyAdds(),
                row.accuracy(),
                row.loss(),
                accuracy);
    }
}
