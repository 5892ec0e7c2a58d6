package io.github.net2net.tensor;

/** Makes tensors of one framework and element type. */
public interface TensorFactory {

    /** A tensor of zeros. */
    Tensor zeros(Shape shape);

    /**
     * A tensor with the given elements. The array is copied.
     *
     * @param values in row-major order
     * @throws IllegalArgumentException if their number is not the shape's
     */
    Tensor of(Shape shape, double... values);
}
