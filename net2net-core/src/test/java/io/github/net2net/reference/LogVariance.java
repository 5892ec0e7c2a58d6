package io.github.net2net.reference;

import io.github.net2net.graph.BatchNormTraits.VarianceForm;
import java.util.OptionalDouble;

/** A running variance stored as log₁₀ of the standard deviation. */
public enum LogVariance implements VarianceForm {
    INSTANCE;

    @Override
    public double encode(double variance) {
        return Math.log10(Math.sqrt(variance));
    }

    @Override
    public OptionalDouble addend(double factor) {
        return OptionalDouble.of(Math.log10(factor));
    }
}
