package io.github.net2net.examples.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads CIFAR-10 in its binary version: six files of 10,000 images, each image one label byte and 3072 pixel bytes in
 * the order [channel, row, column]. Files are read where they are; an archive is unpacked in memory, never to disk.
 */
public final class Cifar10 {
    static final String ARCHIVE = "cifar-10-binary.tar.gz";
    static final String TEST_FILE = "test_batch.bin";
    static final String FOLDER = "cifar-10-batches-bin";
    private static final int CLASSES = 10;
    private static final int TRAINING_FILES = 5;
    private static final int RECORD = 1 + ImageSet.VALUES;

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
     * @throws InputException if the files are not there or not whole
     */
    public ImageData read(Path data, int trainingImages, int testImages) {
        requireImages(data, "training", trainingImages, TRAINING_FILES * imagesPerFile);
        requireImages(data, "test", testImages, imagesPerFile);
        Set<String> names = filesFor(trainingImages);
        Map<String, byte[]> files = sourceOf(data).read(names, (name, length) -> checkLength(data, name, length));
        List<String> warnings = new ArrayList<>();
        files.forEach((name, bytes) -> {
            checkLabels(data, name, bytes);
            CifarChecksums.warning(data, name, bytes).ifPresent(warnings::add);
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

    private static void requireImages(Path data, String part, int wanted, int available) {
        if (wanted < 1 || wanted > available) {
            throw new InputException("--data " + data + ": " + wanted + " " + part + " images are wanted of CIFAR-10,"
                    + " which has " + available + ". Give a number from 1 to " + available + ".");
        }
    }

    private Set<String> filesFor(int trainingImages) {
        Set<String> names = new LinkedHashSet<>();
        for (int file = 1; file <= TRAINING_FILES && (file - 1) * imagesPerFile < trainingImages; file++) {
            names.add("data_batch_" + file + ".bin");
        }
        names.add(TEST_FILE);
        return names;
    }

    private static CifarSource sourceOf(Path data) {
        if (!Files.exists(data)) {
            throw new InputException("--data " + data + ": there is no such file or folder."
                    + " Give the CIFAR-10 binary archive (cifar-10-binary.tar.gz) or the folder with its six .bin files,"
                    + " or --data generated for images of shapes.");
        }
        Path inner = data.resolve(ARCHIVE);
        if (Files.isRegularFile(inner)) {
            return new CifarArchive(inner);
        }
        return Files.isDirectory(data) ? new CifarFolder(data) : new CifarArchive(data);
    }

    private void checkLength(Path data, String name, long length) {
        int expected = imagesPerFile * RECORD;
        if (length != expected) {
            throw new InputException("--data " + data + ": " + name + " is damaged: it "
                    + (length < expected ? "ends at byte " : "goes on to byte ") + length + " (image "
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
