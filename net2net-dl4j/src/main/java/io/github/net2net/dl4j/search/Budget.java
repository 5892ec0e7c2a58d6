package io.github.net2net.dl4j.search;

import io.github.net2net.dl4j.schedule.Limit;
import io.github.net2net.dl4j.schedule.Progress.Epoch;
import java.io.Serializable;

/**
 * What training a trial to the end may cost, in pieces of equal cost. A network is scored after each piece.
 *
 * @param limit of iterations, processor time or multiply-adds
 */
record Budget(Limit limit, int pieces) implements Serializable {
    private static final long serialVersionUID = 1L;

    /**
     * What was spent.
     *
     * @param nanos of processor time
     */
    record Spent(long iterations, long multiplyAdds, long nanos) {}

    private enum Unit {
        ITERATIONS("iterations"),
        NANOSECONDS("nanoseconds of processor time"),
        MULTIPLY_ADDS("multiply-adds");

        private final String text;

        Unit(String text) {
            this.text = text;
        }
    }

    static boolean counts(Limit limit) {
        return limit instanceof Limit.Iterations
                || limit instanceof Limit.ProcessorTime
                || limit instanceof Limit.MultiplyAdds;
    }

    private Unit unit() {
        return limit instanceof Limit.Iterations
                ? Unit.ITERATIONS
                : limit instanceof Limit.ProcessorTime ? Unit.NANOSECONDS : Unit.MULTIPLY_ADDS;
    }

    long most() {
        if (limit instanceof Limit.Iterations iterations) {
            return iterations.most();
        } else if (limit instanceof Limit.ProcessorTime time) {
            return time.most().toNanos();
        }
        return ((Limit.MultiplyAdds) limit).most();
    }

    /** The cost up to the end of so many pieces. */
    long upTo(int piece) {
        return most() / pieces * piece + most() % pieces * piece / pieces;
    }

    /**
     * What an iteration costs, 0 if that is known only afterwards.
     *
     * @param multiplyAdds of the forward pass, for one example
     */
    long ofIteration(long multiplyAdds, long examples) {
        return switch (unit()) {
            case ITERATIONS -> 1;
            case NANOSECONDS -> 0;
            case MULTIPLY_ADDS -> Epoch.PASSES * multiplyAdds * examples;
        };
    }

    long of(Spent spent) {
        return switch (unit()) {
            case ITERATIONS -> spent.iterations;
            case NANOSECONDS -> spent.nanos;
            case MULTIPLY_ADDS -> spent.multiplyAdds;
        };
    }

    boolean needsMultiplyAdds() {
        return unit() == Unit.MULTIPLY_ADDS;
    }

    boolean isTime() {
        return unit() == Unit.NANOSECONDS;
    }

    /** An amount with its unit, "300 iterations". */
    String text(long amount) {
        return amount + " " + unit().text;
    }
}
