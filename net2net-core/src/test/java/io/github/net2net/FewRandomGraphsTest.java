package io.github.net2net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Property;

/** A few of the networks of {@link RandomGraphsTest}, in so short a time that mutation testing can run them again and again. */
class FewRandomGraphsTest {
    private static final int NETWORKS = 60;

    @Property(tries = 1)
    void students_computeTheirTeachersFunction() {
        Random random = new Random(1);
        long grown = IntStream.range(0, NETWORKS)
                .mapToObj(i -> random.ints(120, 0, 10_000).boxed().toList())
                .filter(decisions ->
                        RandomGraphsTest.grown(List.copyOf(decisions)).isPresent())
                .count();
        assertThat(grown).isGreaterThan(NETWORKS / 2);
    }
}
