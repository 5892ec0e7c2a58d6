package io.github.net2net.transform;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.primitives.ImmutableIntArray;
import io.github.net2net.tensor.Shape;
import io.github.net2net.tensor.Tensor;
import io.github.net2net.tensor.TensorFactory;

/** Net2DeeperNet on single tensors: weights that compute the identity. arXiv 1511.05641, section 2.3. */
public final class Net2Deeper {
    private Net2Deeper() {}

    /**
     * Weights of a layer that hands each channel on unchanged: 1 where the output channel is the input channel and
     * every other axis stands at the tap that reads the position itself, else 0.
     *
     * @param shape of the weights, as many input as output channels
     * @param outAxis the axis of output channels
     * @param inAxis the axis of input channels
     * @param taps one index for every axis; those of the channel axes are not used
     * @throws IllegalArgumentException if there are not as many input as output channels
     */
    public static Tensor identity(TensorFactory factory, Shape shape, int outAxis, int inAxis, ImmutableIntArray taps) {
        checkArgument(
                shape.size(outAxis) == shape.size(inAxis),
                "an identity needs as many input as output channels, not %s",
                shape);
        int length = Math.toIntExact(shape.length() / shape.size(outAxis));
        return factory.zeros(shape).plusSlices(outAxis, channel -> {
            double[] slice = new double[length];
            int position = 0;
            for (int axis = 0; axis < shape.rank(); axis++) {
                if (axis != outAxis) {
                    int index = axis == inAxis ? channel : taps.get(axis);
                    position = position * shape.size(axis) + index;
                }
            }
            slice[position] = 1;
            return slice;
        });
    }

    /** The identity of a dense layer with weights [in, out] or [out, in] and {@code channels} of both. */
    public static Tensor identityDense(TensorFactory factory, int channels) {
        return identity(factory, Shape.of(channels, channels), 1, 0, ImmutableIntArray.of(0, 0));
    }

    /**
     * The identity of a 2D convolution with weights [out, in, height, width], stride 1 and "same" padding: its ones
     * stand at the center (k − 1) / 2, rounded down.
     */
    public static Tensor identityConvolution(TensorFactory factory, int channels, int height, int width) {
        return identity(
                factory,
                Shape.of(channels, channels, height, width),
                0,
                1,
                ImmutableIntArray.of(0, 0, (height - 1) / 2, (width - 1) / 2));
    }
}
