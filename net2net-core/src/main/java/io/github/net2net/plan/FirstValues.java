package io.github.net2net.plan;

import com.google.common.primitives.ImmutableIntArray;
import io.github.net2net.spi.NormChange;
import io.github.net2net.tensor.Shape;
import io.github.net2net.tensor.Tensor;
import io.github.net2net.transform.Net2Deeper;

/** First values of parameters of new layers that are no copies. */
final class FirstValues {
    private FirstValues() {}

    /** The identity, its ones at the given tap of each spatial axis. */
    record Identity(Shape shape, int outAxis, int inAxis, ImmutableIntArray taps) implements ParamEdit.First {
        @Override
        public Tensor apply(Tensor before, ParamEdit.Context context) {
            return Net2Deeper.identity(context.tensors(), shape, outAxis, inAxis, taps);
        }
    }

    /** As an identity, of one of the two layers of a pair: one block of it negative, and all times a scale. */
    record PairIdentity(Shape shape, Net2Deeper.Layout layout, double scale) implements ParamEdit.First {
        /** It has negative weights. */
        @Override
        public NormChange norms(NormChange before) {
            return before.withNoise();
        }

        @Override
        public Tensor apply(Tensor before, ParamEdit.Context context) {
            return Net2Deeper.pair(context.tensors(), shape, layout, scale);
        }
    }

    /** A depthwise convolution's weights: 1 at the given tap of each spatial axis for each channel. */
    record DepthwiseIdentity(Shape shape, int channelAxis, ImmutableIntArray taps) implements ParamEdit.First {
        @Override
        public Tensor apply(Tensor before, ParamEdit.Context context) {
            return Net2Deeper.depthwise(context.tensors(), shape, channelAxis, taps);
        }
    }

    /** The same number throughout, such as slopes of 1. */
    record Filled(Shape shape, double value) implements ParamEdit.First {
        @Override
        public Tensor apply(Tensor before, ParamEdit.Context context) {
            return context.tensors().filled(shape, value);
        }
    }
}
