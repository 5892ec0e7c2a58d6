package io.github.net2net.transform;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import io.github.net2net.GrowthException;
import io.github.net2net.graph.Kernel;
import io.github.net2net.graph.Kernel.Dimension;
import io.github.net2net.graph.Quantities;
import io.github.net2net.tensor.Shape;
import io.github.net2net.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A larger kernel that computes the same convolution: the old one, surrounded by zeros.
 *
 * <p>The old kernel's first tap must read the input position that it read before. With p the padding before the
 * first position and d the dilation, it moves to offset o = (p' − p) / d in the new kernel. Under "same" padding with
 * stride 1 and odd sizes this is the center; with a larger stride it depends on the input's size, and the center is
 * wrong.
 */
public final class KernelGrowth {
    private final Kernel before;
    private final Kernel grown;
    private final ImmutableIntArray offsets;

    private KernelGrowth(Kernel before, Kernel grown, ImmutableIntArray offsets) {
        this.before = before;
        this.grown = grown;
        this.offsets = offsets;
    }

    /**
     * The growth of the given kernel to the given sizes.
     *
     * @param what the layer, for messages
     * @param sizes one per spatial dimension, outermost first
     * @param inputSize what gives the size of the input where it is not known, for messages
     * @throws GrowthException if a size is smaller than today's, or no placement computes the same convolution
     */
    public static KernelGrowth of(String what, Kernel kernel, ImmutableIntArray sizes, String inputSize) {
        String refusal = String.format(
                "cannot enlarge the kernel of '%s' from %s to %s: ",
                what,
                kernel.sizes(),
                String.join("x", sizes.stream().mapToObj(String::valueOf).toList()));
        if (sizes.length() != kernel.dimensions().size()) {
            throw new GrowthException(
                    refusal + "it has " + Quantities.of(kernel.dimensions().size(), "spatial dimension")
                            + ", and " + Quantities.of(sizes.length(), "size")
                            + (sizes.length() == 1 ? " is" : " are") + " given. Give one size for each.");
        }
        ImmutableList.Builder<Dimension> grown = ImmutableList.builder();
        ImmutableIntArray.Builder offsets = ImmutableIntArray.builder();
        for (int i = 0; i < sizes.length(); i++) {
            Dimension old = kernel.dimensions().get(i);
            int offset = offset(refusal, old, sizes.get(i), inputSize);
            offsets.add(offset);
            grown.add(old.resized(sizes.get(i), old.pad() + offset * old.dilation()));
        }
        return new KernelGrowth(kernel, new Kernel(grown.build()), offsets.build());
    }

    private static int offset(String refusal, Dimension old, int size, String inputSize) {
        int added = size - old.size();
        if (added < 0) {
            throw new GrowthException(refusal + size + " is smaller than " + old.size()
                    + ". A kernel can only grow; give sizes of at least the current ones.");
        }
        if (added == 0) {
            return 0;
        }
        return switch (old.padding()) {
            case CAUSAL -> added;
            case EXPLICIT -> explicitOffset(refusal, old, size);
            case SAME, SAME_TRANSPOSED -> sameOffset(refusal, old, size, inputSize);
        };
    }

    private static int explicitOffset(String refusal, Dimension old, int size) {
        if ((size - old.size()) % 2 != 0) {
            throw new GrowthException(refusal
                    + "with explicit padding, zeros are added on both sides alike, so a size of "
                    + old.size() + " can grow to " + (old.size() + 2) + ", " + (old.size() + 4) + ", … but not to "
                    + size + ".");
        }
        return (size - old.size()) / 2;
    }

    private static int sameOffset(String refusal, Dimension old, int size, String inputSize) {
        Dimension grown = old.resized(size, old.pad());
        Integer before = samePadBefore(old);
        Integer after = samePadBefore(grown);
        if (before == null || after == null) {
            throw new GrowthException(refusal + "under \"same\" padding with stride " + old.stride()
                    + " the place of the old kernel depends on the input's size, which is not known. Give it: "
                    + inputSize + ".");
        }
        int moved = after - before;
        int offset = moved / old.dilation();
        if (moved % old.dilation() != 0 || offset > size - old.size()) {
            throw new GrowthException(refusal + "\"same\" padding moves the first tap by " + moved
                    + " positions, which is no multiple of the dilation " + old.dilation()
                    + ". Choose a size whose padding differs by a multiple.");
        }
        return offset;
    }

    /** Zeros at the start under "same" padding, null if that depends on an unknown input size. */
    private static @Nullable Integer samePadBefore(Dimension dimension) {
        Integer input = dimension.input();
        if (dimension.padding() == Kernel.Padding.SAME_TRANSPOSED) {
            return (dimension.extent() - dimension.stride()) / 2;
        } else if (dimension.stride() == 1) {
            return (dimension.extent() - 1) / 2;
        } else if (input == null) {
            return null;
        }
        int outputs = (input + dimension.stride() - 1) / dimension.stride();
        int total = (outputs - 1) * dimension.stride() + dimension.extent() - input;
        return Math.max(0, total) / 2;
    }

    /** The geometry as it was. */
    public Kernel before() {
        return before;
    }

    /** The geometry with the new sizes, and paddings that keep the output's size. */
    public Kernel grown() {
        return grown;
    }

    /** Where the old kernel's first tap stands in the new one, per spatial dimension. */
    public ImmutableIntArray offsets() {
        return offsets;
    }

    /**
     * {@code tensor} inside zeros.
     *
     * @param spatialAxes the tensor's axis for each spatial dimension
     * @param background values for the new taps, of the result's shape; zero if null
     */
    public Tensor apply(Tensor tensor, ImmutableIntArray spatialAxes, @Nullable Tensor background) {
        Shape target = tensor.shape();
        int[] offset = new int[target.rank()];
        for (int i = 0; i < spatialAxes.length(); i++) {
            target = target.with(spatialAxes.get(i), grown.dimensions().get(i).size());
            offset[spatialAxes.get(i)] = offsets.get(i);
        }
        return tensor.embed(target, offset, background);
    }
}
