package io.github.net2net;

/**
 * A growth that was refused, for a reason the user can act on. The message says what was refused, where, the actual
 * values, and what to do instead. Nothing has been changed when this is thrown.
 */
public sealed class GrowthException extends RuntimeException permits NotPreservedException {
    private static final long serialVersionUID = 1L;

    public GrowthException(String message) {
        super(message);
    }

    public GrowthException(String message, Throwable cause) {
        super(message, cause);
    }
}
