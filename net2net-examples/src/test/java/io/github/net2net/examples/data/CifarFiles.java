package io.github.net2net.examples.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Small files in the format of CIFAR-10, to be spoilt by tests. */
final class CifarFiles {
    static final int IMAGES_PER_FILE = 4;
    static final int RECORD = 3073;

    final Map<String, byte[]> files = new LinkedHashMap<>();

    CifarFiles() {
        for (String name : List.of(
                "data_batch_1.bin",
                "data_batch_2.bin",
                "data_batch_3.bin",
                "data_batch_4.bin",
                "data_batch_5.bin",
                "test_batch.bin")) {
            byte[] bytes = new byte[IMAGES_PER_FILE * RECORD];
            new Random(name.hashCode()).nextBytes(bytes);
            for (int image = 0; image < IMAGES_PER_FILE; image++) {
                bytes[image * RECORD] = (byte) ((files.size() + image) % 10);
            }
            files.put(name, bytes);
        }
    }

    Path writeTo(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(folder.resolve(file.getKey()), file.getValue());
        }
        return folder;
    }

    Path archiveAt(Path path) throws IOException {
        Files.write(path, archive());
        return path;
    }

    byte[] archive() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                var entry = new TarArchiveEntry("cifar-10-batches-bin/" + file.getKey());
                entry.setSize(file.getValue().length);
                tar.putArchiveEntry(entry);
                tar.write(file.getValue());
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }
}
