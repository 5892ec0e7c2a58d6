package io.github.net2net.dl4j.learningrate;

import com.google.errorprone.annotations.Immutable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A rate that rises linearly to a peak, then falls to zero in half a cosine, and stays zero: SGDR without restarts, with a
 * warm-up (Loshchilov and Hutter, arXiv 1608.03983). DL4J has none; a network that is saved with one needs net2net-dl4j
 * on the class path to be loaded.
 */
@Immutable
public final class CosineSchedule implements ISchedule {
    private static final long serialVersionUID = 1L;

    private final double peak;
    private final int fromIteration;
    private final int iterations;
    private final int warmUp;

    /** From the beginning of training, without a warm-up. */
    public CosineSchedule(double peak, int iterations) {
        this(peak, 0, iterations, 0);
    }

    /**
     * A schedule.
     *
     * @param peak the highest rate
     * @param fromIteration its first iteration, counted from the beginning of training
     * @param iterations after how many it is zero
     * @param warmUp how many of these rise to the peak
     */
    public CosineSchedule(
            @JsonProperty("peak") double peak,
            @JsonProperty("fromIteration") int fromIteration,
            @JsonProperty("iterations") int iterations,
            @JsonProperty("warmUp") int warmUp) {
        this.peak = peak;
        this.fromIteration = fromIteration;
        this.iterations = iterations;
        this.warmUp = warmUp;
    }

    @JsonProperty("peak")
    public double peak() {
        return peak;
    }

    @JsonProperty("fromIteration")
    public int fromIteration() {
        return fromIteration;
    }

    @JsonProperty("iterations")
    public int iterations() {
        return iterations;
    }

    @JsonProperty("warmUp")
    public int warmUp() {
        return warmUp;
    }

    @Override
    public double valueAt(int iteration, int epoch) {
        int passed = Math.max(0, iteration - fromIteration);
        if (passed < warmUp) {
            return peak * WarmUpSchedule.fraction(passed, warmUp);
        }
        double share = Math.min(1, (double) (passed - warmUp) / (iterations - warmUp));
        return peak * (1 + Math.cos(Math.PI * share)) / 2;
    }

    /** The same with another peak. */
    public CosineSchedule times(double factor) {
        return new CosineSchedule(peak * factor, fromIteration, iterations, warmUp);
    }

    @Override
    @SuppressWarnings({"CheckReturnValue", "PMD"})
    public ISchedule clone() {
        return times(1);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CosineSchedule that
                && peak == that.peak
                && fromIteration == that.fromIteration
                && iterations == that.iterations
                && warmUp == that.warmUp;
    }

    @Override
    public int hashCode() {
        return Objects.hash(peak, fromIteration, iterations, warmUp);
    }
}
