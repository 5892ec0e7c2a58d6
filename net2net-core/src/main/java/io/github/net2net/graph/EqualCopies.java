package io.github.net2net.graph;

import org.jspecify.annotations.Nullable;

/**
 * That a node combines all its output channels, so that copies preserve the function only if each channel has the same
 * number of copies k: layer normalization, the division by a norm.
 *
 * @param reason why, as the end of a sentence: "normalizes over its own outputs (layer normalization)"
 * @param power the layer's output is k to this power times the teacher's, which a scaling after the layer makes up for: 0
 *     if it is the teacher's, -0.5 after a division by the norm, 0.5 for the norm itself
 * @param copies k, 1 in the teacher
 * @param gain of a layer normalization of a producer's outputs: the parameter that multiplies them afterwards, so that new
 *     outputs may also be the mean of the old ones; null if only copies are exact
 */
public record EqualCopies(
        String reason, double power, int copies, @Nullable String gain) {

    /** Of a node whose output stays the teacher's. */
    public static EqualCopies of(String reason) {
        return new EqualCopies(reason, 0, 1, null);
    }

    /**
     * Of a producer with one block of outputs, (z − mean) / deviation · gain, the deviation with 1/n and no ε, and a bias after it.
     *
     * @param gain the name of the gain's parameter
     */
    public static EqualCopies normalization(String reason, String gain) {
        return new EqualCopies(reason, 0, 1, gain);
    }

    /** Of a node whose output becomes k to {@code power} times the teacher's. */
    public static EqualCopies scaling(String reason, double power) {
        return new EqualCopies(reason, power, 1, null);
    }

    /** The same when each channel is copied {@code times} times once more. */
    public EqualCopies copied(int times) {
        return new EqualCopies(reason, power, Math.multiplyExact(copies, times), gain);
    }

    /** By what the output must be multiplied if each channel is copied {@code times} times. */
    public double compensation(int times) {
        return Math.pow(times, -power);
    }
}
