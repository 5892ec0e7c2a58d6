package io.github.net2net.examples.data;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Which images to use.
 *
 * @param path the CIFAR-10 archive or folder, or a folder of images; empty for generated ones
 * @param trainingImages how many to train on
 * @param testImages how many to measure on
 */
public record DataChoice(Optional<Path> path, int trainingImages, int testImages) {
    /**
     * Checks the numbers.
     *
     * @throws InputException if there are not as many images
     */
    public DataChoice {
        check("--images", trainingImages, ImageData.MOST_TRAINING);
        check("--test-images", testImages, ImageData.MOST_TEST);
    }

    private static void check(String option, int images, int most) {
        if (images < 1 || images > most) {
            throw new InputException(option + " " + images + ": give a number from 1 to " + most + ".");
        }
    }

    /** What will be loaded, for people. */
    public String description() {
        String source = path.filter(given -> !given.toString().equals(DataSource.GENERATED))
                .map(given -> "images from " + given)
                .orElse("generated shapes");
        return source + ": " + trainingImages + " images to train on, " + testImages + " to test";
    }

    /**
     * Loads or generates them.
     *
     * @param seed of the generated images
     * @throws InputException if the files cannot be used
     */
    public ImageData load(long seed) {
        String given = path.map(Path::toString).orElse(DataSource.GENERATED);
        return DataSource.cifar10().load(Optional.of(given), trainingImages, testImages, seed, line -> {});
    }
}
