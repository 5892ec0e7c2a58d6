package io.github.net2net;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.github.net2net.spi.Deviation;
import io.github.net2net.spi.NetworkAdapter;
import io.github.net2net.spi.Probe;
import java.util.function.Supplier;

/**
 * What is known of a teacher, on a probe, before there is a student to be compared with it.
 *
 * @param expected what it computes
 * @param allowed the relative deviation up to which networks count as equal
 * @param fingerprint hashes of the teacher
 */
record Verification<N>(
        NetworkAdapter<N> adapter,
        Probe<? super N> probe,
        Probe.Expected<? super N> expected,
        double allowed,
        ImmutableMap<String, String> fingerprint) {

    static <N> Verification<N> of(NetworkAdapter<N> adapter, Probe<? super N> probe, N teacher) {
        return new Verification<>(
                adapter, probe, expected(probe, teacher), probe.tolerance(teacher), adapter.fingerprint(teacher));
    }

    private static <T, N extends T> Probe.Expected<T> expected(Probe<T> probe, N teacher) {
        return probe.expected(teacher);
    }

    /**
     * How far the student is from its teacher.
     *
     * @param teacher asked only if both have to compute in double precision
     * @throws NotPreservedException if it is further than the plan promises
     */
    Comparison of(N student, GrowthPlan plan, Supplier<? extends N> teacher) {
        ImmutableList<Deviation> deviations = expected.compare(student);
        ImmutableList.Builder<Deviation> inDoublePrecision = ImmutableList.builder();
        for (Deviation deviation : deviations) {
            if (plan.promises(deviation) && !(deviation.relative() <= allowed)) {
                inDoublePrecision.add(requireRounded(plan, student, deviation, teacher));
            }
        }
        return new Comparison(
                deviations,
                allowed,
                inDoublePrecision.build(),
                fingerprint,
                adapter.fingerprint(student),
                probe.fingerprint());
    }

    /** NaN and infinity are no rounding errors, so the networks' own precision has to be without them. */
    private Deviation requireRounded(GrowthPlan plan, N student, Deviation deviation, Supplier<? extends N> teacher) {
        if (Double.isFinite(deviation.relative())) {
            Deviation exact = probe.inDoublePrecision(teacher.get(), student, deviation);
            if (exact.relative() <= allowed) {
                return exact;
            }
        }
        throw new NotPreservedException(String.format(
                "the student does not compute the teacher's function: %s, allowed %.0e. No student is returned."
                        + " Please report this with the plan:%n%s",
                deviation, allowed, plan));
    }
}
