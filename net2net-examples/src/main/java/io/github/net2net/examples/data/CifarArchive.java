package io.github.net2net.examples.data;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** The tar.gz archive, unpacked in memory; entries are told by the last part of their name. */
final class CifarArchive implements CifarSource {
    private static final int BUFFER = 1 << 16;

    private final Path archive;

    CifarArchive(Path archive) {
        this.archive = archive;
    }

    @Override
    public Map<String, byte[]> read(Set<String> names) {
        Map<String, byte[]> found = new HashMap<>();
        var position = new Position();
        try (InputStream file = Files.newInputStream(archive);
                var counted = position.countedIn(file);
                var tar = new TarArchiveInputStream(new GZIPInputStream(counted, BUFFER))) {
            collect(tar, names, found, position);
        } catch (IOException e) {
            throw new InputException(
                    "--data " + archive + ": cannot unpack the archive, it breaks off or is damaged near byte "
                            + position.bytes + " of " + archive.toFile().length() + ", in " + position.entry + " ("
                            + e.getMessage() + "). Expected a tar.gz of the CIFAR-10 binary version:"
                            + " get a fresh copy, or give a folder with the six .bin files.",
                    e);
        }
        List<String> missing =
                names.stream().filter(name -> !found.containsKey(name)).toList();
        if (!missing.isEmpty()) {
            throw new InputException("--data " + archive + ": the archive has no " + String.join(", ", missing)
                    + ". Give the CIFAR-10 binary version (not the Python or Matlab one).");
        }
        return found;
    }

    private static void collect(
            TarArchiveInputStream tar, Set<String> names, Map<String, byte[]> found, Position position)
            throws IOException {
        while (found.size() < names.size()) {
            ArchiveEntry entry = tar.getNextEntry();
            if (entry == null) {
                return;
            }
            String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
            position.entry = name;
            if (!entry.isDirectory() && names.contains(name)) {
                found.put(name, tar.readAllBytes());
            }
        }
    }

    /** How far reading got, for messages. */
    private static final class Position {
        private long bytes;
        private String entry = "its first entry";

        InputStream countedIn(InputStream in) {
            return new FilterInputStream(in) {
                @Override
                public int read() throws IOException {
                    int read = super.read();
                    bytes += read < 0 ? 0 : 1;
                    return read;
                }

                @Override
                public int read(byte[] buffer, int offset, int length) throws IOException {
                    int read = super.read(buffer, offset, length);
                    bytes += Math.max(0, read);
                    return read;
                }
            };
        }
    }
}
