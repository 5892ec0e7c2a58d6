package io.github.net2net.dl4j.saving;

import io.github.net2net.GrowthException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/** Single entries of zips. */
final class ZipEntries {
    private ZipEntries() {}

    /**
     * The contents of the entries of the wanted names.
     *
     * @throws GrowthException if the file is no zip
     */
    static Map<String, byte[]> of(Path file, Predicate<String> wanted) throws IOException {
        Map<String, byte[]> contents = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                if (!entry.isDirectory() && wanted.test(entry.getName())) {
                    contents.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
                }
            }
        } catch (ZipException e) {
            throw new GrowthException(
                    file + " is no zip (" + e.getMessage() + "). Give a file that DL4J or GrownFile" + " has saved.",
                    e);
        }
        return contents;
    }

    /** A zip with the entries of another, which are copied without unpacking them, and more; no folders. */
    static void append(Path from, Map<String, byte[]> contents, Path to) throws IOException {
        try (org.apache.commons.compress.archivers.zip.ZipFile zip =
                        new org.apache.commons.compress.archivers.zip.ZipFile(from.toFile());
                ZipArchiveOutputStream out = new ZipArchiveOutputStream(to)) {
            zip.copyRawEntries(out, entry -> !contents.containsKey(entry.getName()));
            for (Map.Entry<String, byte[]> entry : contents.entrySet()) {
                out.putArchiveEntry(new ZipArchiveEntry(entry.getKey()));
                out.write(entry.getValue());
                out.closeArchiveEntry();
            }
        }
    }
}
