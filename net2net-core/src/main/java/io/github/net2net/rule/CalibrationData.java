package io.github.net2net.rule;

/**
 * Data on which a batch norm is calibrated. Its content is the adapter's business; the core only passes it on.
 *
 * <p>Plans print its {@code toString}: "12 batches of the training set".
 */
public interface CalibrationData {

    /**
     * Data that is still to be supplied: JSON holds no data, only its description.
     *
     * @param description what the data was
     */
    record Awaited(String description) implements CalibrationData {
        @Override
        public String toString() {
            return description;
        }
    }
}
