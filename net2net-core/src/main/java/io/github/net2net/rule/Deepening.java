package io.github.net2net.rule;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.primitives.Ints;
import com.google.errorprone.annotations.CheckReturnValue;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the new layers that {@code deepenAfter} inserts.
 *
 * @param way how they start as the identity; null for the best way that is exact
 * @param batchNorm what becomes of the batch norm of the unit that is repeated; null, which is refused if the way copies
 *     one, if not specified
 * @param kernel the sizes of new convolutions, one per spatial dimension; null for those of the layer that is copied
 * @param width the number of channels inside; null for as many as the way needs
 * @param like the layer whose unit is copied; null for the nearest that fits
 * @param names the names of the new layers, in their order; null for generated ones
 */
@CheckReturnValue
public record Deepening(
        @Nullable Way way,
        @Nullable BatchNorm batchNorm,
        @Nullable List<Integer> kernel,
        @Nullable Integer width,
        @Nullable String like,
        @Nullable List<String> names) {
    public Deepening {
        kernel = kernel == null ? null : List.copyOf(kernel);
        names = names == null ? null : List.copyOf(names);
        checkArgument(width == null || width > 0, "width(%s): give a number of channels, 1 or more", width);
        checkArgument(
                names == null || Set.copyOf(names).size() == names.size(),
                "names(%s): give each layer a name of its own",
                names);
        if (kernel != null) {
            checkArgument(
                    !kernel.isEmpty() && kernel.stream().allMatch(size -> size > 0),
                    "kernel(%s): give a size of 1 or more for each spatial dimension",
                    kernel);
        }
    }

    /** How new layers start as the identity. */
    public sealed interface Way {}

    /** See {@link #identityUnit()}. */
    public record IdentityUnit() implements Way {}

    /** See {@link #pairIdentity()}. */
    public record PairIdentity() implements Way {}

    /** See {@link #slopes()}. */
    public record Slopes() implements Way {}

    /** See {@link #linear()}. */
    public record Linear() implements Way {}

    /** See {@link #separable()}. */
    public record Separable() implements Way {}

    /**
     * See {@link #zeroResidual()}.
     *
     * @param layers how many layers with weights the block has, 1 or 2
     * @param activation where its activation is besides between two layers; null for after the sum where that is exact
     */
    public record ZeroResidual(int layers, @Nullable Activation activation) implements Way {
        public ZeroResidual {
            checkArgument(layers == 1 || layers == 2, "zeroResidual().layers(%s): give 1 or 2", layers);
        }
    }

    /** See {@link #zeroRecurrent()}. */
    public record ZeroRecurrent() implements Way {}

    /** Where the activation of a residual block is. */
    public enum Activation {
        /** Before the sum: of two layers between them, of one layer before it. */
        BEFORE_SUM,
        /** After the sum, of two layers between them too. */
        AFTER_SUM
    }

    /** What a deepened unit does about the batch norm of the unit it repeats. */
    public sealed interface BatchNorm {}

    /** Statistics are measured on the data. */
    public record Calibrated(CalibrationData data) implements BatchNorm {
        /** Whether the data is still to be supplied, since this was read from JSON. */
        public boolean awaitsData() {
            return data instanceof CalibrationData.Awaited;
        }
    }

    /** Mean 0 and variance 1 are assumed: exact in inference only. */
    public record Uncalibrated() implements BatchNorm {}

    /** The new unit has no batch norm. */
    public record Omitted() implements BatchNorm {}

    private static Deepening by(@Nullable Way way) {
        return new Deepening(way, null, null, null, null, null);
    }

    /** The best way that is exact, which the plan prints. */
    public static Deepening exact() {
        return by(null);
    }

    /**
     * A copy of the nearest unit before (a layer with weights, its batch norm, its activation) with identity weights
     * (arXiv 1511.05641, section 2.3). For activations that leave every value unchanged that can arrive. If the unit has a
     * batch norm, one of the methods below has to specify what becomes of it.
     */
    public static Deepening identityUnit() {
        return by(new IdentityUnit());
    }

    /**
     * Two layers, the first with twice as many channels, its weights [I, −I], the second with the weights [I; −I] / c and no
     * activation: the identity where f(x) − f(−x) = c·x, as for ReLU, leaky ReLU, softplus, GELU and Swish. ReLU takes the
     * place of other activations.
     */
    public static Deepening pairIdentity() {
        return by(new PairIdentity());
    }

    /** A linear layer with identity weights, and a PReLU whose slopes start at 1. */
    public static Deepening slopes() {
        return by(new Slopes());
    }

    /** A linear layer with identity weights, without an activation. */
    public static Deepening linear() {
        return by(new Linear());
    }

    /** As {@link #identityUnit()}, its convolution a depthwise one and a pointwise one. */
    public static Deepening separable() {
        return by(new Separable());
    }

    /** A residual block x + F(x) of two layers with weights, whose last weights are zero: for any activation, in graphs. */
    public static Deepening zeroResidual() {
        return by(new ZeroResidual(2, null));
    }

    /**
     * A residual block x + F(x), F a copy of the nearest recurrent layer (an LSTM or a simple recurrent layer) with zero
     * weights: in graphs.
     */
    public static Deepening zeroRecurrent() {
        return by(new ZeroRecurrent());
    }

    /**
     * With this number of layers with weights in the residual block.
     *
     * @throws IllegalArgumentException if it is not 1 or 2
     * @throws IllegalStateException if the way is not a residual block
     */
    public Deepening layers(int layers) {
        return with(new ZeroResidual(layers, residual("layers").activation));
    }

    /**
     * With the activation of the residual block at this place.
     *
     * @throws IllegalStateException if the way is not a residual block
     */
    public Deepening activation(Activation place) {
        requireNonNull(place, "activation(null): give Activation.BEFORE_SUM or AFTER_SUM");
        return with(new ZeroResidual(residual("activation").layers, place));
    }

    private Deepening with(ZeroResidual block) {
        return new Deepening(block, batchNorm, kernel, width, like, names);
    }

    private ZeroResidual residual(String call) {
        if (way instanceof ZeroResidual residual) {
            return residual;
        }
        throw new IllegalStateException(call + "(..) is for residual blocks: call it on zeroResidual()");
    }

    /** With the batch norm, its values as {@code values} specifies. */
    public Deepening batchNorm(BatchNorm values) {
        requireNonNull(values, "batchNorm(null): give calibratedOn(data) or uncalibrated()");
        return new Deepening(way, values, kernel, width, like, names);
    }

    /** Without the batch norm. */
    public Deepening withoutBatchNorm() {
        return batchNorm(new Omitted());
    }

    /**
     * With kernels of these sizes, one per spatial dimension: height, width.
     *
     * @throws IllegalArgumentException if there are none, or one is not 1 or more
     */
    public Deepening kernel(int... sizes) {
        requireNonNull(sizes, "kernel(null): give a size for each spatial dimension");
        List<Integer> copy = Ints.asList(Arrays.copyOf(sizes, sizes.length));
        return new Deepening(way, batchNorm, copy, width, like, names);
    }

    /**
     * With this number of channels: between the two layers of a residual block or a pair, else of the new layer itself. It may
     * be any number in a residual block; a pair needs twice as many as arrive, and others as many. Additional channels are
     * those of a widening: copies, or fresh ones.
     *
     * @throws IllegalArgumentException if it is not 1 or more
     */
    public Deepening width(int channels) {
        return new Deepening(way, batchNorm, kernel, channels, like, names);
    }

    /** As copies of the unit that begins with this layer, instead of the nearest one. */
    public Deepening like(String layer) {
        requireNonNull(layer, "like(null): give a layer's name");
        return new Deepening(way, batchNorm, kernel, width, layer, names);
    }

    /**
     * With these names of the new layers, in their order.
     *
     * @throws IllegalArgumentException if a name is repeated
     */
    public Deepening names(List<String> layers) {
        requireNonNull(layers, "names(null): give a name for each new layer");
        return new Deepening(way, batchNorm, kernel, width, like, layers);
    }

    /** Batch norm values measured on data: exact in inference, and in training mode on that data as one batch. */
    public static Calibrated calibratedOn(CalibrationData data) {
        return new Calibrated(requireNonNull(data, "calibratedOn(null): give calibration data"));
    }

    /** Batch norm values for mean 0 and variance 1, without data: exact in inference only. */
    public static BatchNorm uncalibrated() {
        return new Uncalibrated();
    }
}
