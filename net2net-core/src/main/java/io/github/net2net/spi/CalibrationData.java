package io.github.net2net.spi;

/**
 * Data on which a batch norm is calibrated. What it holds is the adapter's business; the core only carries it.
 *
 * <p>Its {@code toString} stands in plans: "12 batches of the training set".
 */
public interface CalibrationData {}
