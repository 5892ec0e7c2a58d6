package io.github.net2net.examples.data;

import com.google.common.hash.HashFunction;
import com.google.common.hash.Hashing;
import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** MD5 sums in hexadecimal, as they were published. They detect damage, not forgery. */
final class Md5 {
    @SuppressWarnings("deprecation")
    private static final HashFunction FUNCTION = Hashing.md5();

    private Md5() {}

    static String of(byte[] bytes) {
        return FUNCTION.hashBytes(bytes).toString();
    }

    static String of(Path file) throws IOException {
        return MoreFiles.asByteSource(file).hash(FUNCTION).toString();
    }

    /** A warning if a file is not the published one; files with other images can be used all the same. */
    static Optional<String> warning(Path data, String name, String actual, String expected) {
        return actual.equals(expected)
                ? Optional.empty()
                : Optional.of("--data " + data + ": " + name + " is not the published file (md5 " + actual
                        + ", expected " + expected + "): it is used anyway, but do not compare the results with"
                        + " published ones.");
    }
}
