package io.github.net2net.examples.models;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.net2net.GrowthException;
import io.github.net2net.NotPreservedException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Why a command ends without a result, with the exit code. */
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Exit codes of all commands for models; 0 is success. */
    public enum Code {
        /** Anything else, such as a full disk. */
        FAILED(1),
        /** Options or arguments that are missing, unknown, or don't fit together. */
        USAGE(2),
        /** The growth is impossible; the message says why. */
        REFUSED(3),
        /** Two networks don't compute the same. */
        NOT_PRESERVED(4),
        /** An input file is missing, damaged, or of another kind. */
        UNREADABLE(5);

        private final int exit;

        Code(int exit) {
            this.exit = exit;
        }

        /** The exit code of the process. */
        public int exit() {
            return exit;
        }
    }

    /** How Jackson says where an error is. */
    private static final String JSON_PLACE = " at \\[Source: .*; (line: \\d+, column: \\d+)](?: \\(.*\\))?$";

    private final Code code;

    private Failure(Code code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    Failure(Code code, String message) {
        super(message);
        this.code = code;
    }

    static Failure usage(String message) {
        return new Failure(Code.USAGE, message);
    }

    static Failure unreadable(Path file, String reason) {
        return new Failure(Code.UNREADABLE, "cannot read " + file + ": " + reason);
    }

    /** What could not be written to {@code file}. */
    static Failure unwritable(Path file, IOException reason) {
        String why = reason instanceof NoSuchFileException ? "its folder can't be made" : reason(reason);
        return new Failure(
                Code.FAILED,
                "cannot write " + file + ": " + why + ". Nothing was written. Give a file in a folder that"
                        + " can be written, on a disk with enough space.",
                reason);
    }

    /** What an exception says about a file, without repeating its name. */
    static String reason(Throwable e) {
        if (e instanceof NoSuchFileException) {
            return "there is no such file";
        } else if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        String message =
                e instanceof FileSystemException file && file.getReason() != null ? file.getReason() : e.getMessage();
        return message == null
                ? e.getClass().getSimpleName()
                : message.strip()
                        .replaceAll("\\s+", " ")
                        .replaceFirst(JSON_PLACE, ", $1")
                        .replaceFirst("\\.$", "");
    }

    /** The failure that an exception of a command means; empty if it is an error of the program. */
    public static Optional<Failure> of(Throwable e) {
        if (e instanceof Failure failure) {
            return Optional.of(failure);
        } else if (e instanceof GrowthException refusal) {
            Code code = e instanceof NotPreservedException ? Code.NOT_PRESERVED : Code.REFUSED;
            return Optional.of(new Failure(code, Wording.ofCommands(String.valueOf(refusal.getMessage())), refusal));
        }
        return Optional.empty();
    }

    /** The exit code. */
    public Code code() {
        return code;
    }

    /** One line of JSON. */
    public static String json(Code code, String message) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return nodes.objectNode()
                .set(
                        "error",
                        nodes.objectNode()
                                .put("exit", code.exit())
                                .put("kind", code.name().toLowerCase(Locale.ROOT))
                                .put("message", message))
                .toString();
    }
}
