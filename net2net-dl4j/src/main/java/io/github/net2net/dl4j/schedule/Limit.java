package io.github.net2net.dl4j.schedule;

import static com.google.common.base.Preconditions.checkArgument;

import java.io.Serializable;
import java.time.Duration;

/** Where training ends. */
public sealed interface Limit extends Serializable {

    /** See {@link #parameters(long)}. */
    record Parameters(long most) implements Limit {}

    /** See {@link #epochs(int)}. */
    record Epochs(int most) implements Limit {}

    /** See {@link #iterations(long)}. */
    record Iterations(long most) implements Limit {}

    /** See {@link #processorTime(Duration)}. */
    record ProcessorTime(Duration most) implements Limit {}

    /** See {@link #multiplyAdds(long)}. */
    record MultiplyAdds(long most) implements Limit {}

    /** See {@link #score(double)}. */
    record Score(double wanted) implements Limit {}

    /**
     * A growth that would lead to more parameters is not done, and training ends there.
     *
     * @throws IllegalArgumentException if it is not above 0
     */
    static Limit parameters(long most) {
        checkArgument(most > 0, "a budget of %s parameters; give a number above 0", most);
        return new Parameters(most);
    }

    /**
     * Training ends after this many epochs, those of networks that were rolled back included. A growth that is still on
     * trial then is rolled back.
     *
     * @throws IllegalArgumentException if it is not above 0
     */
    static Limit epochs(int most) {
        checkArgument(most > 0, "training for %s epochs; give a number above 0", most);
        return new Epochs(most);
    }

    /**
     * Training ends after the epoch in which it has taken this many batches, those of networks that were rolled back
     * included.
     *
     * @throws IllegalArgumentException if it is not above 0
     */
    static Limit iterations(long most) {
        checkArgument(most > 0, "training for %s iterations; give a number above 0", most);
        return new Iterations(most);
    }

    /**
     * Training ends after the epoch in which it has taken this much processor time, that of networks that were rolled back
     * included; see {@link Progress.Epoch#processorNanos}.
     *
     * @throws IllegalArgumentException if it is not above 0
     */
    static Limit processorTime(Duration most) {
        checkArgument(most.compareTo(Duration.ZERO) > 0, "a processor time of %s; give one above 0", most);
        return new ProcessorTime(most);
    }

    /**
     * Training ends after the epoch in which it has taken this many multiply-adds, those of networks that were rolled
     * back included; see {@link Progress.Epoch#multiplyAdds}.
     *
     * @throws IllegalArgumentException if it is not above 0
     */
    static Limit multiplyAdds(long most) {
        checkArgument(most > 0, "a budget of %s multiply-adds; give a number above 0", most);
        return new MultiplyAdds(most);
    }

    /**
     * Training ends when the score is as good as this or better.
     *
     * @throws IllegalArgumentException if it is NaN
     */
    static Limit score(double wanted) {
        checkArgument(!Double.isNaN(wanted), "a score of %s can't be reached; give a number", wanted);
        return new Score(wanted);
    }
}
