package io.github.net2net;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.reference.GraphNet;
import io.github.net2net.reference.GraphNetAdapter;
import io.github.net2net.reference.Teachers;
import io.github.net2net.rule.Baseline;
import io.github.net2net.tensor.ArrayTensor;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of the teacher's weights a student has that does not preserve its function. */
class BaselinesTest {
    private static final GraphNet TEACHER = Teachers.mlp();

    /** fc2(5) reads fc1, which is widened; out reads fc2, so that its weights need not change. */
    @ParameterizedTest
    @CsvSource({
        "RANDOM_PAD, fc1, true",
        "RANDOM_PAD, fc2, true",
        "RANDOM_PAD, out, true",
        "RANDOM_INIT, fc1, false",
        "RANDOM_INIT, fc2, false",
        "RANDOM_INIT, out, true",
        "FROM_SCRATCH, fc1, false",
        "FROM_SCRATCH, fc2, false",
        "FROM_SCRATCH, out, false"
    })
    void weightsOfTheTeacherAreKept(Baseline baseline, String layer, boolean kept) {
        GraphNet student = Growth.of(new GraphNetAdapter(), TEACHER)
                .baseline(baseline)
                .widen("fc1")
                .to(9)
                .grow()
                .network();
        ArrayTensor before = TEACHER.param(layer, "W");
        ArrayTensor after = student.param(layer, "W");
        long found = Arrays.stream(before.values())
                .filter(weight -> Arrays.stream(after.values()).anyMatch(other -> other == weight))
                .count();
        assertThat(found).isEqualTo(kept ? before.values().length : 0);
    }
}
