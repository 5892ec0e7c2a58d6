package io.github.net2net.examples.data;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Turns what a command was given as {@code --data} into images: nothing for the published files, downloaded once into a
 * cache; {@code generated} for {@link GeneratedShapes}; or a path.
 */
public final class DataSource {
    /** The word for images that are made up. */
    public static final String GENERATED = "generated";

    private static final String MNIST_HOME = "https://ossci-datasets.s3.amazonaws.com/mnist/";
    private static final String CIFAR_HOME = "https://www.cs.toronto.edu/~kriz/";
    private static final List<PublishedFile> MNIST = List.of(
            mnist("train-images-idx3-ubyte", 9_912_422),
            mnist("train-labels-idx1-ubyte", 28_881),
            mnist("t10k-images-idx3-ubyte", 1_648_877),
            mnist("t10k-labels-idx1-ubyte", 4_542));
    private static final List<PublishedFile> CIFAR = List.of(new PublishedFile(
            URI.create(CIFAR_HOME + Cifar10.ARCHIVE), 170_052_171, "c32a1d4ab5d03f1284b67883e8d87530"));

    private final Published published;
    private final Reader reader;
    private final Generator generator;
    private final Cache cache;

    /**
     * What there is to download.
     *
     * @param name "MNIST"
     * @param folder in the cache
     * @param files all of them
     * @param training images in them
     * @param test images in them
     */
    record Published(String name, String folder, List<PublishedFile> files, int training, int test) {}

    /** Reads a file or folder; the seed is that of a choice of images, where there is one. */
    interface Reader {
        ImageData read(Path data, int trainingImages, int testImages, long seed);
    }

    /** Makes images up. */
    interface Generator {
        ImageData create(int trainingImages, int testImages, long seed);
    }

    DataSource(Published published, Reader reader, Generator generator, Cache cache) {
        this.published = published;
        this.reader = reader;
        this.generator = generator;
        this.cache = cache;
    }

    private static PublishedFile mnist(String name, long length) {
        return new PublishedFile(
                URI.create(MNIST_HOME + name + ".gz"),
                length,
                Optional.ofNullable(Mnist.PUBLISHED.get(name)).orElseThrow());
    }

    private static Cache userCache() {
        return Cache.of(System.getenv(), Path.of(System.getProperty("user.home")));
    }

    /** MNIST; a path is a folder with its four files. */
    public static DataSource mnist() {
        return new DataSource(
                new Published("MNIST", "mnist", MNIST, 60_000, 10_000),
                (data, training, test, seed) -> Mnist.read(data, training, test),
                GeneratedShapes::grey,
                userCache());
    }

    /** As {@link #cifar10(int)}, with images of a folder made as large as those of CIFAR-10. */
    public static DataSource cifar10() {
        return cifar10(ImageSet.SIDE);
    }

    /**
     * CIFAR-10; a path is its archive, a folder with its files, or a folder of images, with the sub-folders {@code train}
     * and {@code val} or {@code test}.
     *
     * @param side height and width that images of a folder are brought to, in pixels
     */
    public static DataSource cifar10(int side) {
        return new DataSource(
                new Published("CIFAR-10", "cifar-10", CIFAR, ImageData.MOST_TRAINING, ImageData.MOST_TEST),
                (data, training, test, seed) -> ImageFolder.isAt(data)
                        ? new ImageFolder(data, side).read(training, test, seed)
                        : Cifar10.reader().read(data, training, test),
                GeneratedShapes::create,
                userCache());
    }

    /** How many images to train on are published. */
    public int trainingImages() {
        return published.training();
    }

    /** How many images to measure on are published. */
    public int testImages() {
        return published.test();
    }

    /**
     * Reads, downloads or generates images.
     *
     * @param given the value of {@code --data}, if there is one
     * @param trainingImages how many to train on
     * @param testImages how many to measure on
     * @param seed of generated images, and of which images of a folder are taken
     * @param messages told, a line at a time, of what takes time
     * @throws InputException if there are not so many, or they can't be had or read
     */
    public ImageData load(
            Optional<String> given, int trainingImages, int testImages, long seed, Consumer<String> messages) {
        if (given.isEmpty()) {
            require("training", trainingImages, published.training());
            require("test", testImages, published.test());
            Path folder = cache.fetch(published.folder(), published.files(), messages);
            return reader.read(folder, trainingImages, testImages, seed);
        } else if (given.get().equals(GENERATED)) {
            return generator.create(trainingImages, testImages, seed);
        }
        return reader.read(Path.of(given.get()), trainingImages, testImages, seed);
    }

    private void require(String part, int wanted, int available) {
        if (wanted < 1 || wanted > available) {
            throw new InputException(wanted + " " + part + " images are wanted of " + published.name() + ", which has "
                    + available + ". Give a number from 1 to " + available + ".");
        }
    }
}
