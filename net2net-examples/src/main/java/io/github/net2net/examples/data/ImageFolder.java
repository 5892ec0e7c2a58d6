package io.github.net2net.examples.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Reads JPEG and PNG images from {@code train/CLASS/} and {@code val/CLASS/} (or {@code test/CLASS/}), the layout of
 * ImageNet: classes in the order of their folders' names, images scaled by the shorter side and cropped to the center.
 */
final class ImageFolder {
    private static final String TRAIN = "train";

    private final Path folder;
    private final int side;
    private final List<String> warnings = new ArrayList<>();

    /**
     * A reader of one folder.
     *
     * @param side height and width to scale images to, in pixels
     */
    ImageFolder(Path folder, int side) {
        if (side < 1) {
            throw new IllegalArgumentException("a side of " + side + " pixels");
        }
        this.folder = folder;
        this.side = side;
    }

    /** Whether a path is a folder of images, and not one of CIFAR-10's files. */
    static boolean isAt(Path path) {
        return Files.isDirectory(path.resolve(TRAIN));
    }

    /**
     * Reads images of both parts, equally many of each class as far as there are enough.
     *
     * @param seed of the choice of images, if not all are used
     * @return the images, classes in turn, with a warning if other files were skipped
     * @throws InputException if there are fewer, or one cannot be read, or they do not fit in memory
     */
    ImageData read(int trainingImages, int testImages, long seed) {
        Path train = folder.resolve(TRAIN);
        Path test = testFolder();
        List<String> classes = classes(train);
        requireSame(classes, classes(test), test);
        ImageData.requireMemory(where(), (long) trainingImages + testImages, ImageSet.CHANNELS * side * side);
        List<Labeled> trainingFiles = choose(train, classes, trainingImages, seed);
        List<Labeled> testFiles = choose(test, classes, testImages, seed);
        return new ImageData(
                "images from " + folder,
                images(trainingFiles, classes.size()),
                images(testFiles, classes.size()),
                warnings);
    }

    private record Labeled(Path file, int label) {}

    private String where() {
        return "--data " + folder;
    }

    private Path testFolder() {
        return Stream.of("val", "test")
                .map(folder::resolve)
                .filter(Files::isDirectory)
                .findFirst()
                .orElseThrow(
                        () -> new InputException(where() + ": there is a folder train, but neither val nor test next"
                                + " to it. Put test images into val/CLASS."));
    }

    private List<String> classes(Path part) {
        List<String> classes = list(part, 1).stream()
                .filter(Files::isDirectory)
                .map(child -> child.getFileName().toString())
                .sorted()
                .toList();
        if (classes.size() < 2) {
            throw new InputException(where() + ": there are " + classes.size() + " folders in "
                    + folder.relativize(part) + ", expected one for each class, at least 2.");
        }
        return classes;
    }

    private void requireSame(List<String> training, List<String> test, Path part) {
        List<String> onlyTraining = without(training, test);
        List<String> onlyTest = without(test, training);
        if (!onlyTraining.isEmpty() || !onlyTest.isEmpty()) {
            String name = folder.relativize(part).toString();
            throw new InputException(where() + ": train and " + name + " have different classes. Only in train: "
                    + some(onlyTraining) + "; only in " + name + ": " + some(onlyTest)
                    + ". Give both the same subfolders.");
        }
    }

    private static List<String> without(List<String> all, List<String> others) {
        return all.stream().filter(name -> !others.contains(name)).toList();
    }

    private static String some(List<String> names) {
        String first = String.join(", ", names.subList(0, Math.min(5, names.size())));
        return names.isEmpty() ? "none" : names.size() > 5 ? first + " and " + (names.size() - 5) + " more" : first;
    }

    /** Classes in turn, each in an order of its own drawn from the seed, until there are {@code count}. */
    private List<Labeled> choose(Path part, List<String> classes, int count, long seed) {
        List<List<Path>> byClass = new ArrayList<>();
        int skipped = 0;
        int available = 0;
        for (int label = 0; label < classes.size(); label++) {
            List<Path> files = list(part.resolve(classes.get(label)), Integer.MAX_VALUE).stream()
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
            List<Path> images = new ArrayList<>(files.stream()
                    .filter(file ->
                            PictureFile.isNamedLikeOne(file.getFileName().toString()))
                    .toList());
            Collections.shuffle(images, new Random(seed * 1_000_003 + label));
            byClass.add(images);
            skipped += files.size() - images.size();
            available += images.size();
        }
        if (skipped > 0) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "%s: %d files in %s were skipped, their names do not end in .jpg, .jpeg or .png.",
                    where(),
                    skipped,
                    folder.relativize(part)));
        }
        if (count < 1 || count > available) {
            throw new InputException(where() + ": " + count + " images were requested of " + folder.relativize(part)
                    + ", which has " + available + ". Give a number from 1 to " + available + ".");
        }
        return inTurn(byClass, count);
    }

    private static List<Labeled> inTurn(List<List<Path>> byClass, int count) {
        List<Labeled> chosen = new ArrayList<>();
        for (int round = 0; chosen.size() < count; round++) {
            for (int label = 0; label < byClass.size() && chosen.size() < count; label++) {
                List<Path> images = byClass.get(label);
                if (round < images.size()) {
                    chosen.add(new Labeled(images.get(round), label));
                }
            }
        }
        return chosen;
    }

    private List<Path> list(Path parent, int depth) {
        try (Stream<Path> files = Files.walk(parent, depth)) {
            return files.filter(file -> !file.equals(parent)).toList();
        } catch (IOException | UncheckedIOException e) {
            throw new InputException(
                    where() + ": cannot list " + parent + " (" + e.getMessage() + "). Check its permissions.", e);
        }
    }

    private ImageSet images(List<Labeled> files, int classes) {
        int values = ImageSet.CHANNELS * side * side;
        byte[] pixels = new byte[files.size() * values];
        IntStream.range(0, files.size()).parallel().forEach(i -> {
            Path file = files.get(i).file();
            byte[] image = new PictureFile(file, where() + ": " + folder.relativize(file)).read(side);
            System.arraycopy(image, 0, pixels, i * values, values);
        });
        int[] labels = files.stream().mapToInt(Labeled::label).toArray();
        return new ImageSet(ImageSet.CHANNELS, side, pixels, labels, classes);
    }
}
