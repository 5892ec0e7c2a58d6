package io.github.net2net.tensor;

/** Makes tensors of one framework and element type. */
public interface TensorFactory {

    /** A tensor that holds {@code value} everywhere. */
    Tensor filled(Shape shape, double value);

    /** A tensor of zeros. */
    default Tensor zeros(Shape shape) {
        return filled(shape, 0);
    }

    /**
     * A tensor with the given elements. The array is copied.
     *
     * @param values in row-major order
     * @throws IllegalArgumentException if their number is not the shape's
     */
    Tensor of(Shape shape, double... values);
}
