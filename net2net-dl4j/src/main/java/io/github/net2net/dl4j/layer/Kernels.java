package io.github.net2net.dl4j.layer;

import io.github.net2net.graph.Kernel;
import io.github.net2net.graph.Kernel.Dimension;
import io.github.net2net.graph.Kernel.Padding;
import io.github.net2net.graph.MaskUse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.jspecify.annotations.Nullable;

/** DL4J's kernel settings as geometry, and back. */
final class Kernels {
    private Kernels() {}

    /**
     * The geometry of a convolution.
     *
     * @param inputs the input's extent in each dimension, null where unknown
     */
    static Kernel of(ConvolutionLayer layer, @Nullable Integer... inputs) {
        List<Dimension> dimensions = new ArrayList<>();
        for (int i = 0; i < inputs.length; i++) {
            dimensions.add(new Dimension(
                    layer.getKernelSize()[i],
                    layer.getStride()[i],
                    layer.getDilation()[i],
                    padding(layer.getConvolutionMode()),
                    layer.getPadding()[i],
                    inputs[i]));
        }
        return Kernel.of(dimensions.toArray(Dimension[]::new));
    }

    static Padding padding(ConvolutionMode mode) {
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

    /** The form of images behind a window. */
    static Form.Images output(Kernel window, Form.Images images) {
        return new Form.Images(
                images.format(),
                Windows.output(window.dimensions().get(0), images.height()),
                Windows.output(window.dimensions().get(1), images.width()));
    }

    /** Writes the student's sizes and geometry; a dimension that the geometry does not have stays as it is. */
    static void resize(ConvolutionLayer layer, LayerKind.Sizes sizes) {
        layer.setNIn(sizes.in());
        layer.setNOut(sizes.out());
        Kernel kernel = sizes.first().kernel();
        if (kernel != null) {
            List<Dimension> dimensions = kernel.dimensions();
            layer.setKernelSize(over(layer.getKernelSize(), dimensions.stream().mapToInt(Dimension::size)));
            layer.setStride(over(layer.getStride(), dimensions.stream().mapToInt(Dimension::stride)));
            layer.setDilation(over(layer.getDilation(), dimensions.stream().mapToInt(Dimension::dilation)));
            layer.setPadding(over(layer.getPadding(), dimensions.stream().mapToInt(Dimension::pad)));
        }
    }

    private static int[] over(int[] old, java.util.stream.IntStream values) {
        int[] first = values.toArray();
        int[] result = Arrays.copyOf(old, Math.max(old.length, first.length));
        System.arraycopy(first, 0, result, 0, first.length);
        return result;
    }
}
