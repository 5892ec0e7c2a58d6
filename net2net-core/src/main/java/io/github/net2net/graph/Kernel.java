package io.github.net2net.graph;

import com.google.common.collect.ImmutableList;
import com.google.errorprone.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/**
 * The geometry of a convolution, one entry per spatial dimension, outermost first (height, width).
 *
 * @param dimensions the dimensions
 */
@Immutable
public record Kernel(ImmutableList<Dimension> dimensions) {

    /** How the border is padded. */
    public enum Padding {
        /** The same number of zeros on both sides, given explicitly. */
        EXPLICIT,
        /** As many zeros as make the output size ⌈input/stride⌉; the odd one at the end. */
        SAME,
        /** All zeros at the start. */
        CAUSAL,
        /**
         * Of a transposed convolution whose output has size input · stride: of the extent − stride positions beyond that, half
         * are cut off at the start, rounded toward zero; where it is negative, positions are added.
         */
        SAME_TRANSPOSED
    }

    /**
     * One spatial dimension.
     *
     * @param size taps of the kernel
     * @param stride in input positions
     * @param dilation distance of neighboring taps, in input positions
     * @param padding the rule
     * @param pad zeros on each side under {@link Padding#EXPLICIT}, else ignored
     * @param input the input's extent, null if unknown
     */
    @Immutable
    public record Dimension(
            int size,
            int stride,
            int dilation,
            Padding padding,
            int pad,
            @SuppressWarnings("Immutable") @Nullable Integer input) {

        /** The same dimension with another kernel size and explicit padding. */
        public Dimension resized(int newSize, int newPad) {
            return new Dimension(newSize, stride, dilation, padding, newPad, input);
        }

        /** The extent of the dilated kernel, in input positions. */
        public int extent() {
            return dilation * (size - 1) + 1;
        }
    }

    public static Kernel of(Dimension... dimensions) {
        return new Kernel(ImmutableList.copyOf(dimensions));
    }

    /**
     * Whether a mask leaves as it came. A position of the output counts if any position in its window does; where each
     * output has its own input position, or the window is a single one, masks are handed on unchanged.
     */
    public boolean keepsMasks() {
        return dimensions.stream().allMatch(d -> d.stride() == 1 && d.padding() != Padding.EXPLICIT)
                || dimensions.stream().allMatch(d -> d.stride() == 1 && d.size() == 1 && d.pad() == 0);
    }

    /** The sizes, "3x3". */
    public String sizes() {
        return String.join(
                "x", dimensions.stream().map(d -> String.valueOf(d.size())).toList());
    }
}
