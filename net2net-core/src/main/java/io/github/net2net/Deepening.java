package io.github.net2net;

import static java.util.Objects.requireNonNull;

import com.google.errorprone.annotations.CheckReturnValue;
import io.github.net2net.spi.CalibrationData;
import io.github.net2net.transform.BatchNormRule;

/**
 * Words for the new layer that {@code deepenAfter} inserts: the unit that begins with the named layer (the layer, its
 * batch norm, its activation) once more, starting as the identity.
 */
@CheckReturnValue
public final class Deepening {
    private final BatchNormRule batchNorm;

    private Deepening(BatchNormRule batchNorm) {
        this.batchNorm = batchNorm;
    }

    /** The unit once more. If it has a batch norm, one of the words below says what becomes of that. */
    public static Deepening identityUnit() {
        return new Deepening(new BatchNormRule.Unstated());
    }

    /** With the batch norm, filled with what {@code values} says. */
    public Deepening batchNorm(BatchNormRule values) {
        return new Deepening(requireNonNull(values, "batchNorm(null): give calibratedOn(data) or uncalibrated()"));
    }

    /** Without the batch norm. */
    public Deepening withoutBatchNorm() {
        return new Deepening(new BatchNormRule.Omitted());
    }

    /** Batch norm values measured on data: exact in inference, and in training mode on that data as one batch. */
    public static BatchNormRule.Calibrated calibratedOn(CalibrationData data) {
        return new BatchNormRule.Calibrated(requireNonNull(data, "calibratedOn(null): give calibration data"));
    }

    /** Batch norm values for mean 0 and variance 1, without looking at data: exact in inference only. */
    public static BatchNormRule uncalibrated() {
        return new BatchNormRule.Uncalibrated();
    }

    BatchNormRule rule() {
        return batchNorm;
    }
}
