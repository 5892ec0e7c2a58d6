package io.github.net2net.examples.report;

import java.util.Collection;

/**
 * Numbers of several seeds in short.
 *
 * @param mean arithmetic
 * @param deviation the sample's standard deviation; 0 for a single number
 * @param count how many numbers
 */
record Spread(double mean, double deviation, int count) {

    /** Of at least one number. */
    static Spread of(Collection<Double> values) {
        double mean = values.stream().mapToDouble(value -> value).average().orElseThrow();
        double squares = values.stream()
                .mapToDouble(value -> (value - mean) * (value - mean))
                .sum();
        int count = values.size();
        return new Spread(mean, count < 2 ? 0 : Math.sqrt(squares / (count - 1)), count);
    }
}
