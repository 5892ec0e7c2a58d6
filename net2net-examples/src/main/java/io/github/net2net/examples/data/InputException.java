package io.github.net2net.examples.data;

import java.io.IOException;
import java.nio.file.Path;

/** The user gave something that cannot be used; the message states what, where, the value, and what to do. */
public final class InputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Refuses an input with this message. */
    public InputException(String message) {
        super(message);
    }

    /** Refuses an input with this message, because of {@code cause}. */
    public InputException(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * Refuses a file that cannot be read.
     *
     * @param where the option that named it, with its value
     */
    static InputException unreadable(String where, Path file, IOException cause) {
        return new InputException(
                where + ": cannot read " + file + " (" + cause.getMessage() + "). Check its permissions.", cause);
    }
}
