package io.github.net2net.examples.results;

import io.github.net2net.examples.data.InputException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Keeps other processes from running the same seed in the same folder; ends with the process, whatever ends that. */
public final class SeedLock implements AutoCloseable {
    private final FileChannel channel;

    private SeedLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock, and makes the folder if it is missing.
     *
     * @throws InputException if another process has it, or the folder cannot be written to
     */
    public static SeedLock of(SeedFolder seed) {
        Path file = seed.path().resolve("lock");
        try {
            Files.createDirectories(seed.path());
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new InputException("--out: seed " + seed.seed() + " is being run in " + seed.path()
                        + " already, by another process. Wait for that, or give another folder or --first-seed.");
            }
            return new SeedLock(channel);
        } catch (IOException e) {
            throw new InputException("--out: cannot write " + file + " (" + e.getMessage() + ").", e);
        }
    }

    /**
     * Sees whether the lock could be taken now; a folder that is not there is not made.
     *
     * @throws InputException as {@link #of}
     */
    public static void requireFree(SeedFolder seed) {
        if (Files.isDirectory(seed.path())) {
            of(seed).close();
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // this process has it
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new InputException("cannot let go of a lock (" + e.getMessage() + ").", e);
        }
    }
}
