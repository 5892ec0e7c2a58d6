package io.github.net2net.dl4j.network;

import io.github.net2net.GrowthException;
import io.github.net2net.dl4j.tensor.Nd4jTensor;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What every network must be to be grown. */
final class Growable {
    private Growable() {}

    /** Throws unless the network is initialized, of a supported type, and has finite weights. */
    static void check(Model network, DataType type) {
        INDArray all = isInitialized(network) ? paramsOf(network) : null;
        if (all == null) {
            throw new GrowthException("cannot grow a network that is not initialized: it has no weights to keep. Call"
                    + " init() and train it first.");
        }
        if (type != DataType.FLOAT && type != DataType.DOUBLE) {
            throw new GrowthException("cannot grow a network of data type " + type
                    + ": FLOAT and DOUBLE are supported. Use network.convertDataType(DataType.FLOAT).");
        }
        if (all.length() > 0 && Nd4jTensor.of(all).hasNonFinite()) {
            throw new GrowthException("cannot grow a network with broken weights: " + firstBroken(network)
                    + " holds NaN or infinity. Go back to a checkpoint from before training diverged.");
        }
    }

    /** A MultiLayerNetwork has parameters, none, before it is initialized; a ComputationGraph has not. */
    private static boolean isInitialized(Model network) {
        return !(network instanceof MultiLayerNetwork chain) || chain.isInitCalled();
    }

    private static @Nullable INDArray paramsOf(Model network) {
        try {
            return network.params();
        } catch (NullPointerException e) {
            return null;
        }
    }

    /** DL4J joins layer and parameter by an underscore: "conv1_W", or "0_W" in a MultiLayerNetwork. */
    private static String firstBroken(Model network) {
        for (Map.Entry<String, INDArray> param : network.paramTable().entrySet()) {
            if (Nd4jTensor.of(param.getValue()).hasNonFinite()) {
                int split = param.getKey().lastIndexOf('_');
                String layer = param.getKey().substring(0, split);
                String name = network instanceof MultiLayerNetwork chain
                        ? MultiLayerReader.names(chain).get(Integer.parseInt(layer))
                        : layer;
                return name + "." + param.getKey().substring(split + 1);
            }
        }
        return "a parameter";
    }
}
