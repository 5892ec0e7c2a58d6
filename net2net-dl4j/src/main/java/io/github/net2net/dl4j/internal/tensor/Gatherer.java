package io.github.net2net.dl4j.internal.tensor;

import io.github.net2net.tensor.Gather;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A way to move slices. */
interface Gatherer {

    /** Writes the gathered slices over all of {@code target}, which has the result's shape; arguments are checked. */
    void gather(INDArray array, Gather gather, @Nullable INDArray background, INDArray target);

    /**
     * Adds to slices of {@code target}, a gapless array that nobody else sees yet.
     *
     * @param addends for each slice along the axis the values in row-major order of the other axes, or null for none
     */
    void addSlices(INDArray target, int axis, IntFunction<double @Nullable []> addends);
}
