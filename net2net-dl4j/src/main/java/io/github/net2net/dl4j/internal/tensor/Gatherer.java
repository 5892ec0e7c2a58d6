package io.github.net2net.dl4j.internal.tensor;

import io.github.net2net.tensor.Gather;
import io.github.net2net.tensor.SliceAddend;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A way to move slices, and to change and measure them where they are. */
interface Gatherer {

    /**
     * Writes the gathered slices over all of {@code target}, which has the result's shape; arguments are checked.
     *
     * @param background writes what fresh slices get over an array of the result's shape
     */
    void gather(INDArray array, Gather gather, @Nullable Consumer<INDArray> background, INDArray target);

    /** Adds to the elements of {@code target}, by slices along the axis, {@code scale} times the addend. */
    void addSlices(INDArray target, int axis, double scale, SliceAddend addend);

    /** The mean and the population standard deviation of an array that is not empty. */
    Moments moments(INDArray array);

    /** Whether no element is NaN or infinite. */
    boolean isFinite(INDArray array);

    /** What {@link #moments} returns. */
    record Moments(double mean, double deviation) {}
}
