package io.github.net2net.transform;

import io.github.net2net.spi.ChannelStatistics;
import java.util.Arrays;

/**
 * The parameters of a batch norm that changes nothing, γ·(x − mean) / √(variance + ε) + β = x.
 *
 * <p>Mean and variance are those of the data that will arrive, and γ = √(variance + ε), β = mean: arXiv 1511.05641,
 * section 2.3, with the ε that it leaves out. A channel without variance (dead after ReLU) would get
 * log₁₀(deviation) = −∞ where that is what is stored, so the variance has a floor, and γ is taken from the floored
 * value; the result is still the identity.
 *
 * @param gamma γ, one per channel
 * @param beta β
 * @param mean the running mean
 * @param variance the running variance, never below {@link #VARIANCE_FLOOR}
 */
public record BatchNormIdentity(double[] gamma, double[] beta, double[] mean, double[] variance) {
    /** The smallest running variance. */
    public static final double VARIANCE_FLOOR = 1e-8;

    /** For data with the given statistics: the identity in inference, and in training mode on that data. */
    public static BatchNormIdentity calibrated(ChannelStatistics statistics, double epsilon) {
        double[] variance = Arrays.stream(statistics.variance())
                .map(value -> Math.max(value, VARIANCE_FLOOR))
                .toArray();
        double[] gamma =
                Arrays.stream(variance).map(value -> Math.sqrt(value + epsilon)).toArray();
        return new BatchNormIdentity(
                gamma, statistics.mean().clone(), statistics.mean().clone(), variance);
    }

    /** For mean 0 and variance 1 without looking at data: the identity in inference only. */
    public static BatchNormIdentity uncalibrated(int channels, double epsilon) {
        double[] ones = new double[channels];
        Arrays.fill(ones, 1);
        return calibrated(new ChannelStatistics(new double[channels], ones), epsilon);
    }

    /** Whether a normalization with this constant γ can be the identity: the variance γ² − ε must be positive. */
    public static boolean existsFor(double gamma, double epsilon) {
        return gamma > 0 && gamma * gamma > epsilon;
    }

    /**
     * For a normalization whose γ and β are constants: the identity in inference only.
     *
     * @throws IllegalArgumentException if γ is not above √ε
     */
    public static BatchNormIdentity locked(int channels, double gamma, double beta, double epsilon) {
        if (!existsFor(gamma, epsilon)) {
            throw new IllegalArgumentException("a constant γ of " + gamma + " with ε " + epsilon + " has no identity");
        }
        return new BatchNormIdentity(
                filled(channels, gamma),
                filled(channels, beta),
                filled(channels, beta),
                filled(channels, gamma * gamma - epsilon));
    }

    private static double[] filled(int size, double value) {
        double[] values = new double[size];
        Arrays.fill(values, value);
        return values;
    }
}
