package io.github.net2net.dl4j;

import io.github.net2net.dl4j.internal.model.Wrappers;
import java.util.Arrays;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.recurrent.MaskZeroLayer;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Networks in which rounding errors decide what some layer computes: layer normalization divides by a deviation that is 0
 * but for them, and {@link MaskZeroLayer} masks steps that are exactly 0.
 */
public final class IllConditioned {
    private static final double ROUNDING = 1e-13;

    private IllConditioned() {}

    /** Whether a network in double precision is one for these features. */
    public static boolean is(Model network, boolean training, INDArray... features) {
        INDArray[] copies = Arrays.stream(features).map(INDArray::dup).toArray(INDArray[]::new);
        if (network instanceof MultiLayerNetwork chain) {
            chain.setInput(copies[0]);
            chain.feedForward(training, false);
            return Arrays.stream(chain.getLayers()).anyMatch(IllConditioned::is);
        }
        ComputationGraph graph = (ComputationGraph) network;
        graph.feedForward(copies, graph.getNumLayers() - 1, training, false);
        return Arrays.stream(graph.getLayers()).anyMatch(IllConditioned::is);
    }

    private static boolean is(Layer layer) {
        var settings = layer.conf().getLayer();
        if (Wrappers.innermost(settings) instanceof DenseLayer dense && dense.hasLayerNorm()) {
            return normalizesConstants(positions(layer.input(), dense.getNIn()), layer.getParam("W"));
        }
        return masksZeros(layer) && hasZeroSteps(layer.input());
    }

    private static boolean masksZeros(Layer layer) {
        return layer instanceof MaskZeroLayer
                || (layer instanceof BaseWrapperLayer wrapper && masksZeros(wrapper.getUnderlying()));
    }

    /** The input as [position, channel]. */
    private static INDArray positions(INDArray input, long channels) {
        if (input.rank() < 3) {
            return input;
        }
        INDArray last = input.size(1) == channels ? input.permute(0, 2, 1) : input;
        return last.dup('c').reshape(-1, channels);
    }

    private static boolean normalizesConstants(INDArray positions, INDArray weights) {
        INDArray sums = positions.mmul(weights);
        INDArray range = sums.max(1).subi(sums.min(1));
        INDArray size = Transforms.max(sums.amax(1), 1);
        return range.divi(size).minNumber().doubleValue() < ROUNDING;
    }

    /** A step of zeros in some format: [example, channel, step] or [example, step, channel]. */
    private static boolean hasZeroSteps(INDArray input) {
        return Stream.of(1, 2).anyMatch(axis -> input.amax(axis).minNumber().doubleValue() < ROUNDING);
    }
}
