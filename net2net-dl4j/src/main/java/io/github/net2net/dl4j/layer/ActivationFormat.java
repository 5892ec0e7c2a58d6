package io.github.net2net.dl4j.layer;

import io.github.net2net.graph.ArrayFormat;
import io.github.net2net.graph.MaskUse;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.jspecify.annotations.Nullable;

/**
 * The format of the arrays that flow between two layers, as far as it is known. Axis 0 holds examples, one axis channels,
 * and the others positions.
 *
 * @param kind what the positions are
 * @param channelsLast whether channels are on the last axis, and not on axis 1
 * @param extents the number of positions on each axis of positions, outermost first; null where it is not known
 * @param folded how many entries of axis 0 belong to one example: 1, or the steps of a series that were made examples;
 *     null if that is not known
 */
public record ActivationFormat(
        Kind kind,
        boolean channelsLast,
        List<@Nullable Integer> extents,
        @Nullable Integer folded) implements ArrayFormat {

    /** What the axes of positions are. */
    public enum Kind {
        /** [example, channel]. */
        FEATURES("", 0),
        /** [example, channel, step], or channels last. */
        SERIES("W", 1),
        /** [example, channel, height, width], or channels last. */
        IMAGES("HW", 2),
        /** [example, channel, depth, height, width], or channels last. */
        VOLUMES("DHW", 3),
        /** Anything else. */
        UNKNOWN("", 0);

        private final String axes;
        private final int positionAxes;

        Kind(String axes, int positionAxes) {
            this.axes = axes;
            this.positionAxes = positionAxes;
        }
    }

    public ActivationFormat {
        extents = Collections.unmodifiableList(Arrays.asList(extents.toArray(new Integer[0])));
    }

    private static ActivationFormat of(Kind kind, boolean channelsLast, @Nullable Integer... extents) {
        return new ActivationFormat(kind, channelsLast, Arrays.asList(extents), 1);
    }

    /** [example, channel]. */
    public static ActivationFormat features() {
        return of(Kind.FEATURES, false);
    }

    /** Nothing is known. */
    public static ActivationFormat unknown() {
        return of(Kind.UNKNOWN, false);
    }

    /** Series of the given number of steps, null if that is not known. */
    public static ActivationFormat series(RNNFormat format, @Nullable Integer steps) {
        return of(Kind.SERIES, format == RNNFormat.NWC, steps);
    }

    /** Images of the given size, null where it is not known. */
    public static ActivationFormat images(CNN2DFormat format, @Nullable Integer height, @Nullable Integer width) {
        return of(Kind.IMAGES, format == CNN2DFormat.NHWC, height, width);
    }

    /** Volumes of an unknown size. */
    public static ActivationFormat volumes(Convolution3D.DataFormat format) {
        return of(Kind.VOLUMES, format == Convolution3D.DataFormat.NDHWC, null, null, null);
    }

    /** The format of DL4J's input type; unknown for null. */
    public static ActivationFormat of(@Nullable InputType type) {
        if (type instanceof InputType.InputTypeConvolutional images) {
            return images(images.getFormat(), extent(images.getHeight()), extent(images.getWidth()));
        } else if (type instanceof InputType.InputTypeFeedForward
                || type instanceof InputType.InputTypeConvolutionalFlat) {
            return features();
        } else if (type instanceof InputType.InputTypeRecurrent series) {
            return series(series.getFormat(), extent(series.getTimeSeriesLength()));
        } else if (type instanceof InputType.InputTypeConvolutional3D volumes) {
            return volumes(volumes.getDataFormat())
                    .resized(extent(volumes.getDepth()), extent(volumes.getHeight()), extent(volumes.getWidth()));
        }
        return unknown();
    }

    private static @Nullable Integer extent(long positions) {
        return positions > 0 ? Math.toIntExact(positions) : null;
    }

    public boolean isKnown() {
        return kind != Kind.UNKNOWN;
    }

    /** Whether channels and positions are on the same axes; the extents may differ. */
    @Override
    public boolean hasAxesOf(ArrayFormat other) {
        return other instanceof ActivationFormat format && kind == format.kind && channelsLast == format.channelsLast;
    }

    /** The array axis of channels. */
    public int channelAxis() {
        return channelsLast ? kind.positionAxes + 1 : 1;
    }

    /** The array axes of positions, in order. */
    public int[] positionAxes() {
        int first = channelsLast ? 1 : 2;
        return IntStream.range(first, first + kind.positionAxes).toArray();
    }

    /** How many positions one example has: 1 for features; null if that is not known. */
    @Override
    public @Nullable Long positions() {
        if (!isKnown() || folded == null || extents.contains(null)) {
            return null;
        }
        return extents.stream().mapToLong(Integer::longValue).reduce(folded, Math::multiplyExact);
    }

    /** The extent of one axis of positions, 0 for the outermost; null if it is not known. */
    public @Nullable Integer extent(int dimension) {
        return extents.get(dimension);
    }

    /** The same axes with other extents, null where they are not known. */
    public ActivationFormat resized(@Nullable Integer... newExtents) {
        return new ActivationFormat(kind, channelsLast, Arrays.asList(newExtents), folded);
    }

    /** The same axes, each known extent combined with the value for its dimension. */
    ActivationFormat resized(BinaryOperator<Integer> change, int... values) {
        Integer[] changed = new Integer[extents.size()];
        Arrays.setAll(changed, i -> extents.get(i) == null ? null : change.apply(extents.get(i), values[i]));
        return resized(changed);
    }

    /** The same axes, of which no extent is known. */
    public ActivationFormat withoutExtents() {
        return resized(new Integer[extents.size()]);
    }

    /** The same with another number of entries of axis 0 per example. */
    public ActivationFormat folded(@Nullable Integer entries) {
        return new ActivationFormat(kind, channelsLast, extents, entries);
    }

    /**
     * What an input of this format does with masks. DL4J masks whole examples of features, steps of series, and pixels of
     * images with channels first; with channels last it applies masks to other axes.
     */
    public MaskUse maskUse() {
        boolean refused = kind == Kind.VOLUMES || (kind == Kind.IMAGES && channelsLast);
        return refused ? MaskUse.ENDS : MaskUse.STARTS;
    }

    /** For messages: "NHWC images". */
    @Override
    public String toString() {
        return switch (kind) {
            case FEATURES -> "features";
            case UNKNOWN -> "an unknown format";
            default ->
                (channelsLast ? "N" + kind.axes + "C" : "NC" + kind.axes) + " "
                        + kind.name().toLowerCase(java.util.Locale.ROOT);
        };
    }
}
