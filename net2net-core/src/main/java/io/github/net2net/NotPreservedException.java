package io.github.net2net;

/** A growth whose plan is exact, but whose student turned out not to compute the teacher's function. */
public final class NotPreservedException extends GrowthException {
    private static final long serialVersionUID = 1L;

    public NotPreservedException(String message) {
        super(message);
    }
}
