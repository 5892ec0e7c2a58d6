package io.github.net2net.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipEncodingHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostileArchiveTest {
    private final CifarFiles files = new CifarFiles();

    @TempDir
    private Path temp;

    private interface Content {
        void writeTo(TarArchiveOutputStream tar) throws IOException;
    }

    private Path archive(Content content) throws IOException {
        Path archive = Files.createDirectories(temp.resolve("a/b/c")).resolve("c.tar.gz");
        try (OutputStream file = Files.newOutputStream(archive);
                var tar = new TarArchiveOutputStream(new GZIPOutputStream(file))) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
            content.writeTo(tar);
        }
        return archive;
    }

    private static void add(TarArchiveOutputStream tar, String name, byte[] bytes) throws IOException {
        var entry = new TarArchiveEntry(name, true);
        entry.setSize(bytes.length);
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
    }

    private static void link(TarArchiveOutputStream tar, String name, byte kind, String to) throws IOException {
        var entry = new TarArchiveEntry(name, kind);
        entry.setLinkName(to);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
    }

    private static ImageData read(Path archive) {
        return Cifar10.readerOf(CifarFiles.IMAGES_PER_FILE).read(archive, 8, 1);
    }

    @Test
    void names_that_lead_elsewhere_and_links_write_nothing_and_are_not_read() throws IOException {
        byte[] bad = "bad".getBytes(StandardCharsets.UTF_8);
        Path absolute = temp.resolve("absolute");
        Path archive = archive(tar -> {
            add(tar, "../../x", bad);
            add(tar, absolute.toString(), bad);
            add(tar, "cifar-10-batches-bin/../../../y", bad);
            link(tar, "data_batch_1.bin", TarConstants.LF_SYMLINK, "/etc/passwd");
            link(tar, "data_batch_1.bin", TarConstants.LF_LINK, "../../x");
            link(tar, "folder", TarConstants.LF_SYMLINK, "/tmp");
            for (Map.Entry<String, byte[]> file : files.files.entrySet()) {
                add(tar, "cifar-10-batches-bin/" + file.getKey(), file.getValue());
            }
        });
        List<Path> before = everything();
        ImageData data = read(archive);

        assertThat(everything()).isEqualTo(before);
        Path folder = files.writeTo(temp.resolve("plain"));
        assertThat(data.training()).isEqualTo(read(folder).training());
        assertThat(data.test()).isEqualTo(read(folder).test());
    }

    private List<Path> everything() throws IOException {
        try (Stream<Path> all = Files.walk(temp)) {
            return all.sorted().toList();
        }
    }

    /** A header that promises {@code size} bytes, and then as many zeros as are told. */
    private Path bomb(String name, byte kind, long size, int megabytes) throws IOException {
        var entry = new TarArchiveEntry(name, kind);
        entry.setSize(size);
        byte[] header = new byte[512];
        entry.writeEntryHeader(header, ZipEncodingHelper.getZipEncoding("UTF-8"), true);
        Path archive = temp.resolve("bomb.tar.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(archive))) {
            out.write(header);
            for (int i = 0; i < megabytes; i++) {
                out.write(new byte[1 << 20]);
            }
        }
        return archive;
    }

    @Test
    void a_file_of_gigabytes_is_refused_before_it_is_unpacked() throws IOException {
        Path archive = bomb("data_batch_1.bin", TarConstants.LF_NORMAL, 50_000_000_000L, 1);

        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> read(archive))
                .withMessage("--data " + archive + ": data_batch_1.bin is damaged: it continues to byte 50000000000"
                        + " (image 16270745), expected 12292 bytes (4 images of 3073 bytes)."
                        + " Get a fresh copy of the CIFAR-10 binary version.");
    }

    @Test
    void an_archive_that_unpacks_without_end_is_left() throws IOException {
        assertLeft(bomb("other", TarConstants.LF_NORMAL, 50_000_000_000L, 300), "other");
    }

    @Test
    void a_name_without_end_is_left() throws IOException {
        assertLeft(bomb("name", TarConstants.LF_GNUTYPE_LONGNAME, 7_000_000_000L, 300), "its first entry");
    }

    private static void assertLeft(Path archive, String entry) {
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> read(archive))
                .withMessageMatching(
                        "--data " + archive + ": cannot unpack the archive, it ends early or is damaged near"
                                + " byte [0-9]+ of " + archive.toFile().length() + ", in " + entry
                                + " \\(it unpacks to more than 268435456 bytes\\). Expected a tar.gz of the CIFAR-10 binary"
                                + " version: get a fresh copy, or give a folder with the six .bin files.");
    }
}
