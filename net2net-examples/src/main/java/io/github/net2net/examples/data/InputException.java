package io.github.net2net.examples.data;

/** Something the user gave cannot be used; the message says what, where, the value, and what to do. */
public final class InputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Refuses an input in these words. */
    public InputException(String message) {
        super(message);
    }

    /** Refuses an input in these words, because of {@code cause}. */
    public InputException(String message, Throwable cause) {
        super(message, cause);
    }
}
