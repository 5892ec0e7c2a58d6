package io.github.net2net.dl4j.schedule;

/** Why training ended. */
public enum StopReason {
    /** The trigger fired, and nothing was left to grow. */
    NOTHING_TO_GROW("nothing is left to grow"),
    /** The trigger fired, and the next growth would have gone over {@link Limit#parameters}. */
    PARAMETERS("the next growth would go over the budget of parameters"),
    /** {@link Limit#epochs} was reached. */
    EPOCHS("the limit of epochs is reached"),
    /** {@link Limit#iterations} was reached. */
    ITERATIONS("the limit of iterations is reached"),
    /** {@link Limit#processorTime} was reached. */
    PROCESSOR_TIME("the processor time is used"),
    /** {@link Limit#multiplyAdds} was reached. */
    MULTIPLY_ADDS("the budget of multiply-adds is used"),
    /** {@link Limit#score} was reached. */
    SCORE("the wanted score is reached"),
    /** A growth did not help and was rolled back. */
    ROLLED_BACK("the last growth did not help");

    private final String reason;

    StopReason(String reason) {
        this.reason = reason;
    }

    @Override
    public String toString() {
        return reason;
    }
}
