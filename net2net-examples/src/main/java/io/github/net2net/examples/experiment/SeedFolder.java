package io.github.net2net.examples.experiment;

import java.nio.file.Path;

/**
 * Where everything of one seed is, so that seeds can run in processes of their own.
 *
 * @param path the folder
 * @param seed the seed
 */
record SeedFolder(Path path, long seed) {

    static SeedFolder in(Path experiment, long seed) {
        return new SeedFolder(experiment.resolve("seed-" + seed), seed);
    }
}
