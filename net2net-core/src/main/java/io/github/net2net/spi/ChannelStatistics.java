package io.github.net2net.spi;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * What a value looks like on some data, per channel, over all examples and positions.
 *
 * @param mean the mean
 * @param variance the biased variance, Σ(x − mean)² / N
 */
public record ChannelStatistics(double[] mean, double[] variance) {
    public ChannelStatistics {
        checkArgument(mean.length == variance.length, "%s means, %s variances", mean.length, variance.length);
    }
}
