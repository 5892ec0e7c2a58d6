package io.github.net2net.dl4j.saving;

import io.github.net2net.GrowthException;
import io.github.net2net.dl4j.internal.model.Dl4jNetwork;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.util.ModelSerializer;
import org.jspecify.annotations.Nullable;

/** Entries of zips beside the network that DL4J reads from them. None is unpacked but small ones that are asked for. */
public final class ZipEntries {
    /** The largest entry that is read: a few thousand times as long as any that net2net writes. */
    static final int LARGEST = 1 << 26;

    private static final int KILO = 1024;

    private ZipEntries() {}

    /**
     * The content of an entry, null if there is none.
     *
     * @throws ZipException if the file is no zip
     * @throws GrowthException if the entry is too large to be one of net2net's
     */
    public static byte @Nullable [] read(Path file, String name) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry entry = zip.getEntry(name);
            if (entry == null) {
                return null;
            }
            try (InputStream content = zip.getInputStream(entry)) {
                byte[] bytes = content.readNBytes(LARGEST + 1);
                if (bytes.length > LARGEST) {
                    throw new GrowthException("cannot read '" + name + "' in " + file + ": unpacked it is larger than "
                            + LARGEST / KILO / KILO + " MiB, and net2net writes none as large. Give a file that"
                            + " net2net has saved.");
                }
                return bytes;
            }
        }
    }

    /**
     * Checks that the file is a zip.
     *
     * @throws GrowthException if it is none
     */
    static void require(Path file) throws IOException {
        try {
            new ZipFile(file.toFile()).close();
        } catch (ZipException e) {
            throw notAZip(file, e);
        }
    }

    static GrowthException notAZip(Path file, ZipException reason) {
        return new GrowthException(
                file + " is no zip (" + reason.getMessage() + "). Give a file that DL4J or GrownFile has saved.",
                reason);
    }

    /**
     * Saves a network as DL4J does, with its updater's state if it has one, and more entries. DL4J closes its zip, so that what comes on
     * top takes a second one, {@code FILE.plain.part}, for a while.
     *
     * @param file to be written
     */
    public static void write(Model network, Map<String, byte[]> contents, Path file) throws IOException {
        write(network, contents, null, name -> false, file);
    }

    /**
     * As {@link #write(Model, Map, Path)}, with the wanted entries of another zip; {@code contents} and what DL4J writes
     * are not taken from there.
     */
    static void write(
            Model network, Map<String, byte[]> contents, @Nullable Path others, Predicate<String> wanted, Path file)
            throws IOException {
        Path plain = file.resolveSibling(file.getFileName() + ".plain.part");
        try {
            // DL4J would make an optimizer, as large as the network, only to save that it has not begun.
            boolean trains = Dl4jNetwork.of(network).updater(false) != null;
            ModelSerializer.writeModel(network, plain.toFile(), trains);
            Set<String> written = new HashSet<>(contents.keySet());
            try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(file)) {
                copy(plain, name -> true, written, out);
                if (others != null) {
                    copy(others, wanted, written, out);
                }
                for (Map.Entry<String, byte[]> entry : contents.entrySet()) {
                    out.putArchiveEntry(new ZipArchiveEntry(entry.getKey()));
                    out.write(entry.getValue());
                    out.closeArchiveEntry();
                }
            }
        } finally {
            Files.deleteIfExists(plain);
        }
    }

    /** Copies entries as they are compressed, without unpacking them; no folders, and no name twice. */
    private static void copy(Path from, Predicate<String> wanted, Set<String> written, ZipArchiveOutputStream out)
            throws IOException {
        try (org.apache.commons.compress.archivers.zip.ZipFile zip =
                new org.apache.commons.compress.archivers.zip.ZipFile(from.toFile())) {
            zip.copyRawEntries(
                    out, entry -> !entry.isDirectory() && wanted.test(entry.getName()) && written.add(entry.getName()));
        }
    }
}
