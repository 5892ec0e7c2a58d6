package io.github.net2net.examples.spark;

import io.github.net2net.dl4j.saving.AtomicFile;
import io.github.net2net.dl4j.saving.FolderLock;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The files of a trial, to be sent to another machine.
 *
 * @param contents by the path in the folder, with slashes
 */
record FolderFiles(Map<String, byte[]> contents) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The files in a folder and below it; none if it is not there. */
    static FolderFiles read(Path folder) {
        Map<String, byte[]> contents = new HashMap<>();
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    if (!file.endsWith(FolderLock.FILE)) {
                        String name = folder.relativize(file).toString();
                        contents.put(name.replace('\\', '/'), Files.readAllBytes(file));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + folder, e);
            }
        }
        return new FolderFiles(contents);
    }

    /** Writes the files into a folder, each at once and whole. */
    void write(Path folder) {
        contents.forEach((name, bytes) -> {
            try {
                AtomicFile.write(folder.resolve(name), part -> Files.write(part, bytes));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot write " + folder.resolve(name), e);
            }
        });
    }

    /** The bytes of all files. */
    long bytes() {
        return contents.values().stream().mapToLong(content -> content.length).sum();
    }
}
