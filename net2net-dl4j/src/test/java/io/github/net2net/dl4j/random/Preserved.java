package io.github.net2net.dl4j.random;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.Grown;
import io.github.net2net.GrowthException;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.Tolerances;
import io.github.net2net.dl4j.layer.OwnKinds;
import io.github.net2net.spi.Deviation;
import io.github.net2net.spi.Probe;
import java.util.List;
import net.jqwik.api.Assume;
import org.deeplearning4j.nn.api.Model;

/** Checks of students whose inputs or outputs are not their teachers'. */
public final class Preserved {
    private Preserved() {}

    /** Asserts that the student computes what the plan promises. */
    public static void check(Model teacher, Grown<? extends Model> grown, Probe<Model> probe, Object description) {
        for (Deviation deviation : compared(teacher, grown, probe, description)) {
            if (grown.plan().promises(deviation)) {
                assertThat(deviation.relative())
                        .as("%s%n%s%n%s", description, grown.plan(), deviation)
                        .isLessThanOrEqualTo(Tolerances.DOUBLE);
            }
        }
    }

    private static List<Deviation> compared(
            Model teacher, Grown<? extends Model> grown, Probe<Model> probe, Object description) {
        try {
            return Net2Net.with(OwnKinds.ALL)
                    .compare(teacher, grown.network(), probe)
                    .deviations();
        } catch (GrowthException e) {
            Assume.that(!e.getMessage().contains("of the first holds NaN or infinity"));
            Assume.that(!e.getMessage().contains("its layers do not agree on which axis"));
            throw new AssertionError(description + System.lineSeparator() + grown.plan(), e);
        }
    }
}
