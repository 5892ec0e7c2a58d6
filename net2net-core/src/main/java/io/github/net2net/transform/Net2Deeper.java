package io.github.net2net.transform;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.primitives.ImmutableIntArray;
import io.github.net2net.tensor.Shape;
import io.github.net2net.tensor.Tensor;
import io.github.net2net.tensor.TensorFactory;
import java.util.Arrays;

/** Net2DeeperNet on single tensors: weights that compute the identity. arXiv 1511.05641, section 2.3. */
public final class Net2Deeper {
    private Net2Deeper() {}

    /**
     * Where the channels of weights are.
     *
     * @param outAxis the axis of output channels
     * @param inAxis the axis of input channels
     * @param taps one index for every axis, of the tap that reads the position itself; those of the channel axes are not
     *     used
     */
    public record Layout(int outAxis, int inAxis, ImmutableIntArray taps) {}

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
        int[] positions = positions(shape, outAxis, inAxis, taps);
        return factory.zeros(shape).plusSlices(outAxis, (channel, i) -> i == positions[channel] ? 1 : 0);
    }

    /**
     * Weights of one of two layers that together hand each channel on unchanged if f(x) − f(−x) = c·x for the activation f
     * between them: of n channels the first layer outputs x and −x, the second one their difference times its scale.
     *
     * @param shape of the weights: n input and 2n output channels, or 2n and n
     * @param layout of the shape
     * @param scale 1 for the first layer, 1/c for the second
     * @throws IllegalArgumentException if there are neither twice as many output as input channels nor half as many
     */
    public static Tensor pair(TensorFactory factory, Shape shape, Layout layout, double scale) {
        int out = shape.size(layout.outAxis);
        int in = shape.size(layout.inAxis);
        checkArgument(out == 2 * in || in == 2 * out, "a pair needs n and 2n channels, not %s", shape);
        int channels = Math.min(out, in);
        int[] positions = positions(shape, layout.outAxis, layout.inAxis, layout.taps);
        return factory.zeros(shape).plusSlices(layout.outAxis, (o, i) -> {
            if (i == positions[o % channels]) {
                return o < channels ? scale : -scale;
            }
            return in > channels && i == positions[o + channels] ? -scale : 0;
        });
    }

    /**
     * Weights of a convolution of each channel on its own that hands it on unchanged: 1 at the tap that reads the position
     * itself, else 0.
     *
     * @param taps one index for every axis; that of the channel axis is not used
     */
    public static Tensor depthwise(TensorFactory factory, Shape shape, int channelAxis, ImmutableIntArray taps) {
        int[] positions = positions(shape, channelAxis, channelAxis, taps);
        return factory.zeros(shape).plusSlices(channelAxis, (channel, i) -> i == positions[channel] ? 1 : 0);
    }

    /** For each channel the position, in a slice along {@code sliced}, of its entry at the taps. */
    private static int[] positions(Shape shape, int sliced, int channelAxis, ImmutableIntArray taps) {
        int[] positions = new int[shape.size(channelAxis)];
        Arrays.setAll(positions, channel -> position(shape, sliced, channelAxis, channel, taps));
        return positions;
    }

    private static int position(Shape shape, int sliced, int channelAxis, int channel, ImmutableIntArray taps) {
        int position = 0;
        for (int axis = 0; axis < shape.rank(); axis++) {
            if (axis != sliced) {
                int index = axis == channelAxis ? channel : taps.get(axis);
                position = position * shape.size(axis) + index;
            }
        }
        return position;
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
