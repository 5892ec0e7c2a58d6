package io.github.net2net.examples.results;

import io.github.net2net.examples.data.InputException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one seed, so that each seed can be run by another process.
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

    /**
     * Keeps other processes from running this seed, until the lock is closed or the process ends.
     *
     * @throws InputException if another process holds the lock, or the folder cannot be written to
     */
    public Closeable lock() {
        Path file = path.resolve("lock");
        try {
            Files.createDirectories(path);
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new InputException("--out: seed " + seed + " is already being run in " + path
                        + " by another process. Wait for it to end, or give another folder or --first-seed.");
            }
            return channel;
        } catch (IOException e) {
            throw new InputException("--out: cannot write " + file + " (" + e.getMessage() + ").", e);
        }
    }

    /**
     * Checks that the lock is free; a folder that does not exist is not created.
     *
     * @throws InputException as {@link #lock}
     */
    public void requireFree() {
        if (Files.isDirectory(path)) {
            try {
                lock().close();
            } catch (IOException e) {
                throw new InputException("--out: cannot release the lock of " + path + " (" + e + ").", e);
            }
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // this process holds it
        }
    }
}
