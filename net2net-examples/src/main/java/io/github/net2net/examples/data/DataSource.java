package io.github.net2net.examples.data;

import io.github.net2net.examples.data.Download.PublishedFile;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Loads images or texts by the value of {@code --data}: without one, the published files, downloaded once into a cache, if
 * there are any; {@code generated} for {@link GeneratedShapes} or {@link GeneratedTexts}; or a path.
 */
public final class DataSource {
    /** The value for generated images. */
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
     * The published files.
     *
     * @param name "MNIST"
     * @param folder in the cache
     * @param files all of them
     * @param training number of training images
     * @param test number of test images
     */
    record Published(String name, String folder, List<PublishedFile> files, int training, int test) {}

    /** Reads a file or folder; the seed chooses the images where not all are used. */
    interface Reader {
        ImageData read(Path data, int trainingImages, int testImages, long seed);
    }

    /** Generates images. */
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
                URI.create(MNIST_HOME + name + ".gz"), length, Mnist.PUBLISHED_MD5.getOrDefault(name, ""));
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

    /** CIFAR-10; as {@link #cifar10(int)}, with the images of a folder scaled to the size of CIFAR-10's. */
    public static DataSource cifar10() {
        return cifar10(ImageSet.SIDE);
    }

    /**
     * CIFAR-10; a path is its archive, a folder with its files, or a folder of images with the subfolders {@code train}
     * and {@code val} or {@code test}.
     *
     * @param side height and width that the images of a folder are scaled to, in pixels
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

    /**
     * {@link GeneratedTexts}; there are no files of them.
     *
     * @param names number of different names in a text
     */
    public static DataSource texts(int names) {
        return new DataSource(
                new Published("texts", "", List.of(), 50_000, 2_000),
                (data, training, test, seed) -> {
                    throw new InputException("--data " + data + ": texts are generated. Leave --data out.");
                },
                (training, test, seed) -> GeneratedTexts.create(names, training, test, seed),
                userCache());
    }

    /** The number of published training images. */
    public int trainingImages() {
        return published.training();
    }

    /** The number of published test images. */
    public int testImages() {
        return published.test();
    }

    /**
     * Reads, downloads or generates images.
     *
     * @param given the value of {@code --data}, if there is one
     * @param trainingImages number of training images
     * @param testImages number of test images
     * @param seed of generated images, and of the choice of images of a folder
     * @param messages receives a line before each step that takes time
     * @throws InputException if there are fewer images, or they cannot be read or downloaded
     */
    public ImageData load(
            Optional<String> given, int trainingImages, int testImages, long seed, Consumer<String> messages) {
        if (given.isEmpty() && !published.files().isEmpty()) {
            require("training", trainingImages, published.training());
            require("test", testImages, published.test());
            Path folder = cache.fetch(published.folder(), published.files(), messages);
            return reader.read(folder, trainingImages, testImages, seed);
        }
        return given.isEmpty() || given.get().equals(GENERATED)
                ? generator.create(trainingImages, testImages, seed)
                : reader.read(Path.of(given.get()), trainingImages, testImages, seed);
    }

    private void require(String part, int requested, int available) {
        if (requested < 1 || requested > available) {
            throw new InputException(requested + " " + part + " images were requested of " + published.name()
                    + ", which has " + available + ". Give a number from 1 to " + available + ".");
        }
    }
}
