package io.github.net2net.examples.data;

import com.google.common.hash.HashFunction;
import com.google.common.hash.Hashing;
import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.nio.file.Path;

/** MD5 sums in hexadecimal. They are what was published; they tell damage, not forgery. */
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
}
