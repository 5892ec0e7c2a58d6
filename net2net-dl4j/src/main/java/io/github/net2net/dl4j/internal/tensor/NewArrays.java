package io.github.net2net.dl4j.internal.tensor;

import io.github.net2net.tensor.Shape;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** New arrays outside any workspace that the caller may have open. */
final class NewArrays {
    private NewArrays() {}

    /** 'c' or 'f': ND4J answers 'a' for arrays that could be either. */
    static char order(INDArray array) {
        return array.ordering() == 'f' ? 'f' : 'c';
    }

    static INDArray zeros(DataType type, char order, Shape shape) {
        return uninitialized(type, order, shape).assign(0);
    }

    static INDArray uninitialized(DataType type, char order, Shape shape) {
        return Nd4j.createUninitializedDetached(
                type, order, Arrays.stream(shape.sizes()).asLongStream().toArray());
    }

    /** Values in row-major order. */
    static INDArray of(DataType type, double[] values, long... shape) {
        return Nd4j.createFromArray(values).reshape('c', shape).castTo(type);
    }
}
