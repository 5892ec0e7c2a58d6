package io.github.net2net.rule;

import static java.util.Objects.requireNonNull;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the new layer that {@code deepenAfter} inserts: a copy of the unit that begins with the named layer (the
 * layer, its batch norm, its activation), initialized as the identity.
 *
 * @param batchNorm what becomes of the unit's batch norm; null, which is refused if it has one, if not specified
 */
@CheckReturnValue
public record Deepening(@Nullable BatchNorm batchNorm) {

    /** What a deepened unit does about the batch norm of the unit it repeats. */
    public sealed interface BatchNorm {}

    /** Statistics are measured on the data. */
    public record Calibrated(CalibrationData data) implements BatchNorm {
        /** Whether the data is still to be supplied, since this was read from JSON. */
        public boolean awaitsData() {
            return data instanceof CalibrationData.Awaited;
        }
    }

    /** Mean 0 and variance 1 are assumed: exact in inference only. */
    public record Uncalibrated() implements BatchNorm {}

    /** The new unit has no batch norm. */
    public record Omitted() implements BatchNorm {}

    /** A copy of the unit. If the unit has a batch norm, one of the methods below has to specify what becomes of it. */
    public static Deepening identityUnit() {
        return new Deepening(null);
    }

    /** With the batch norm, its values as {@code values} specifies. */
    public Deepening batchNorm(BatchNorm values) {
        return new Deepening(requireNonNull(values, "batchNorm(null): give calibratedOn(data) or uncalibrated()"));
    }

    /** Without the batch norm. */
    public Deepening withoutBatchNorm() {
        return new Deepening(new Omitted());
    }

    /** Batch norm values measured on data: exact in inference, and in training mode on that data as one batch. */
    public static Calibrated calibratedOn(CalibrationData data) {
        return new Calibrated(requireNonNull(data, "calibratedOn(null): give calibration data"));
    }

    /** Batch norm values for mean 0 and variance 1, without data: exact in inference only. */
    public static BatchNorm uncalibrated() {
        return new Uncalibrated();
    }
}
