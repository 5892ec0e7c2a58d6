package io.github.net2net.examples.report;

/** What training costs, by ways of counting. */
enum Axis {
    IMAGES("images of the run", false),
    TOTAL_IMAGES("images in all, its ancestors' included", false),
    SECONDS("wall time of the run", true),
    TOTAL_SECONDS("wall time in all, its ancestors' included", true),
    CPU("processor time of the run", true),
    TOTAL_CPU("processor time in all, its ancestors' included", true);

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

    /** Whether it is in seconds, else in images. */
    boolean isTime() {
        return time;
    }
}
