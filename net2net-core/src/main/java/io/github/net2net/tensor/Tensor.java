package io.github.net2net.tensor;

import org.jspecify.annotations.Nullable;

/**
 * A dense array of real numbers, as far as growing a network needs one.
 *
 * <p>Operations return new tensors and never change their inputs. They may be carried out only when the result is read or written
 * to a student, so the inputs must not change before. The element type is the implementation's; the factors of all axes are
 * multiplied in double precision before they meet an element.
 */
public interface Tensor {

    Shape shape();

    /** The element at the given index, one number per axis. */
    double at(int... index);

    /** The elements of slice {@code j} along {@code axis}, in row-major order of the remaining axes. */
    double[] slice(int axis, int j);

    /**
     * The slices that {@code gather} names. Fresh slices are taken from {@code background}, which has the result's
     * shape, or are zero without one.
     *
     * @throws IllegalArgumentException if the gather does not fit this shape, or the background not the result's
     */
    Tensor gather(Gather gather, @Nullable Tensor background);

    /** As {@link #gather(Gather, Tensor)}, with zeros in fresh slices. */
    default Tensor gather(Gather gather) {
        return gather(gather, null);
    }

    /**
     * This tensor inside a larger one, its first element at {@code offset}. What lies outside comes from
     * {@code background}, or is zero without one.
     *
     * @param target the result's shape, of the same rank
     * @param offset one number per axis
     * @throws IllegalArgumentException if this tensor does not fit there
     */
    Tensor embed(Shape target, int[] offset, @Nullable Tensor background);

    /**
     * The element-wise sum.
     *
     * @throws IllegalArgumentException if the shapes differ
     */
    Tensor plus(Tensor addend);

    /**
     * This tensor with an addend for each element of the slices along {@code axis}.
     */
    Tensor plusSlices(int axis, SliceAddend addend);

    /**
     * As {@link #plusSlices}, with the addends times {@code relative} times this tensor's standard deviation. A tensor of equal
     * elements stays as it is.
     */
    default Tensor plusNoise(int axis, double relative, SliceAddend noise) {
        double scale = relative * standardDeviation();
        return scale == 0 ? this : plusSlices(axis, (j, i) -> scale * noise.at(j, i));
    }

    /**
     * The largest absolute difference between corresponding elements; NaN if any difference is NaN.
     *
     * @throws IllegalArgumentException if the shapes differ
     */
    double maxAbsDifference(Tensor other);

    /** The mean of all elements, 0 if there are none. */
    double mean();

    /** The population standard deviation of all elements, 0 if there are none. */
    double standardDeviation();

    /** Whether an element is NaN or infinite. */
    boolean hasNonFinite();
}
