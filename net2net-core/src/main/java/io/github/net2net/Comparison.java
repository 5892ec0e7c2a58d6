package io.github.net2net;

import com.google.common.collect.ImmutableList;
import io.github.net2net.spi.Deviation;
import java.util.stream.Collectors;

/**
 * How far two networks are apart, per output, in inference and in training mode, before and after the last activation.
 *
 * @param deviations in the order of the outputs
 */
public record Comparison(ImmutableList<Deviation> deviations) {

    /** The largest relative deviation, max|Δ| / max(1, max|first|), in the given mode; NaN if any is NaN. */
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
