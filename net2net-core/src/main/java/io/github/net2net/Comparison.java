package io.github.net2net;

import io.github.net2net.spi.Deviation;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How far two networks are apart, per output, in inference and in training mode, before and after the last activation.
 *
 * @param deviations in the order of the outputs; empty if the networks were not compared
 * @param tolerance the relative deviation up to which they count as equal
 * @param inDoublePrecision of those that are further apart than that, when the same weights compute in double precision
 * @param teacher hashes of the teacher as it was, by what they are of; empty if the adapter has none
 * @param student likewise, of the student as it was grown
 * @param probe likewise, of the input they were compared on
 */
public record Comparison(
        List<Deviation> deviations,
        double tolerance,
        List<Deviation> inDoublePrecision,
        Map<String, String> teacher,
        Map<String, String> student,
        Map<String, String> probe) {

    /** The networks were not compared. */
    static final Comparison NONE = of(List.of(), 0);

    public Comparison {
        deviations = List.copyOf(deviations);
        inDoublePrecision = List.copyOf(inDoublePrecision);
        teacher = Map.copyOf(teacher);
        student = Map.copyOf(student);
        probe = Map.copyOf(probe);
    }

    /** A comparison of networks of which no hashes are kept. */
    public static Comparison of(List<Deviation> deviations, double tolerance) {
        return new Comparison(deviations, tolerance, List.of(), Map.of(), Map.of(), Map.of());
    }

    /** Whether the networks were not compared. */
    public boolean isEmpty() {
        return deviations.isEmpty();
    }

    /** The largest relative deviation, max|Δ| / max(1, max|teacher|), in the given mode; NaN if any is NaN. */
    public double largest(Deviation.Mode mode) {
        return deviations.stream()
                .filter(deviation -> deviation.mode() == mode)
                .mapToDouble(Deviation::relative)
                .reduce(0, Math::max);
    }

    /** The largest relative deviation of all. */
    public double largest() {
        return deviations.stream().mapToDouble(Deviation::relative).reduce(0, Math::max);
    }

    @Override
    public String toString() {
        return deviations.stream().map(Deviation::toString).collect(Collectors.joining("\n"));
    }
}
