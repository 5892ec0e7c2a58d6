package io.github.net2net.examples.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The unpacked files, in a folder or in the folder {@code cifar-10-batches-bin} in it. */
final class CifarFolder implements CifarSource {
    private final Path folder;

    CifarFolder(Path folder) {
        this.folder = folder;
    }

    @Override
    public Map<String, byte[]> read(Set<String> names, Lengths lengths) {
        Path inner = folder.resolve(Cifar10.FOLDER);
        Path files = Files.isDirectory(inner) ? inner : folder;
        List<String> missing = names.stream()
                .filter(name -> !Files.isRegularFile(files.resolve(name)))
                .toList();
        if (!missing.isEmpty()) {
            throw new InputException("--data " + folder + ": " + String.join(", ", missing)
                    + (missing.size() == 1 ? " is" : " are") + " not in " + files
                    + ". Unpack the whole CIFAR-10 binary archive there, or give the archive itself.");
        }
        Map<String, byte[]> read = new LinkedHashMap<>();
        for (String name : names) {
            Path file = files.resolve(name);
            lengths.check(name, file.toFile().length());
            read.put(name, bytesOf(file));
        }
        return read;
    }

    private byte[] bytesOf(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new InputException(
                    "--data " + folder + ": cannot read " + file + " (" + e.getMessage()
                            + "). Check that you may read it.",
                    e);
        }
    }
}
