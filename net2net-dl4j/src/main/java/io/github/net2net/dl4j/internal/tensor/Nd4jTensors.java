package io.github.net2net.dl4j.internal.tensor;

import static com.google.common.base.Preconditions.checkArgument;

import io.github.net2net.tensor.Shape;
import io.github.net2net.tensor.Tensor;
import io.github.net2net.tensor.TensorFactory;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;

/** Makes tensors of one ND4J data type. */
public record Nd4jTensors(DataType type) implements TensorFactory {

    @Override
    public Tensor filled(Shape shape, double value) {
        return Nd4jTensor.written(shape, type, target -> target.assign(value));
    }

    @Override
    public Tensor of(Shape shape, double... values) {
        checkArgument(shape.length() == values.length, "%s values for shape %s", values.length, shape);
        long[] sizes = Arrays.stream(shape.sizes()).asLongStream().toArray();
        return Nd4jTensor.of(NewArrays.of(type, values, sizes));
    }
}
