package io.github.net2net.examples.report;

/** The costs of training. */
enum Axis {
    EXAMPLES("examples of the run", false),
    TOTAL_EXAMPLES("examples in total, including ancestors", false),
    MULTIPLY_ADDS("multiply-adds of the run", false),
    TOTAL_MULTIPLY_ADDS("multiply-adds in total, including ancestors", false),
    SECONDS("wall time of the run", true),
    TOTAL_SECONDS("wall time in total, including ancestors", true),
    CPU("processor time of the run", true),
    TOTAL_CPU("processor time in total, including ancestors", true);

    private final String label;
    private final boolean time;

    Axis(String label, boolean time) {
        this.label = label;
        this.time = time;
    }

    /** For people. */
    public String label() {
        return label;
    }

    /** Whether it is in seconds, else a number. */
    boolean isTime() {
        return time;
    }
}
