package io.github.net2net.examples.data;

import java.util.Arrays;
import java.util.Random;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import org.nd4j.linalg.dataset.DataSet;

/**
 * The batches of a data set, by number: the same number is the same batch, whoever asks and whenever. So several
 * networks can be trained on exactly the same batches in the same order.
 *
 * <p>Shuffled batches run through a new seeded order of all images in every epoch; images left over at the end of an
 * epoch, too few for a batch, sit that epoch out. Batches in order leave none out: the last one may be smaller.
 */
public final class Batches {
    private final ImageSet images;
    private final ChannelScaling scaling;
    private final int size;
    private final int perEpoch;
    private final Order order;
    private final LongFunction<View> views;
    private long orderedEpoch = -1;
    private int[] epochOrder = new int[0];

    private Batches(ImageSet images, ChannelScaling scaling, int size, int perEpoch, Order order) {
        if (size < 1 || size > images.size()) {
            throw new IllegalArgumentException("a batch of " + size + " out of " + images.size() + " images");
        }
        this.views = position -> View.PLAIN;
        this.images = images;
        this.scaling = scaling;
        this.size = size;
        this.perEpoch = perEpoch;
        this.order = order;
    }

    private Batches(Batches batches, LongFunction<View> views) {
        this.images = batches.images;
        this.scaling = batches.scaling;
        this.size = batches.size;
        this.perEpoch = batches.perEpoch;
        this.order = batches.order;
        this.views = views;
    }

    /** Batches in an order drawn anew for each epoch, from {@code seed}. */
    public static Batches shuffled(ImageSet images, ChannelScaling scaling, int size, long seed) {
        return new Batches(
                images,
                scaling,
                size,
                images.size() / size,
                (epoch, n) -> permutation(n, new Random(seed * 1_000_003 + epoch)));
    }

    /** Batches in the order of the data set, the same in every epoch. */
    public static Batches inOrder(ImageSet images, ChannelScaling scaling, int size) {
        int perEpoch = (images.size() + size - 1) / size;
        return new Batches(
                images,
                scaling,
                size,
                perEpoch,
                (epoch, n) -> IntStream.range(0, n).toArray());
    }

    /**
     * The same batches with images that look a little different in each epoch. Still the same number is the same batch.
     *
     * @param seed of the differences
     */
    public Batches augmented(Augmentation augmentation, long seed) {
        return new Batches(this, position -> augmentation.view(seed, position));
    }

    /** Images in one batch, but perhaps the last of an epoch. */
    public int size() {
        return size;
    }

    /** Batches in one epoch. */
    public int perEpoch() {
        return perEpoch;
    }

    /**
     * Batch {@code number}, counted from 0 through all epochs. May be called by several threads at once.
     *
     * @return new arrays: float features [size, channels, side, side], one-hot labels [size, classes]
     */
    public DataSet get(long number) {
        int[] all = orderOf(number / perEpoch);
        int start = (int) (number % perEpoch) * size;
        int[] batch = Arrays.copyOfRange(all, start, Math.min(start + size, all.length));
        return new DataSet(images.features(batch, scaling, i -> views.apply(number * size + i)), images.oneHot(batch));
    }

    private synchronized int[] orderOf(long epoch) {
        if (epoch != orderedEpoch) {
            epochOrder = order.of(epoch, images.size());
            orderedEpoch = epoch;
        }
        return epochOrder;
    }

    private static int[] permutation(int n, Random random) {
        int[] order = IntStream.range(0, n).toArray();
        for (int i = n - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        return order;
    }

    private interface Order {
        int[] of(long epoch, int images);
    }
}
