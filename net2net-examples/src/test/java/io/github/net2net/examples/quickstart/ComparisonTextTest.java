package io.github.net2net.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTextTest {
    static final Comparison COMPARISON = new Comparison(
            "shapes",
            1000,
            2000,
            List.of(
                    new Curve(Arm.STUDENT, 2500, List.of(at(1000, 0.5, 0), at(1500, 0.62, 1), at(2000, 0.7, 2))),
                    new Curve(Arm.RANDOM_PAD, 2500, List.of(at(1000, 0.2, 0), at(2000, 0.69, 2))),
                    new Curve(Arm.SCRATCH, 2500, List.of(at(0, 0.1, 0), at(1000, 0.4, 2), at(2000, 0.6, 4))),
                    new Curve(Arm.TEACHER, 1200, List.of(at(0, 0.1, 0), at(1000, 0.5, 1), at(2000, 0.75, 2)))));

    @Test
    void the_table_has_a_row_per_measurement_and_marks_the_growth_point() {
        assertThat(new ComparisonText(COMPARISON).table().lines())
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
        assertThat(new ComparisonText(COMPARISON).csv().lines())
                .hasSize(1 + 3 + 2 + 3 + 3)
                .startsWith(
                        "network,images_seen,test_accuracy,training_seconds,parameters,after_growth",
                        "student,1000,0.5000,0.000,2500,true")
                .contains("from scratch,0,0.1000,0.000,2500,false");
    }

    @Test
    void the_summary_says_who_is_ahead_behind_and_level() {
        assertThat(new ComparisonText(COMPARISON).summary())
                .isEqualTo(
                        "The student started at 50.0 % where the teacher stood at 50.0 %, and after 1 000 more images"
                                + " tells 70.0 % of the test images right: 10.0 points above the same network from scratch"
                                + " (60.0 %), level with random padding (69.0 %), 5.0 points below the teacher trained on"
                                + " (75.0 %). It reached what the network from scratch had at its end, after 2 000 images,"
                                + " within 500 images of growing. From scratch, the student's own 1 000 images led to"
                                + " 40.0 %. One run, one seed: differences below 2.9 points may be chance.");
    }

    @Test
    void the_summary_admits_that_the_student_never_caught_up() {
        var slow = new Comparison(
                "shapes",
                1000,
                2000,
                List.of(
                        new Curve(Arm.STUDENT, 2500, List.of(at(1000, 0.5, 0), at(2000, 0.55, 2))),
                        COMPARISON.curve(Arm.RANDOM_PAD),
                        COMPARISON.curve(Arm.SCRATCH),
                        COMPARISON.curve(Arm.TEACHER)));

        assertThat(new ComparisonText(slow).summary())
                .contains("5.0 points below the same network from scratch (60.0 %)")
                .contains("It did not reach what the network from scratch had at its end, after 2 000 images.");
    }

    private static CurvePoint at(long images, double accuracy, double seconds) {
        return new CurvePoint(images, accuracy, seconds);
    }
}
