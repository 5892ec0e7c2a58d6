package io.github.net2net.examples.data;

import com.google.common.io.CountingInputStream;
import com.google.common.primitives.Ints;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads MNIST: four files in the idx format, big-endian headers and one unsigned byte per value, compressed by gzip or
 * not. Grey images of 28x28 pixels, digits 0 to 9.
 */
public final class Mnist {
    static final int SIDE = 28;
    private static final int CLASSES = 10;
    private static final int IMAGES_MAGIC = 2051;
    private static final int LABELS_MAGIC = 2049;
    private static final int BUFFER = 1 << 16;

    static final Map<String, String> PUBLISHED_MD5 = Map.of(
            "train-images-idx3-ubyte", "f68b3c2dcbeaaa9fbdd348bbdeb94873",
            "train-labels-idx1-ubyte", "d53e105ee54ea40749a09fcbcd1e9432",
            "t10k-images-idx3-ubyte", "9fb629c4189551a2d022fa330f9573f3",
            "t10k-labels-idx1-ubyte", "ec29112dd5afa0611ce80d1b7f02629c");

    private final Path folder;
    private final List<String> warnings = new ArrayList<>();

    private Mnist(Path folder) {
        this.folder = folder;
    }

    /**
     * Reads the first images of both parts.
     *
     * @param folder with the four files, with or without {@code .gz}
     * @param trainingImages how many, at most 60,000 in the published files
     * @param testImages how many, at most 10,000 in the published files
     * @return the images, with a warning for each compressed file whose md5 is not the published one
     * @throws InputException if a file is missing or damaged
     */
    public static ImageData read(Path folder, int trainingImages, int testImages) {
        if (!Files.isDirectory(folder)) {
            throw new InputException(
                    "--data " + folder + ": there is no such folder. Give the folder with MNIST's four files,"
                            + " omit --data to download them, or give --data generated.");
        }
        Mnist files = new Mnist(folder);
        return new ImageData(
                "MNIST from " + folder,
                files.images("train", trainingImages),
                files.images("t10k", testImages),
                files.warnings);
    }

    private ImageSet images(String part, int count) {
        byte[] pixels = values(part + "-images-idx3-ubyte", IMAGES_MAGIC, count, SIDE, SIDE);
        String labelsName = part + "-labels-idx1-ubyte";
        byte[] bytes = values(labelsName, LABELS_MAGIC, count);
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = bytes[i] & 0xFF;
            if (labels[i] >= CLASSES) {
                throw damaged(labelsName, "the label at byte " + (8 + i) + " is " + labels[i] + ", expected 0 to 9");
            }
        }
        return new ImageSet(1, SIDE, pixels, labels, CLASSES);
    }

    /** The values of the first {@code count} entries, which are of the given sizes. */
    private byte[] values(String name, int magic, int count, int... sizes) {
        Path file = file(name);
        try (CountingInputStream packed = new CountingInputStream(Files.newInputStream(file))) {
            try {
                return values(name, unpacked(file, packed), magic, count, sizes);
            } catch (EOFException | ZipException e) {
                throw damaged(
                        file.getFileName().toString(),
                        "unpacking fails near byte " + packed.getCount() + " of " + Files.size(file) + " ("
                                + e.getMessage() + ")");
            }
        } catch (IOException e) {
            throw InputException.unreadable("--data " + folder, file, e);
        }
    }

    private byte[] values(String name, InputStream in, int magic, int count, int... sizes) throws IOException {
        expect(name, 0, magic, Ints.fromByteArray(read(name, in, 0, 4)));
        int available = Ints.fromByteArray(read(name, in, 4, 4));
        if (count < 1 || count > available) {
            throw new InputException("--data " + folder + ": " + count + " images were requested of " + name
                    + ", which has " + available + ". Give a number from 1 to " + available + ".");
        }
        int header = 8;
        int each = 1;
        for (int size : sizes) {
            expect(name, header, size, Ints.fromByteArray(read(name, in, header, 4)));
            header += 4;
            each *= size;
        }
        ImageData.requireMemory("--data " + folder, count, each);
        return read(name, in, header, count * each);
    }

    private Path file(String name) {
        Path compressed = folder.resolve(name + ".gz");
        Path plain = folder.resolve(name);
        if (Files.isRegularFile(compressed)) {
            return compressed;
        } else if (Files.isRegularFile(plain)) {
            return plain;
        }
        throw new InputException("--data " + folder + ": there is neither " + name + ".gz nor " + name
                + " in it. Give the folder with MNIST's four files.");
    }

    private InputStream unpacked(Path file, InputStream packed) throws IOException {
        if (!file.toString().endsWith(".gz")) {
            return packed;
        }
        String name = file.getFileName().toString().replace(".gz", "");
        String expected = PUBLISHED_MD5.getOrDefault(name, "");
        Md5.warning(folder, file.getFileName().toString(), Md5.of(file), expected)
                .ifPresent(warnings::add);
        return new GZIPInputStream(packed, BUFFER);
    }

    private byte[] read(String name, InputStream in, long offset, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw damaged(
                    name,
                    "it ends at byte " + (offset + bytes.length) + ", expected at least " + (offset + length)
                            + " bytes");
        }
        return bytes;
    }

    private void expect(String name, int offset, int expected, int actual) {
        if (actual != expected) {
            throw damaged(name, "the number at byte " + offset + " is " + actual + ", expected " + expected);
        }
    }

    private InputException damaged(String name, String what) {
        return new InputException(
                "--data " + folder + ": " + name + " is damaged: " + what + ". Get a fresh copy of MNIST.");
    }
}
