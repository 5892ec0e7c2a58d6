package io.github.net2net.transform;

import io.github.net2net.spi.CalibrationData;

/** What a deepened unit does about the batch norm of the unit it repeats. */
public sealed interface BatchNormRule {

    /** Not stated: fine without a batch norm, refused with one. */
    record Unstated() implements BatchNormRule {}

    /** Statistics are measured on the data. */
    record Calibrated(CalibrationData data) implements BatchNormRule {}

    /**
     * Statistics are to be measured on data that is still to be given: what a recipe read from JSON says, which can't
     * hold data.
     *
     * @param data what the data was, in words
     */
    record AwaitsData(String data) implements BatchNormRule {}

    /** Mean 0 and variance 1 are assumed: exact in inference only. */
    record Uncalibrated() implements BatchNormRule {}

    /** The new unit has no batch norm. */
    record Omitted() implements BatchNormRule {}
}
