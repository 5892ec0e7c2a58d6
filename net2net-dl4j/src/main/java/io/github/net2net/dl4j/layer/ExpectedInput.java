package io.github.net2net.dl4j.layer;

import java.util.Optional;

/**
 * The input that a layer, by its own settings, must get. DL4J keeps no record of a network's input.
 *
 * @param channels the number of channels
 * @param format the format, as far as the layer states it
 */
public record ExpectedInput(int channels, ActivationFormat format) {

    /** The input, empty if the number of channels is 0 or less, as DL4J writes what is not set. */
    public static Optional<ExpectedInput> of(long channels, ActivationFormat format) {
        return channels > 0 ? Optional.of(new ExpectedInput(Math.toIntExact(channels), format)) : Optional.empty();
    }
}
