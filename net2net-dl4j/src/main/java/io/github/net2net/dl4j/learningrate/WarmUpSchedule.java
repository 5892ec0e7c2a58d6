package io.github.net2net.dl4j.learningrate;

import com.google.errorprone.annotations.Immutable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Another schedule, after a linear rise over some iterations from a given one on. DL4J has none that begins in the
 * middle of training; a network that is saved with one needs net2net-dl4j on the class path to be loaded.
 */
@Immutable
public final class WarmUpSchedule implements ISchedule {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("Immutable") // DL4J's schedules are never written to
    private final ISchedule schedule;

    private final int fromIteration;
    private final int iterations;

    /**
     * A warm-up.
     *
     * @param schedule what it leads to
     * @param fromIteration the first iteration, counted from the beginning of training
     * @param iterations how many it lasts
     */
    public WarmUpSchedule(
            @JsonProperty("schedule") ISchedule schedule,
            @JsonProperty("fromIteration") int fromIteration,
            @JsonProperty("iterations") int iterations) {
        this.schedule = schedule;
        this.fromIteration = fromIteration;
        this.iterations = iterations;
    }

    @JsonProperty("schedule")
    public ISchedule schedule() {
        return schedule;
    }

    @JsonProperty("fromIteration")
    public int fromIteration() {
        return fromIteration;
    }

    @JsonProperty("iterations")
    public int iterations() {
        return iterations;
    }

    @Override
    public double valueAt(int iteration, int epoch) {
        return schedule.valueAt(iteration, epoch) * fraction(iteration - fromIteration, iterations);
    }

    /** The share of the rate after so many iterations of the warm-up: 1 before it begins and after it has ended. */
    public static double fraction(int passed, int iterations) {
        return passed < 0 || passed >= iterations ? 1 : (passed + 1.0) / (iterations + 1.0);
    }

    @Override
    @SuppressWarnings({"CheckReturnValue", "PMD"})
    public ISchedule clone() {
        return new WarmUpSchedule(schedule.clone(), fromIteration, iterations);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof WarmUpSchedule that
                && schedule.equals(that.schedule)
                && fromIteration == that.fromIteration
                && iterations == that.iterations;
    }

    @Override
    public int hashCode() {
        return Objects.hash(schedule, fromIteration, iterations);
    }
}
