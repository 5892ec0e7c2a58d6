package io.github.net2net.spi;

import com.google.common.collect.ImmutableList;

/**
 * Input on which two networks are compared.
 *
 * @param <N> the framework's network type
 */
public interface Probe<N> {

    /**
     * Runs both networks, changing neither.
     *
     * @return one deviation for every output, mode and stage that the framework offers
     * @throws io.github.net2net.GrowthException if the probe does not fit the networks
     */
    ImmutableList<Deviation> compare(N teacher, N student);

    /**
     * The relative deviation up to which the networks count as equal at one place: 1e-10 in double and 1e-5 in single
     * precision, or more where the teacher's own rounding errors are larger.
     *
     * @param deviation the place, and how far the networks are apart there
     */
    double tolerance(N teacher, Deviation deviation);
}
