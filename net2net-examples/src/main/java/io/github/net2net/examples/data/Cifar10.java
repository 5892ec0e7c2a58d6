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
    static final String TEST_FILE = "test_batch.bin";
    static final String FOLDER = "cifar-10-batches-bin";
    private static final int CLASSES = 10;
    private static final int TRAINING_FILES = 5;

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
     * @param data a tar.gz archive, a folder with the six files, or a folder with {@code cifar-10-batches-bin}
     * @param trainingImages how many, at most {@link ImageData#MOST_TRAINING}
     * @param testImages how many, at most {@link ImageData#MOST_TEST}
     * @return the images, with a warning for each file whose md5 is not the published one
     * @throws InputException if the files are not there or not whole
     */
    public ImageData read(Path data, int trainingImages, int testImages) {
        Set<String> names = filesFor(trainingImages);
        Map<String, byte[]> files = sourceOf(data).read(names);
        List<String> warnings = new ArrayList<>();
        files.forEach((name, bytes) -> {
            check(data, name, bytes);
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
                    + " or leave --data out to use generated images.");
        }
        return Files.isDirectory(data) ? new CifarFolder(data) : new CifarArchive(data);
    }

    private void check(Path data, String name, byte[] bytes) {
        int record = 1 + ImageSet.VALUES;
        int expected = imagesPerFile * record;
        if (bytes.length != expected) {
            throw new InputException("--data " + data + ": " + name + " is damaged: it "
                    + (bytes.length < expected ? "ends at byte " : "goes on to byte ") + bytes.length + " (image "
                    + bytes.length / record + "), expected " + expected + " bytes (" + imagesPerFile + " images of "
                    + record + " bytes). Get a fresh copy of the CIFAR-10 binary version.");
        }
        for (int image = 0; image < imagesPerFile; image++) {
            int label = bytes[image * record] & 0xFF;
            if (label >= CLASSES) {
                throw new InputException("--data " + data + ": " + name + " is damaged: the label at byte "
                        + (long) image * record + " (image " + image + ") is " + label + ", expected 0 to 9."
                        + " Get a fresh copy of the CIFAR-10 binary version.");
            }
        }
    }

    private ImageSet images(List<byte[]> files, int count) {
        byte[] pixels = new byte[count * ImageSet.VALUES];
        byte[] labels = new byte[count];
        for (int image = 0; image < count; image++) {
            byte[] file = files.get(image / imagesPerFile);
            int start = image % imagesPerFile * (1 + ImageSet.VALUES);
            labels[image] = file[start];
            System.arraycopy(file, start + 1, pixels, image * ImageSet.VALUES, ImageSet.VALUES);
        }
        return new ImageSet(pixels, labels, CLASSES);
    }
}
