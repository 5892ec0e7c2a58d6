package io.github.net2net.dl4j.layer;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.jspecify.annotations.Nullable;

/** The form of the arrays that flow between two layers, as far as it is known. */
public sealed interface Form {

    /** [example, channel]. */
    record FeedForward() implements Form {}

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

        /** The array axis that holds channels. */
        public int channelAxis() {
            return format == CNN2DFormat.NCHW ? 1 : 3;
        }

        /** The array axes of height and width. */
        public int[] spatialAxes() {
            return format == CNN2DFormat.NCHW ? new int[] {2, 3} : new int[] {1, 2};
        }
    }

    /** Anything else. */
    record Unknown() implements Form {}

    /** The channels of DL4J's input type: its features, unless it has the shape of images. */
    static long channels(InputType type) {
        return type instanceof InputType.InputTypeConvolutional images
                ? images.getChannels()
                : type.arrayElementsPerExample();
    }

    /** The form of DL4J's input type. */
    static Form of(@Nullable InputType type) {
        if (type instanceof InputType.InputTypeConvolutional images) {
            return new Images(
                    images.getFormat(), Math.toIntExact(images.getHeight()), Math.toIntExact(images.getWidth()));
        } else if (type instanceof InputType.InputTypeFeedForward
                || type instanceof InputType.InputTypeConvolutionalFlat) {
            return new FeedForward();
        }
        return new Unknown();
    }
}
