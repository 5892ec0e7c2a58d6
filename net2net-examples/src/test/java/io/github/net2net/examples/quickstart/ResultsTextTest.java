package io.github.net2net.examples.quickstart;

import static io.github.net2net.examples.quickstart.QuickstartExperiment.RANDOM_PAD;
import static io.github.net2net.examples.quickstart.QuickstartExperiment.SCRATCH;
import static io.github.net2net.examples.quickstart.QuickstartExperiment.STUDENT;
import static io.github.net2net.examples.quickstart.QuickstartExperiment.TRAINED_ON;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.examples.quickstart.QuickstartResults.Network;
import io.github.net2net.examples.results.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultsTextTest {
    static final QuickstartResults RESULTS = new QuickstartResults(
            "shapes",
            2000,
            0.5,
            List.of(
                    network(STUDENT, 2500, at(0, 0.5), at(50, 0.62), at(100, 0.7)),
                    network(SCRATCH, 2500, at(0, 0.1), at(50, 0.4), at(100, 0.6)),
                    network(RANDOM_PAD, 2500, at(0, 0.2), at(100, 0.69)),
                    network(TRAINED_ON, 1200, at(0, 0.5), at(20, 0.49), at(40, 0.6), at(100.4, 0.75))));

    @Test
    void the_table_has_a_row_for_each_eighth_of_the_budget() {
        assertThat(new ResultsText(RESULTS).table().lines())
                .hasSize(12)
                .startsWith(
                        "budget used        student  from scratch    random pad   teacher, on",
                        "0.0%                 50.0%         10.0%         20.0%         50.0%",
                        "12.5%                50.0%         10.0%         20.0%         50.0%",
                        "25.0%                50.0%         10.0%         20.0%         49.0%")
                .endsWith(
                        "87.5%                62.0%         40.0%         20.0%         60.0%",
                        "100.0%               70.0%         60.0%         69.0%         75.0%",
                        "parameters           2,500         2,500         2,500         1,200",
                        "seconds                1.0           1.0           1.0           1.0");
    }

    @Test
    void the_csv_has_a_line_per_measurement_with_points_for_decimals() {
        assertThat(new ResultsText(RESULTS).csv().lines())
                .hasSize(1 + 3 + 3 + 2 + 4)
                .startsWith(
                        "network,multiply_adds,images,test_accuracy,training_seconds,parameters",
                        "student,0,0,0.5000,0.000,2500",
                        "student,50,50,0.6200,0.500,2500");
    }

    @Test
    void the_summary_says_who_is_ahead_and_behind() {
        assertThat(new ResultsText(RESULTS).summary().lines())
                .containsExactly(
                        "Conclusion: once a teacher exists, growing it is better than training the larger network from"
                                + " scratch at the same further cost, and is worse than training the teacher on.",
                        "The finished teacher has 50.0%, and the student starts at 50.0%. It ends at 70.0%: 10.0 points"
                                + " above the same network from scratch (60.0%), 1.0 points above random padding (69.0%), 5.0"
                                + " points below the teacher trained on (75.0%). The teacher's own training is not counted."
                                + " This is one run with one seed: differences below 2.9 points may be chance.");
    }

    @Test
    void a_difference_that_may_be_chance_is_no_verdict() {
        QuickstartResults close = new QuickstartResults(
                "shapes",
                2000,
                0.5,
                List.of(
                        network(STUDENT, 2500, at(0, 0.5), at(100, 0.7)),
                        network(SCRATCH, 2500, at(0, 0.1), at(100, 0.6)),
                        network(RANDOM_PAD, 2500, at(0, 0.2), at(100, 0.69)),
                        network(TRAINED_ON, 1200, at(0, 0.5), at(100, 0.71))));
        assertThat(new ResultsText(close).summary())
                .contains(
                        "and does not clearly differ from training the teacher on.",
                        "1.0 points below the teacher trained on (71.0%)");
    }

    private static Network network(String name, long parameters, Row... rows) {
        return new Network(name, "", parameters, List.of(rows));
    }

    private static Row at(double multiplyAdds, double accuracy) {
        long images = (long) multiplyAdds;
        return new Row("", 0, images, images, multiplyAdds / 100, 0, 0, multiplyAdds, accuracy, 1, Double.NaN);
    }
}
