package io.github.net2net.examples.results;

import io.github.net2net.dl4j.saving.AtomicFile;
import io.github.net2net.examples.data.InputException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder for results. A file in it is complete or absent: it is written under another name, then moved. */
public final class OutputFolder {
    private final Path folder;

    private OutputFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Creates the folder if it does not exist.
     *
     * @throws InputException if it cannot be written to
     */
    public static OutputFolder at(Path folder) {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new InputException("--out " + folder + ": this is a file. Give a folder, or a new name.");
        }
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw cannotWrite(folder, e);
        }
        if (!Files.isWritable(folder)) {
            throw cannotWrite(folder, new IOException("no permission to write"));
        }
        return new OutputFolder(folder);
    }

    private static InputException cannotWrite(Path path, IOException e) {
        return new InputException(
                "--out: cannot write " + path + " (" + e.getMessage() + "). Give a folder that is writable.", e);
    }

    /**
     * Writes a text file, replacing an older one.
     *
     * @return its path
     */
    public Path write(String name, String text) {
        return write(name, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Writes a file, replacing an older one.
     *
     * @return its path
     */
    public Path write(String name, Content content) {
        Path file = folder.resolve(name);
        try {
            AtomicFile.write(file, part -> {
                try (OutputStream out = Files.newOutputStream(part)) {
                    content.writeTo(out);
                }
            });
        } catch (IOException e) {
            throw cannotWrite(file, e);
        }
        return file;
    }

    /** The content of a file. */
    public interface Content {
        /** Writes it to a stream, without closing the stream. */
        void writeTo(OutputStream out) throws IOException;
    }
}
