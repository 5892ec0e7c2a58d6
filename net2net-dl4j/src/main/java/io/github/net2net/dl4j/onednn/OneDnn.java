package io.github.net2net.dl4j.onednn;

import io.github.net2net.dl4j.layer.NodeNames;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a network's convolution, pooling and batch normalization layers compute through oneDNN, which makes training on
 * a CPU several times as fast. Results change by float rounding.
 *
 * <p>The students of an engaged network are engaged, their new layers too. DL4J itself forgets when it clones, saves and
 * loads, converts or initializes a network again: wrap those calls in {@link #engaged(MultiLayerNetwork)}.
 *
 * <pre>{@code
 * MultiLayerNetwork teacher = OneDnn.engaged(MultiLayerNetwork.load(file, true));
 * }</pre>
 *
 * Engaging twice does no harm. Parameters, configuration and saved files are the same with and without.
 */
/*
 * Why this is needed. DL4J 1.0.0-M2.1 has layer helpers that call oneDNN, but no CPU network ever gets one: a system
 * property switches them off, and their check looks for oneDNN under a class name that the release changed, and
 * swallows the failure. A layer uses whatever helper its field holds, so we put one there whose check is right.
 */
public final class OneDnn {
    private static final Logger LOG = LoggerFactory.getLogger(OneDnn.class);

    private OneDnn() {}

    /**
     * Engages oneDNN in every layer that can use it.
     *
     * @param network an initialized network; only the way its layers compute changes
     * @return what was engaged, or why nothing could be
     * @throws IllegalArgumentException if the network is not initialized
     */
    public static OneDnnReport engage(MultiLayerNetwork network) {
        return engage(network, NativeLibrary.loaded());
    }

    /**
     * Engages oneDNN in every layer that can use it.
     *
     * @param network an initialized network; only the way its layers compute changes
     * @return what was engaged, or why nothing could be
     * @throws IllegalArgumentException if the network is not initialized
     */
    public static OneDnnReport engage(ComputationGraph network) {
        return engage(network, NativeLibrary.loaded());
    }

    /**
     * The same network, engaged; for networks fresh from a file or a clone. Logs what {@link #engage(MultiLayerNetwork)}
     * reports, as a warning if no layer could be engaged.
     *
     * @throws IllegalArgumentException if the network is not initialized
     */
    public static MultiLayerNetwork engaged(MultiLayerNetwork network) {
        log(engage(network));
        return network;
    }

    /**
     * The same network, engaged; for networks fresh from a file or a clone. Logs what {@link #engage(ComputationGraph)}
     * reports, as a warning if no layer could be engaged.
     *
     * @throws IllegalArgumentException if the network is not initialized
     */
    public static ComputationGraph engaged(ComputationGraph network) {
        log(engage(network));
        return network;
    }

    private static void log(OneDnnReport report) {
        if (report.engaged()) {
            LOG.info("{}", report);
        } else {
            LOG.warn("{}", report);
        }
    }

    /** Whether any layer of the network has been engaged and has not forgotten. */
    public static boolean isEngaged(MultiLayerNetwork network) {
        return network.isInitCalled() && isEngaged(network.getLayers());
    }

    /** Whether any layer of the network has been engaged and has not forgotten. */
    public static boolean isEngaged(ComputationGraph network) {
        return network.getLayers() != null && isEngaged(network.getLayers());
    }

    private static boolean isEngaged(Layer[] layers) {
        return Arrays.stream(layers).anyMatch(layer -> unwrapped(layer).getHelper() instanceof OneDnnHelper);
    }

    static OneDnnReport engage(MultiLayerNetwork network, NativeLibrary library) {
        requireInitialized(network.isInitCalled());
        return engage(network.getLayers(), network.params(), library);
    }

    static OneDnnReport engage(ComputationGraph network, NativeLibrary library) {
        requireInitialized(network.getLayers() != null);
        return engage(network.getLayers(), network.params(), library);
    }

    private static void requireInitialized(boolean initialized) {
        if (!initialized) {
            throw new IllegalArgumentException("cannot engage oneDNN in a network that is not initialized: it has no"
                    + " layers yet. Call init() first.");
        }
    }

    private static OneDnnReport engage(Layer[] layers, INDArray params, NativeLibrary library) {
        DataType type = params.dataType();
        Optional<String> obstacle = library.obstacle().or(() -> obstacleOf(type));
        if (obstacle.isPresent()) {
            return OneDnnReport.notEngaged(obstacle.get());
        }
        Map<HelperKind, Integer> engaged = new EnumMap<>(HelperKind.class);
        Map<String, String> left = new LinkedHashMap<>();
        for (int i = 0; i < layers.length; i++) {
            Layer layer = unwrapped(layers[i]);
            String name = NodeNames.of(layers[i].conf().getLayer(), i);
            LeftLayers.reason(layer)
                    .ifPresentOrElse(
                            reason -> left.put(name, reason),
                            () -> HelperKind.of(layer).ifPresent(kind -> {
                                kind.engage(layer, type);
                                engaged.merge(kind, 1, Integer::sum);
                            }));
        }
        return OneDnnReport.of(engaged, left);
    }

    private static Optional<String> obstacleOf(DataType type) {
        return type == DataType.FLOAT
                ? Optional.empty()
                : Optional.of("the network computes in " + type + ", oneDNN in FLOAT only");
    }

    static Layer unwrapped(Layer layer) {
        return layer instanceof BaseWrapperLayer wrapper ? unwrapped(wrapper.getUnderlying()) : layer;
    }
}
