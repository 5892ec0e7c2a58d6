package io.github.net2net.dl4j.layer;

import io.github.net2net.graph.MaskUse;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.jspecify.annotations.Nullable;

/** The form of the arrays that flow between two layers, as far as it is known. */
public sealed interface Form {

    /**
     * [example, channel].
     *
     * @param foldedSteps whether the steps of series stand as examples of their own
     */
    record FeedForward(boolean foldedSteps) implements Form {
        public FeedForward() {
            this(false);
        }

        /** What arrives at a layer for features: the given form if it is one, else features. */
        static FeedForward of(Form form) {
            return form instanceof FeedForward features ? features : new FeedForward();
        }

        @Override
        public @Nullable Long positions() {
            return foldedSteps ? null : 1L;
        }
    }

    /**
     * [example, channel, height, width], or channels last.
     *
     * @param height null if unknown
     * @param width null if unknown
     */
    record Images(
            CNN2DFormat format,
            @Nullable Integer height,
            @Nullable Integer width) implements Form {

        @Override
        public @Nullable Long positions() {
            return height == null || width == null ? null : (long) height * width;
        }

        @Override
        public int channelAxis() {
            return format == CNN2DFormat.NCHW ? 1 : 3;
        }

        @Override
        public int[] positionAxes() {
            return format == CNN2DFormat.NCHW ? new int[] {2, 3} : new int[] {1, 2};
        }
    }

    /** [example, channel, step], or channels last. */
    record Series(RNNFormat format) implements Form {
        @Override
        public int channelAxis() {
            return format == RNNFormat.NCW ? 1 : 2;
        }

        @Override
        public int[] positionAxes() {
            return new int[] {format == RNNFormat.NCW ? 2 : 1};
        }
    }

    /** [example, channel, depth, height, width], or channels last. */
    record Volumes(Convolution3D.DataFormat format) implements Form {
        /** By DL4J's other name of the same thing. */
        public static Volumes of(boolean channelsFirst) {
            return new Volumes(channelsFirst ? Convolution3D.DataFormat.NCDHW : Convolution3D.DataFormat.NDHWC);
        }

        @Override
        public int channelAxis() {
            return format == Convolution3D.DataFormat.NCDHW ? 1 : 4;
        }

        @Override
        public int[] positionAxes() {
            return format == Convolution3D.DataFormat.NCDHW ? new int[] {2, 3, 4} : new int[] {1, 2, 3};
        }
    }

    /** Anything else. */
    record Unknown() implements Form {}

    /** What messages call it: "NHWC images". */
    default String memory() {
        if (this instanceof Images images) {
            return images.format + " images";
        } else if (this instanceof Series series) {
            return series.format + " series";
        } else if (this instanceof Volumes volumes) {
            return volumes.format + " volumes";
        }
        return this instanceof FeedForward ? "features" : "an unknown form";
    }

    /**
     * What an input of this form does with masks. DL4J masks whole examples of features, steps of series, and pixels of
     * images with channels first; with channels last it applies masks to other axes.
     */
    default MaskUse maskUse() {
        boolean refused = this instanceof Volumes || (this instanceof Images && channelAxis() != 1);
        return refused ? MaskUse.ENDS : MaskUse.STARTS;
    }

    /** The array axis that holds channels. */
    default int channelAxis() {
        return 1;
    }

    /** The number of a channel's positions within one example, null if unknown. */
    default @Nullable Long positions() {
        return null;
    }

    /** The array axes of a channel's positions within one example. */
    default int[] positionAxes() {
        return new int[0];
    }

    /** The form of DL4J's input type. */
    static Form of(@Nullable InputType type) {
        if (type instanceof InputType.InputTypeConvolutional images) {
            return new Images(
                    images.getFormat(), Math.toIntExact(images.getHeight()), Math.toIntExact(images.getWidth()));
        } else if (type instanceof InputType.InputTypeFeedForward
                || type instanceof InputType.InputTypeConvolutionalFlat) {
            return new FeedForward();
        } else if (type instanceof InputType.InputTypeRecurrent series) {
            return new Series(series.getFormat());
        } else if (type instanceof InputType.InputTypeConvolutional3D volumes) {
            return new Volumes(volumes.getDataFormat());
        }
        return new Unknown();
    }
}
