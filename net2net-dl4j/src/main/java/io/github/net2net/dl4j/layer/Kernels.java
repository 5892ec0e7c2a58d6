package io.github.net2net.dl4j.layer;

import io.github.net2net.graph.Kernel;
import io.github.net2net.graph.Kernel.Dimension;
import io.github.net2net.graph.Kernel.Padding;
import io.github.net2net.graph.MaskUse;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.jspecify.annotations.Nullable;

/** DL4J's settings of sliding windows as geometry, and back. */
final class Kernels {
    private Kernels() {}

    /** The settings of a window, one number per dimension each. */
    record Window(int[] size, int[] stride, int[] dilation, int[] padding, ConvolutionMode mode) {
        static Window of(ConvolutionLayer layer) {
            return new Window(
                    layer.getKernelSize(),
                    layer.getStride(),
                    layer.getDilation(),
                    layer.getPadding(),
                    layer.getConvolutionMode());
        }

        /** The geometry over an input of the given format. */
        Kernel over(ActivationFormat input) {
            return Kernel.of(IntStream.range(0, input.extents().size())
                    .mapToObj(i -> new Dimension(
                            size[i], stride[i], dilation[i], Kernels.padding(mode), padding[i], input.extent(i)))
                    .toArray(Dimension[]::new));
        }
    }

    private static Padding padding(ConvolutionMode mode) {
        return switch (mode) {
            case Same -> Padding.SAME;
            case Causal -> Padding.CAUSAL;
            case Strict, Truncate -> Padding.EXPLICIT;
        };
    }

    /**
     * What a layer with this window does with masks. DL4J leaves the mask of a window that lies in the padding alone
     * undefined, and pools it wrongly where stride and dilation are both above 1.
     */
    static MaskUse maskUse(Kernel window) {
        boolean wrong = window.dimensions().stream()
                .anyMatch(d -> (d.padding() == Padding.EXPLICIT && d.pad() >= d.extent())
                        || (d.stride() > 1 && d.dilation() > 1));
        return wrong ? MaskUse.DISTORTS : MaskUse.PASSES;
    }

    /** The format of a window's output. */
    static ActivationFormat output(Kernel window, ActivationFormat input) {
        return input.resized(window.dimensions().stream().map(Kernels::output).toArray(Integer[]::new));
    }

    private static @Nullable Integer output(Dimension window) {
        Integer input = window.input();
        if (input == null) {
            return null;
        }
        return window.padding() == Padding.EXPLICIT
                ? (input + 2 * window.pad() - window.extent()) / window.stride() + 1
                : Integer.valueOf((input + window.stride() - 1) / window.stride());
    }

    /** The geometry of a transposed convolution. */
    static Kernel transposed(Kernel window) {
        return Kernel.of(window.dimensions().stream()
                .map(d ->
                        new Dimension(d.size(), d.stride(), d.dilation(), transposed(d.padding()), d.pad(), d.input()))
                .toArray(Dimension[]::new));
    }

    private static Padding transposed(Padding padding) {
        return padding == Padding.SAME ? Padding.SAME_TRANSPOSED : padding;
    }

    /** The format of the output of the transposed window. */
    static ActivationFormat transposedOutput(Kernel window, ActivationFormat input) {
        return input.resized(
                window.dimensions().stream().map(Kernels::transposedOutput).toArray(Integer[]::new));
    }

    private static @Nullable Integer transposedOutput(Dimension window) {
        Integer input = window.input();
        if (input == null) {
            return null;
        }
        return window.padding() == Padding.EXPLICIT
                ? Integer.valueOf(window.stride() * (input - 1) + window.extent() - 2 * window.pad())
                : Integer.valueOf(window.stride() * input);
    }

    /** Writes the student's sizes and geometry; a dimension that the geometry does not have stays as it is. */
    static void resize(ConvolutionLayer layer, StudentSizes sizes) {
        layer.setNIn(sizes.in());
        layer.setNOut(sizes.out());
        Kernel kernel = sizes.first().kernel();
        if (kernel != null) {
            layer.setKernelSize(over(layer.getKernelSize(), kernel, Dimension::size));
            layer.setStride(over(layer.getStride(), kernel, Dimension::stride));
            layer.setDilation(over(layer.getDilation(), kernel, Dimension::dilation));
            layer.setPadding(over(layer.getPadding(), kernel, Dimension::pad));
        }
    }

    private static int[] over(int[] old, Kernel kernel, ToIntFunction<Dimension> setting) {
        List<Dimension> dimensions = kernel.dimensions();
        int[] result = Arrays.copyOf(old, Math.max(old.length, dimensions.size()));
        for (int i = 0; i < dimensions.size(); i++) {
            result[i] = setting.applyAsInt(dimensions.get(i));
        }
        return result;
    }
}
