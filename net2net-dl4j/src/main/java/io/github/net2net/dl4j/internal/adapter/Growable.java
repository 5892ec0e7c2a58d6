package io.github.net2net.dl4j.internal.adapter;

import io.github.net2net.GrowthException;
import io.github.net2net.dl4j.internal.model.Dl4jNetwork;
import io.github.net2net.dl4j.internal.tensor.Nd4jTensor;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What every network must be to be grown. */
final class Growable {
    private Growable() {}

    /** Throws unless the network is initialized, of a supported type, and has finite weights. */
    static void check(Dl4jNetwork<?> network) {
        INDArray all = parameters(network);
        if (all == null) {
            throw new GrowthException("cannot grow a network that is not initialized: it has no weights to keep. Call"
                    + " init() and train it first.");
        }
        DataType type = network.dataType();
        if (type != DataType.FLOAT && type != DataType.DOUBLE) {
            throw new GrowthException("cannot grow a network of data type " + type
                    + ": FLOAT and DOUBLE are supported. Use network.convertDataType(DataType.FLOAT).");
        }
        if (all.length() > 0 && Nd4jTensor.of(all).hasNonFinite()) {
            throw new GrowthException("cannot grow a network with broken weights: " + firstBroken(network)
                    + " holds NaN or infinity. Use a checkpoint from before training diverged.");
        }
    }

    private static @Nullable INDArray parameters(Dl4jNetwork<?> network) {
        return network.isInitialized() ? network.network().params() : null;
    }

    /** DL4J joins layer and parameter by an underscore: "conv1_W", or "0_W" in a MultiLayerNetwork. */
    private static String firstBroken(Dl4jNetwork<?> network) {
        for (Map.Entry<String, INDArray> param : network.network().paramTable().entrySet()) {
            if (Nd4jTensor.of(param.getValue()).hasNonFinite()) {
                int split = param.getKey().lastIndexOf('_');
                String layer = network.layerOfPrefix(param.getKey().substring(0, split));
                return layer + "." + param.getKey().substring(split + 1);
            }
        }
        return "a parameter";
    }
}
