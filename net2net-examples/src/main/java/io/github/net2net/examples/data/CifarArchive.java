package io.github.net2net.examples.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * The tar.gz archive, unpacked in memory; entries are told by the last part of their name, and the first of a name
 * counts. Whatever else is in the archive is passed over, links too.
 */
final class CifarArchive implements CifarSource {
    private static final int BUFFER = 1 << 16;
    /* The files have 184 MB; also names and headers are held in memory while an archive is read. */
    private static final long MOST = 1 << 28;

    private final Path archive;
    private final Map<String, byte[]> found = new HashMap<>();
    private String entry = "its first entry";

    CifarArchive(Path archive) {
        this.archive = archive;
    }

    @Override
    public Map<String, byte[]> read(Set<String> names, Lengths lengths) {
        long packed = 0;
        try (CountedStream file = new CountedStream(Files.newInputStream(archive), Long.MAX_VALUE)) {
            try (InputStream unpacked = new CountedStream(new GZIPInputStream(file, BUFFER), MOST);
                    var tar = new TarArchiveInputStream(unpacked)) {
                collect(tar, names, lengths);
            } catch (IOException | IllegalArgumentException e) {
                packed = file.bytes();
                throw e instanceof IOException known ? known : new IOException(e.getMessage(), e);
            }
        } catch (IOException e) {
            throw new InputException(
                    "--data " + archive + ": cannot unpack the archive, it breaks off or is damaged near byte " + packed
                            + " of " + archive.toFile().length() + ", in " + entry + " (" + e.getMessage()
                            + "). Expected a tar.gz of the CIFAR-10 binary version:"
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

    private void collect(TarArchiveInputStream tar, Set<String> names, Lengths lengths) throws IOException {
        while (found.size() < names.size()) {
            TarArchiveEntry next = tar.getNextTarEntry();
            if (next == null) {
                return;
            }
            String name = next.getName().substring(next.getName().lastIndexOf('/') + 1);
            entry = name;
            if (isFile(next) && names.contains(name) && !found.containsKey(name)) {
                lengths.check(name, next.getRealSize());
                found.put(name, tar.readNBytes((int) next.getRealSize()));
            }
        }
    }

    private static boolean isFile(TarArchiveEntry entry) {
        return entry.isFile() && !entry.isSymbolicLink() && !entry.isLink();
    }
}
