package io.github.net2net.examples.quickstart;

import io.github.net2net.dl4j.saving.AtomicFile;
import io.github.net2net.examples.data.InputException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where results go. A file there is either whole or not there: it is written aside, then moved into place. */
final class OutputFolder {
    private final Path folder;

    private OutputFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Creates the folder if need be.
     *
     * @throws InputException if it cannot be written to
     */
    static OutputFolder at(Path folder) {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new InputException("--out " + folder + ": that is a file. Give a folder, or a name not yet taken.");
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
                "--out: cannot write " + path + " (" + e.getMessage() + "). Give a folder that you may write to.", e);
    }

    /**
     * Writes one file, replacing an older one.
     *
     * @return where it is
     */
    Path write(String name, Content content) {
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

    /** Something that can be written to a stream; it need not close it. */
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }
}
