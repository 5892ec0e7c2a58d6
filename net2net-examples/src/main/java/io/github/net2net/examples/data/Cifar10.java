package io.github.net2net.examples.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ObjLongConsumer;

/**
 * Reads CIFAR-10 in its binary version: six files of 10,000 images, each image one label byte and 3072 pixel bytes in
 * the order [channel, row, column]. Nothing is written: an archive is unpacked in memory.
 */
public final class Cifar10 {
    static final String ARCHIVE = "cifar-10-binary.tar.gz";
    private static final String TEST_FILE = "test_batch.bin";
    private static final String FOLDER = "cifar-10-batches-bin";
    private static final int CLASSES = 10;
    private static final int TRAINING_FILES = 5;
    private static final int RECORD = 1 + ImageSet.VALUES;
    private static final Map<String, String> PUBLISHED_MD5 = Map.of(
            "data_batch_1.bin",
            "5dd7e06a14cb22eb9f671a540d1b7c25",
            "data_batch_2.bin",
            "5ea93a67294ea407fff1d09f752e9692",
            "data_batch_3.bin",
            "942cd6a4bcdd0dd3c604fbe906cb4421",
            "data_batch_4.bin",
            "ae636b3ba5c66a11e91e8cb52e771fcb",
            "data_batch_5.bin",
            "53f37980c15c3d472c316c40844f3f0d",
            TEST_FILE,
            "803d5f7f4d78ea53de84dbe85f74fb6d");

    private final int imagesPerFile;

    private Cifar10(int imagesPerFile) {
        this.imagesPerFile = imagesPerFile;
    }

    /** A reader of the published files. */
    public static Cifar10 reader() {
        return new Cifar10(10_000);
    }

    /** A reader of files in the same format that hold another number of images. */
    static Cifar10 readerOf(int imagesPerFile) {
        return new Cifar10(imagesPerFile);
    }

    /**
     * Reads the first images of both parts.
     *
     * @param data a tar.gz archive, a folder with it or with the six files, or a folder with {@code cifar-10-batches-bin}
     * @param trainingImages how many, at most {@link ImageData#MOST_TRAINING}
     * @param testImages how many, at most {@link ImageData#MOST_TEST}
     * @return the images, with a warning for each file whose md5 is not the published one
     * @throws InputException if a file is missing or damaged
     */
    public ImageData read(Path data, int trainingImages, int testImages) {
        requireImages(data, "training", trainingImages, TRAINING_FILES * imagesPerFile);
        requireImages(data, "test", testImages, imagesPerFile);
        Set<String> names = new LinkedHashSet<>();
        for (int file = 1; file <= TRAINING_FILES && (file - 1) * imagesPerFile < trainingImages; file++) {
            names.add("data_batch_" + file + ".bin");
        }
        names.add(TEST_FILE);
        Map<String, byte[]> files = files(data, names);
        List<String> warnings = new ArrayList<>();
        files.forEach((name, bytes) -> {
            checkLabels(data, name, bytes);
            String expected = PUBLISHED_MD5.getOrDefault(name, "");
            Md5.warning(data, name, Md5.of(bytes), expected).ifPresent(warnings::add);
        });
        List<byte[]> training = names.stream()
                .filter(name -> !name.equals(TEST_FILE))
                .map(files::get)
                .toList();
        return new ImageData(
                "CIFAR-10 from " + data,
                images(training, trainingImages),
                images(List.of(files.get(TEST_FILE)), testImages),
                warnings);
    }

    private static void requireImages(Path data, String part, int requested, int available) {
        if (requested < 1 || requested > available) {
            throw new InputException("--data " + data + ": " + requested + " " + part
                    + " images were requested of CIFAR-10, which has " + available + ". Give a number from 1 to "
                    + available + ".");
        }
    }

    private Map<String, byte[]> files(Path data, Set<String> names) {
        if (!Files.exists(data)) {
            throw new InputException("--data " + data + ": there is no such file or folder."
                    + " Give the CIFAR-10 binary archive (cifar-10-binary.tar.gz) or the folder with its six .bin files,"
                    + " or --data generated for images of shapes.");
        }
        ObjLongConsumer<String> lengths = (name, length) -> checkLength(data, name, length);
        Path inner = data.resolve(ARCHIVE);
        if (Files.isDirectory(data) && !Files.isRegularFile(inner)) {
            return folder(data, names, lengths);
        }
        return new CifarArchive(Files.isDirectory(data) ? inner : data).read(names, lengths);
    }

    private static Map<String, byte[]> folder(Path data, Set<String> names, ObjLongConsumer<String> lengths) {
        Path inner = data.resolve(FOLDER);
        Path folder = Files.isDirectory(inner) ? inner : data;
        List<String> missing = names.stream()
                .filter(name -> !Files.isRegularFile(folder.resolve(name)))
                .toList();
        if (!missing.isEmpty()) {
            throw new InputException("--data " + data + ": " + String.join(", ", missing)
                    + (missing.size() == 1 ? " is" : " are") + " not in " + folder
                    + ". Unpack the whole CIFAR-10 binary archive there, give the archive itself, or a folder of images with the"
                    + " subfolders train and test.");
        }
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (String name : names) {
            Path file = folder.resolve(name);
            lengths.accept(name, file.toFile().length());
            try {
                files.put(name, Files.readAllBytes(file));
            } catch (IOException e) {
                throw InputException.unreadable("--data " + data, file, e);
            }
        }
        return files;
    }

    private void checkLength(Path data, String name, long length) {
        int expected = imagesPerFile * RECORD;
        if (length != expected) {
            throw new InputException("--data " + data + ": " + name + " is damaged: it "
                    + (length < expected ? "ends at byte " : "continues to byte ") + length + " (image "
                    + length / RECORD + "), expected " + expected + " bytes (" + imagesPerFile + " images of "
                    + RECORD + " bytes). Get a fresh copy of the CIFAR-10 binary version.");
        }
    }

    private void checkLabels(Path data, String name, byte[] bytes) {
        for (int image = 0; image < imagesPerFile; image++) {
            int label = bytes[image * RECORD] & 0xFF;
            if (label >= CLASSES) {
                throw new InputException("--data " + data + ": " + name + " is damaged: the label at byte "
                        + (long) image * RECORD + " (image " + image + ") is " + label + ", expected 0 to 9."
                        + " Get a fresh copy of the CIFAR-10 binary version.");
            }
        }
    }

    private ImageSet images(List<byte[]> files, int count) {
        byte[] pixels = new byte[count * ImageSet.VALUES];
        int[] labels = new int[count];
        for (int image = 0; image < count; image++) {
            byte[] file = files.get(image / imagesPerFile);
            int start = image % imagesPerFile * RECORD;
            labels[image] = file[start];
            System.arraycopy(file, start + 1, pixels, image * ImageSet.VALUES, ImageSet.VALUES);
        }
        return new ImageSet(pixels, labels, CLASSES);
    }
}
