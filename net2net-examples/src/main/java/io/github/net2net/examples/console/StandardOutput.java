package io.github.net2net.examples.console;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** The process's output, which remembers why it failed: Java's own stream swallows the reason. */
public final class StandardOutput {
    private static final int FAILED = 1;

    private @Nullable IOException failure;

    private StandardOutput() {}

    /** Puts itself in the place of {@code System.out}. */
    @CanIgnoreReturnValue
    public static StandardOutput replace() {
        StandardOutput replacement = new StandardOutput();
        System.setOut(new PrintStream(replacement.new Watched(new FileOutputStream(FileDescriptor.out)), true));
        return replacement;
    }

    /**
     * The exit code of a command that ended with {@code code}. Readers such as {@code head} may stop reading, which is no
     * failure; a full disk is one.
     */
    public int exitCode(int code) {
        System.out.flush();
        IOException reason = failure;
        if (reason == null || code != 0 || String.valueOf(reason.getMessage()).contains("pipe")) {
            return code;
        }
        System.err.println("net2net: cannot write the output: " + reason.getMessage());
        return FAILED;
    }

    private final class Watched extends FilterOutputStream {
        Watched(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }
    }
}
