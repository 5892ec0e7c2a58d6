package io.github.net2net.examples.data;

import io.github.net2net.examples.data.Augmentation.View;
import java.util.Arrays;
import java.util.Random;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.dataset.DataSet;

/**
 * The numbered batches of a data set: the same number is always the same batch. So several networks can be trained on
 * exactly the same batches in the same order.
 *
 * <p>Shuffled batches take all images in a new seeded order in every epoch; the images left at the end of an epoch, too few
 * for a batch, are not used in it. Batches in order use all images: the last one may be smaller.
 */
public final class Batches {
    private final ImageSet images;
    private final ChannelScaling scaling;
    private final int size;
    /** Null for batches in order. */
    private final @Nullable Long seed;

    private final LongFunction<View> views;
    private long orderedEpoch = -1;
    private int[] epochOrder = new int[0];

    private Batches(ImageSet images, ChannelScaling scaling, int size, @Nullable Long seed, LongFunction<View> views) {
        if (size < 1 || size > images.size()) {
            throw new IllegalArgumentException("a batch of " + size + " out of " + images.size() + " images");
        }
        this.images = images;
        this.scaling = scaling;
        this.size = size;
        this.seed = seed;
        this.views = views;
    }

    /** Batches in an order drawn for each epoch, from {@code seed}. */
    public static Batches shuffled(ImageSet images, ChannelScaling scaling, int size, long seed) {
        return new Batches(images, scaling, size, seed, position -> View.PLAIN);
    }

    /** Batches in the order of the data set, the same in every epoch. */
    public static Batches inOrder(ImageSet images, ChannelScaling scaling, int size) {
        return new Batches(images, scaling, size, null, position -> View.PLAIN);
    }

    /**
     * The same batches with images changed in another way in each epoch. The same number is still the same batch.
     *
     * @param seed of the changes
     */
    public Batches augmented(Augmentation augmentation, long seed) {
        return new Batches(images, scaling, size, this.seed, position -> augmentation.view(seed, position));
    }

    /** Images in one batch, except possibly the last of an epoch. */
    public int size() {
        return size;
    }

    /** Batches in one epoch. */
    public int perEpoch() {
        return seed == null ? (images.size() + size - 1) / size : images.size() / size;
    }

    /**
     * Batch {@code number}, counted from 0 through all epochs. Thread-safe.
     *
     * @return new arrays: float features [size, channels, side, side], one-hot labels [size, classes]
     */
    public DataSet get(long number) {
        int[] all = orderOf(number / perEpoch());
        int start = (int) (number % perEpoch()) * size;
        int[] batch = Arrays.copyOfRange(all, start, Math.min(start + size, all.length));
        return new DataSet(images.features(batch, scaling, i -> views.apply(number * size + i)), images.oneHot(batch));
    }

    private synchronized int[] orderOf(long epoch) {
        if (epoch != orderedEpoch) {
            epochOrder = IntStream.range(0, images.size()).toArray();
            if (seed != null) {
                shuffle(epochOrder, new Random(seed * 1_000_003 + epoch));
            }
            orderedEpoch = epoch;
        }
        return epochOrder;
    }

    private static void shuffle(int[] order, Random random) {
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
    }
}
