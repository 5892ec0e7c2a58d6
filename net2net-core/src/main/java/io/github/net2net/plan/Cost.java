package io.github.net2net.plan;

/** What a budget is of. */
public enum Cost {
    PARAMETERS("parameters"),
    MULTIPLY_ADDS("multiply-adds per example");

    private final String text;

    Cost(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
