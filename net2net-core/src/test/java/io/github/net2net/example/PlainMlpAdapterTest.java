package io.github.net2net.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.net2net.Growth;
import io.github.net2net.Tolerances;
import io.github.net2net.rule.Donors;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The example of docs/adapters.md works. */
class PlainMlpAdapterTest {
    private static final double[] INPUT = {0.3, -1.2, 0.8};

    private static PlainMlp teacher() {
        return PlainMlpProbe.network(4, 3, 6, 5, 2);
    }

    private static void assertSameFunction(PlainMlp student) {
        assertThat(student.output(INPUT)).containsExactly(teacher().output(INPUT), within(Tolerances.DOUBLE));
    }

    @Test
    void a_wider_and_deeper_student_computes_the_same() {
        PlainMlp student = Growth.of(new PlainMlpAdapter(), teacher())
                .widen("layer0")
                .to(11)
                .deepenAfter("layer1")
                .widen("layer1_1")
                .times(2)
                .seed(42)
                .grow()
                .network();

        assertThat(Arrays.stream(student.biases()).map(bias -> bias.length)).containsExactly(11, 5, 10, 2);
        assertSameFunction(student);
    }

    @Test
    void fresh_units_compute_the_same() {
        PlainMlp student = Growth.of(new PlainMlpAdapter(), teacher())
                .donors(Donors.fresh())
                .widen("layer0")
                .to(11)
                .grow()
                .network();

        assertThat(student.biases()[0]).hasSize(11);
        assertSameFunction(student);
    }

    @Test
    void a_student_shares_no_memory_with_its_teacher() {
        PlainMlp teacher = teacher();
        PlainMlp student = Growth.of(new PlainMlpAdapter(), teacher)
                .widen("layer0")
                .to(11)
                .grow()
                .network();
        student.weights()[2][0][0] = 99;
        student.biases()[2][0] = 99;

        assertThat(teacher.output(INPUT)).containsExactly(teacher().output(INPUT));
    }
}
