package io.github.net2net.examples.data;

import com.google.common.io.ByteStreams;
import com.google.common.io.CountingInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ObjLongConsumer;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * The tar.gz archive, unpacked in memory. Entries are identified by the last part of their name, and the first of a name
 * is used; everything else in the archive is skipped, links as well.
 */
final class CifarArchive {
    private static final int BUFFER = 1 << 16;
    /* The files have 184 MB; names and headers are held in memory as well while an archive is read. */
    private static final long MOST = 1 << 28;

    private final Path archive;
    private final Map<String, byte[]> found = new HashMap<>();
    private String entry = "its first entry";

    CifarArchive(Path archive) {
        this.archive = archive;
    }

    /**
     * Reads some files, by name.
     *
     * @param lengths checks the length of each file before it is read
     */
    Map<String, byte[]> read(Set<String> names, ObjLongConsumer<String> lengths) {
        long[] position = new long[1];
        try (CountingInputStream packed = new CountingInputStream(Files.newInputStream(archive))) {
            try {
                unpack(packed, names, lengths);
            } finally {
                position[0] = packed.getCount();
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new InputException(
                    "--data " + archive + ": cannot unpack the archive, it ends early or is damaged near byte "
                            + position[0] + " of " + archive.toFile().length() + ", in " + entry + " ("
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

    private void unpack(CountingInputStream packed, Set<String> names, ObjLongConsumer<String> lengths)
            throws IOException {
        var unpacked = new CountingInputStream(ByteStreams.limit(new GZIPInputStream(packed, BUFFER), MOST + 1));
        try (var tar = new TarArchiveInputStream(unpacked)) {
            TarArchiveEntry next = null;
            while (found.size() < names.size() && (next = tar.getNextTarEntry()) != null) {
                entry = next.getName().substring(next.getName().lastIndexOf('/') + 1);
                boolean isFile = next.isFile() && !next.isSymbolicLink() && !next.isLink();
                if (isFile && names.contains(entry) && !found.containsKey(entry)) {
                    lengths.accept(entry, next.getRealSize());
                    found.put(entry, tar.readNBytes((int) next.getRealSize()));
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw unpacked.getCount() > MOST ? tooLarge() : new IOException(e.getMessage(), e);
        }
        if (unpacked.getCount() > MOST) {
            throw tooLarge();
        }
    }

    private static IOException tooLarge() {
        return new IOException("it unpacks to more than " + MOST + " bytes");
    }
}
