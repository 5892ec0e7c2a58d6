package io.github.net2net.spi;

import com.fasterxml.jackson.databind.EnumNamingStrategies;
import com.fasterxml.jackson.databind.annotation.EnumNaming;
import java.util.Locale;

/**
 * How far two networks are apart at one place.
 *
 * @param output the output layer's name
 * @param mode how the networks were run
 * @param stage before or after the output layer's activation
 * @param masked whether a mask defined which steps or pixels count
 * @param maxAbsolute max |Δ| over all elements
 * @param maxMagnitude max |teacher| over all elements
 */
public record Deviation(
        String output, Mode mode, Stage stage, boolean masked, double maxAbsolute, double maxMagnitude) {

    /** How a network is run. */
    @EnumNaming(EnumNamingStrategies.LowerCamelCaseStrategy.class)
    public enum Mode {
        /** Running statistics, no dropout. */
        INFERENCE,
        /** Batch statistics; dropout and other noise switched off. */
        TRAINING
    }

    /** Where an output layer is read. */
    @EnumNaming(EnumNamingStrategies.LowerCamelCaseStrategy.class)
    public enum Stage {
        /** What enters the last activation. A saturated softmax hides errors that show here. */
        BEFORE_ACTIVATION,
        /** The output itself. */
        OUTPUT
    }

    /** max|Δ| / max(1, max|teacher|). NaN where a network outputs NaN. */
    public double relative() {
        return maxAbsolute / Math.max(1, maxMagnitude);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "output '%s' in %s mode%s%s: max|d| %.3g, relative %.3g",
                output,
                mode == Mode.INFERENCE ? "inference" : "training",
                stage == Stage.OUTPUT ? "" : ", before its activation",
                masked ? ", with masks" : "",
                maxAbsolute,
                relative());
    }
}
