package io.github.net2net.dl4j.onednn;

import io.github.net2net.dl4j.internal.model.Dl4jNetwork;
import io.github.net2net.dl4j.internal.model.NodeNames;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a network's convolution, pooling and batch normalization layers compute through oneDNN, which makes training on
 * a CPU several times as fast. Results change by float rounding.
 *
 * <p>The students of an enabled network are enabled, their new layers too. DL4J itself forgets when it clones, saves and
 * loads, converts or initializes a network again: wrap those calls in {@link #enabled}.
 *
 * <pre>{@code
 * MultiLayerNetwork teacher = OneDnn.enabled(MultiLayerNetwork.load(file, true));
 * }</pre>
 *
 * Enabling twice does no harm. Parameters, configuration and saved files are the same with and without.
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
     * Enables oneDNN in every layer that can use it.
     *
     * @param network an initialized MultiLayerNetwork or ComputationGraph; only the way its layers compute changes
     * @return what was enabled, or why nothing could be
     * @throws IllegalArgumentException if the network is not initialized, or of another class
     */
    public static OneDnnReport enable(Model network) {
        return enable(network, NativeLibrary.loaded());
    }

    /**
     * The same network, enabled; for networks fresh from a file or a clone. Logs what {@link #enable} reports, as a
     * warning if no layer could be enabled.
     *
     * @throws IllegalArgumentException if the network is not initialized, or of another class
     */
    public static <N extends Model> N enabled(N network) {
        log(enable(network));
        return network;
    }

    private static void log(OneDnnReport report) {
        if (report.enabled()) {
            LOG.info("{}", report);
        } else {
            LOG.warn("{}", report);
        }
    }

    /** Whether ND4J computes through oneDNN here, where it can. Loads ND4J's backend if need be. */
    public static boolean isAvailable() {
        return NativeLibrary.loaded().obstacle().isEmpty();
    }

    /** Whether any layer of the network has been enabled and has not forgotten. */
    public static boolean isEnabled(Model network) {
        Dl4jNetwork<?> view = Dl4jNetwork.of(network);
        return view.isInitialized()
                && Arrays.stream(view.layers())
                        .anyMatch(layer -> unwrapped(layer).getHelper() instanceof OneDnnHelper);
    }

    static OneDnnReport enable(Model network, NativeLibrary library) {
        Dl4jNetwork<?> view = Dl4jNetwork.of(network);
        if (!view.isInitialized()) {
            throw new IllegalArgumentException("cannot enable oneDNN in a network that is not initialized: it has no"
                    + " layers yet. Call init() first.");
        }
        return enable(view.layers(), network.params(), library);
    }

    private static OneDnnReport enable(Layer[] layers, INDArray params, NativeLibrary library) {
        DataType type = params.dataType();
        Optional<String> obstacle = library.obstacle().or(() -> obstacleOf(type));
        if (obstacle.isPresent()) {
            return OneDnnReport.notEnabled(obstacle.get());
        }
        Map<HelperKind, Integer> enabled = new EnumMap<>(HelperKind.class);
        Map<String, String> left = new LinkedHashMap<>();
        for (int i = 0; i < layers.length; i++) {
            Layer layer = unwrapped(layers[i]);
            String name = NodeNames.of(layers[i].conf().getLayer(), i);
            UnsupportedLayers.reason(layer)
                    .ifPresentOrElse(
                            reason -> left.put(name, reason),
                            () -> HelperKind.of(layer).ifPresent(kind -> {
                                kind.enable(layer, type);
                                enabled.merge(kind, 1, Integer::sum);
                            }));
        }
        return OneDnnReport.of(enabled, left);
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
