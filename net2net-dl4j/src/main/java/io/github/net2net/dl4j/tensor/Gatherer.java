package io.github.net2net.dl4j.tensor;

import io.github.net2net.tensor.Gather;
import io.github.net2net.tensor.Shape;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A way to move slices. */
interface Gatherer {
    /** A new array of shape {@code target}; arguments have been checked. */
    INDArray gather(INDArray array, Gather gather, Shape target, @Nullable INDArray background);
}
