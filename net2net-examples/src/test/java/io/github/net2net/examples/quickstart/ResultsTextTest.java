package io.github.net2net.examples.quickstart;

import static io.github.net2net.examples.quickstart.QuickstartExperiment.RANDOM_PAD;
import static io.github.net2net.examples.quickstart.QuickstartExperiment.SCRATCH;
import static io.github.net2net.examples.quickstart.QuickstartExperiment.STUDENT;
import static io.github.net2net.examples.quickstart.QuickstartExperiment.TEACHER;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.examples.quickstart.QuickstartResults.Network;
import io.github.net2net.examples.results.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultsTextTest {
    static final QuickstartResults RESULTS = new QuickstartResults(
            "shapes",
            1000,
            2000,
            List.of(
                    network(STUDENT, 2500, List.of(at(1000, 0.5, 0), at(1500, 0.62, 1), at(2000, 0.7, 2))),
                    network(RANDOM_PAD, 2500, List.of(at(1000, 0.2, 0), at(2000, 0.69, 2))),
                    network(SCRATCH, 2500, List.of(at(0, 0.1, 0), at(1000, 0.4, 2), at(2000, 0.6, 4))),
                    network(TEACHER, 1200, List.of(at(0, 0.1, 0), at(1000, 0.5, 1), at(2000, 0.75, 2)))));

    @Test
    void the_table_has_a_row_per_measurement_and_marks_the_growth_point() {
        assertThat(new ResultsText(RESULTS).table().lines())
                .containsExactly(
                        "images seen        student    random pad  from scratch       teacher",
                        "0                                               10.0 %        10.0 %",
                        "1 000               50.0 %        20.0 %        40.0 %        50.0 %  <- growth",
                        "1 500               62.0 %                                          ",
                        "2 000               70.0 %        69.0 %        60.0 %        75.0 %",
                        "parameters           2 500         2 500         2 500         1 200",
                        "seconds                2.0           2.0           4.0           2.0");
    }

    @Test
    void the_csv_has_a_line_per_measurement_with_points_for_decimals() {
        assertThat(new ResultsText(RESULTS).csv().lines())
                .hasSize(1 + 3 + 2 + 3 + 3)
                .startsWith(
                        "network,images_seen,test_accuracy,training_seconds,parameters,after_growth",
                        "student,1000,0.5000,0.000,2500,true")
                .contains("from scratch,0,0.1000,0.000,2500,false");
    }

    @Test
    void the_summary_says_who_is_ahead_behind_and_level() {
        assertThat(new ResultsText(RESULTS).summary())
                .isEqualTo(
                        "The student started at 50.0 %, the teacher's accuracy at growth was 50.0 %. After 1 000 more"
                                + " images the student classifies 70.0 % of the test images correctly: 10.0 points above the"
                                + " same network from scratch (60.0 %), level with random padding (69.0 %), 5.0 points below"
                                + " the teacher trained further (75.0 %). It reached the final accuracy of the network from"
                                + " scratch, which saw 2 000 images, within 500 images after growth. The network from scratch"
                                + " had 40.0 % after the student's own 1 000 images. This is one run with one seed:"
                                + " differences below 2.9 points may be chance.");
    }

    @Test
    void the_summary_admits_that_the_student_never_caught_up() {
        var slow = new QuickstartResults(
                "shapes",
                1000,
                2000,
                List.of(
                        network(STUDENT, 2500, List.of(at(1000, 0.5, 0), at(2000, 0.55, 2))),
                        RESULTS.network(RANDOM_PAD),
                        RESULTS.network(SCRATCH),
                        RESULTS.network(TEACHER)));

        assertThat(new ResultsText(slow).summary())
                .contains("5.0 points below the same network from scratch (60.0 %)")
                .contains("It did not reach the final accuracy of the network from scratch, which saw 2 000 images.");
    }

    private static Network network(String name, long parameters, List<Row> rows) {
        long before = rows.get(0).totalExamples();
        return new Network(
                name,
                "",
                parameters,
                rows.stream()
                        .map(row -> new Row(
                                name,
                                0,
                                row.totalExamples() - before,
                                row.totalExamples(),
                                row.seconds(),
                                0,
                                0,
                                0,
                                row.accuracy(),
                                1,
                                Double.NaN))
                        .toList());
    }

    private static Row at(long images, double accuracy, double seconds) {
        return new Row("", 0, 0, images, seconds, 0, 0, 0, accuracy, 1, Double.NaN);
    }
}
