package io.github.net2net.dl4j.onednn;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;

/** What the machine can do. */
final class Platform {
    private Platform() {}

    /** Skips the test, saying why, where ND4J has no oneDNN. */
    static void assumeOneDnn() {
        Optional<String> obstacle = NativeLibrary.loaded().obstacle();
        assumeTrue(obstacle.isEmpty(), () -> "skipped: " + obstacle.orElseThrow());
    }
}
