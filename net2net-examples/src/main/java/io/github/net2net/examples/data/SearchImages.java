package io.github.net2net.examples.data;

import io.github.net2net.dl4j.search.SearchData;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * The images of a search: part of the training images to train on, and the last ones to score on. It is a description, which
 * each process reads once.
 *
 * @param data the value of {@code --data}
 * @param channels 1 for MNIST, 3 for CIFAR-10
 * @param side that the images of a folder are scaled to, in pixels
 * @param sizes how many images to read, how many of them to hold back for scoring, and how many are in a batch
 * @param seed of the order
 */
public record SearchImages(String data, int channels, int side, Sizes sizes, long seed)
        implements SearchData<DataSetIterator> {
    private static final long serialVersionUID = 1L;
    private static final Map<SearchImages, ImageData> READ = new ConcurrentHashMap<>();

    /**
     * Numbers of images.
     *
     * @param images that are read
     * @param validation how many of them are held back
     * @param batch in a batch
     */
    public record Sizes(int images, int validation, int batch) implements java.io.Serializable {
        private static final long serialVersionUID = 1L;
    }

    /**
     * All images; the test images are not used.
     *
     * @throws InputException if there are fewer, or they can't be read
     */
    public ImageData images() {
        DataSource source = channels == 1 ? DataSource.mnist() : DataSource.cifar10(side);
        return READ.computeIfAbsent(
                this, key -> source.load(Optional.of(data), sizes.images, sizes.batch, seed, line -> {}));
    }

    @Override
    public DataSetIterator training(int epoch) {
        ImageData all = images();
        ImageSet part = all.training().range(0, sizes.images - sizes.validation);
        Batches batches = Batches.shuffled(part, all.scaling(), sizes.batch, seed);
        long first = (long) (epoch - 1) * batches.perEpoch();
        Stream<DataSet> numbered =
                LongStream.range(first, first + batches.perEpoch()).mapToObj(batches::get);
        return new ExistingDataSetIterator(numbered.iterator());
    }

    @Override
    public DataSetIterator validation() {
        ImageData all = images();
        ImageSet part = all.training().range(sizes.images - sizes.validation, sizes.images);
        Batches batches = Batches.inOrder(part, all.scaling(), Math.min(sizes.batch, sizes.validation));
        List<Long> numbers = LongStream.range(0, batches.perEpoch()).boxed().toList();
        return new ExistingDataSetIterator(
                (Iterable<DataSet>) () -> numbers.stream().map(batches::get).iterator());
    }
}
