package io.github.net2net.examples.data;

import io.github.net2net.dl4j.search.SearchData;
import java.io.Serializable;
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
 * @param sizes how many images to read, to hold back for scoring, and to put in a batch
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
     * @param test that are read besides, which the search does not use
     */
    public record Sizes(int images, int validation, int batch, int test) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    /**
     * All images.
     *
     * @throws InputException if there are fewer, or they can't be read
     */
    public ImageData images() {
        DataSource source = channels == 1 ? DataSource.mnist() : DataSource.cifar10(side);
        return READ.computeIfAbsent(
                this, key -> source.load(Optional.of(data), sizes.images, sizes.test, seed, line -> {}));
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
