package io.github.net2net.dl4j.saving;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes files so that a reader sees the old one or the whole new one, never a part, even if the process is killed in
 * the middle.
 */
public final class AtomicFile {
    private AtomicFile() {}

    /** Writes a file that does not exist yet. */
    public interface Writer {
        void writeTo(Path file) throws IOException;
    }

    /**
     * Puts a new file in the place of {@code target}. It is written under another name in the same folder, which is
     * made if it is not there, and takes {@code target}'s name once it is on disk. What a killed process leaves behind
     * is called {@code .NAME.*.part}.
     *
     * @throws IOException if it can't be written; {@code target} is then as it was
     */
    public static void write(Path target, Writer writer) throws IOException {
        Path absolute = target.toAbsolutePath();
        Path folder = absolute.getParent();
        Files.createDirectories(folder);
        // Not createTempFile, whose files only their owner may read, also once they have taken their place.
        Path part = absolute.resolveSibling("." + absolute.getFileName() + "." + UUID.randomUUID() + ".part");
        Files.createFile(part);
        try {
            writer.writeTo(part);
            force(part);
            Files.move(part, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}
