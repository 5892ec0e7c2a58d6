package io.github.net2net.contract;

import io.github.net2net.tensor.Shape;
import io.github.net2net.tensor.Tensor;
import java.util.StringJoiner;

/** The elements of a tensor, all bits of them, in row-major order. */
final class Elements {
    private Elements() {}

    static String of(Tensor tensor) {
        Shape shape = tensor.shape();
        StringJoiner elements = new StringJoiner(" ", shape + ": ", "");
        int[] index = new int[shape.rank()];
        for (long position = 0; position < shape.length(); position++) {
            elements.add(Double.toHexString(tensor.at(index)));
            for (int axis = shape.rank() - 1; axis >= 0 && ++index[axis] == shape.size(axis); axis--) {
                index[axis] = 0;
            }
        }
        return elements.toString();
    }
}
