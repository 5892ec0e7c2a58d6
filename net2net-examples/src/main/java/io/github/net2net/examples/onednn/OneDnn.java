package io.github.net2net.examples.onednn;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Lets a network's convolution, pooling and normalisation layers compute through oneDNN, which makes training on a CPU
 * several times as fast. Results change by float rounding; those of local response normalisation by a few 1e-5.
 *
 * <p>A network forgets this when it is cloned, saved and loaded, or initialised again: engage it again then. Engaging
 * twice does no harm. Parameters, configuration and saved files are the same with and without.
 */
/*
 * Why this is needed. DL4J 1.0.0-M2.1 has layer helpers that call oneDNN, but no CPU network ever gets one: a system
 * property switches them off, and their check looks for oneDNN under a class name that the release changed, and
 * swallows the failure. A layer uses whatever helper its field holds, so we put one there whose check is right.
 */
public final class OneDnn {
    private OneDnn() {}

    /**
     * Engages oneDNN in every layer that can use it.
     *
     * @param network an initialised network; only the way its layers compute changes
     * @return what was engaged, or why nothing could be
     */
    public static OneDnnReport engage(MultiLayerNetwork network) {
        return engage(network, NativeLibrary.loaded());
    }

    /**
     * Engages oneDNN in every layer that can use it.
     *
     * @param network an initialised network; only the way its layers compute changes
     * @return what was engaged, or why nothing could be
     */
    public static OneDnnReport engage(ComputationGraph network) {
        return engage(network, NativeLibrary.loaded());
    }

    static OneDnnReport engage(MultiLayerNetwork network, NativeLibrary library) {
        return engage(network.getLayers(), network.params().dataType(), library);
    }

    static OneDnnReport engage(ComputationGraph network, NativeLibrary library) {
        return engage(network.getLayers(), network.params().dataType(), library);
    }

    private static OneDnnReport engage(Layer[] layers, DataType type, NativeLibrary library) {
        Optional<String> obstacle = library.obstacle().or(() -> obstacleOf(type));
        Map<LayerKind, Integer> engaged = new EnumMap<>(LayerKind.class);
        if (obstacle.isEmpty()) {
            for (Layer layer : layers) {
                Layer inner = unwrapped(layer);
                LayerKind.of(inner).ifPresent(kind -> {
                    kind.engage(inner, type);
                    engaged.merge(kind, 1, Integer::sum);
                });
            }
        }
        return new OneDnnReport(engaged, obstacle);
    }

    private static Optional<String> obstacleOf(DataType type) {
        return type == DataType.FLOAT
                ? Optional.empty()
                : Optional.of("the network computes in " + type + ", oneDNN in FLOAT only");
    }

    private static Layer unwrapped(Layer layer) {
        return layer instanceof BaseWrapperLayer wrapper ? unwrapped(wrapper.getUnderlying()) : layer;
    }
}
