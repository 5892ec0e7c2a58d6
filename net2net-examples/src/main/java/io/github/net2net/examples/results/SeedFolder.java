package io.github.net2net.examples.results;

import io.github.net2net.examples.data.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where everything of one seed is, so that seeds can run in processes of their own.
 *
 * @param path the folder
 * @param seed the seed
 */
public record SeedFolder(Path path, long seed) {

    private static final String PREFIX = "seed-";

    /** The folder of a seed in an experiment's. */
    public static SeedFolder in(Path experiment, long seed) {
        return new SeedFolder(experiment.resolve(PREFIX + seed), seed);
    }

    /**
     * The folders of all seeds in an experiment's, by seed.
     *
     * @throws InputException if the folder cannot be read
     */
    public static List<SeedFolder> allIn(Path experiment) {
        try (Stream<Path> folders = Files.list(experiment)) {
            return folders.filter(Files::isDirectory)
                    .filter(folder -> name(folder).matches(PREFIX + "\\d{1,18}"))
                    .map(folder ->
                            new SeedFolder(folder, Long.parseLong(name(folder).substring(PREFIX.length()))))
                    .sorted(Comparator.comparingLong(SeedFolder::seed))
                    .toList();
        } catch (IOException e) {
            throw new InputException(
                    experiment + ": cannot be read (" + e.getMessage() + "). Give the folder of an experiment.", e);
        }
    }

    private static String name(Path folder) {
        return folder.getFileName().toString();
    }
}
