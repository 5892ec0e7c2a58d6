package io.github.net2net.examples.data;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The md5 sums of the published CIFAR-10 files. */
final class CifarChecksums {
    private static final Map<String, String> PUBLISHED = Map.of(
            "data_batch_1.bin", "5dd7e06a14cb22eb9f671a540d1b7c25",
            "data_batch_2.bin", "5ea93a67294ea407fff1d09f752e9692",
            "data_batch_3.bin", "942cd6a4bcdd0dd3c604fbe906cb4421",
            "data_batch_4.bin", "ae636b3ba5c66a11e91e8cb52e771fcb",
            "data_batch_5.bin", "53f37980c15c3d472c316c40844f3f0d",
            "test_batch.bin", "803d5f7f4d78ea53de84dbe85f74fb6d");

    private CifarChecksums() {}

    /** What to tell the user if this is not the published file. Whole files with other images can be used all the same. */
    static Optional<String> warning(Path data, String name, byte[] bytes) {
        String md5 = Md5.of(bytes);
        String expected = PUBLISHED.get(name);
        return md5.equals(expected)
                ? Optional.empty()
                : Optional.of("--data " + data + ": " + name + " is not the published file (md5 " + md5 + ", expected "
                        + expected + "): it is read as it is, but don't compare the numbers with others'.");
    }
}
