package io.github.net2net.dl4j.random;

import java.util.Map;
import java.util.Random;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Gives every parameter a value that it would not have by itself: biases, batch norm statistics, slopes, gains. */
public final class RandomParameters {
    private RandomParameters() {}

    /** Weights stay as initialized, with a variance of 1 / fan-in, so that values keep their size. */
    public static void fill(MultiLayerNetwork network, long seed) {
        fill(network.getLayers(), seed);
    }

    /** As {@link #fill(MultiLayerNetwork, long)}. */
    public static void fill(ComputationGraph network, long seed) {
        fill(network.getLayers(), seed);
    }

    private static void fill(Layer[] layers, long seed) {
        Random random = new Random(seed);
        for (Layer layer : layers) {
            boolean slopes = layer.conf().getLayer() instanceof org.deeplearning4j.nn.conf.layers.PReLULayer;
            for (Map.Entry<String, INDArray> param : layer.paramTable().entrySet()) {
                fill(slopes ? "slopes" : kind(param.getKey()), param.getValue(), random);
            }
        }
    }

    /** Biases end on b: those of a layer's second direction, and of an autoencoder's layers. */
    private static String kind(String param) {
        return param.endsWith("b") ? "bias" : param;
    }

    private static void fill(String param, INDArray array, Random random) {
        for (long i = 0; i < array.length(); i++) {
            switch (param) {
                case "bias", "beta", "mean", "cL" -> array.putScalar(i, 0.3 * random.nextGaussian());
                case "gamma", "g" -> array.putScalar(i, 0.5 + random.nextDouble());
                case "var" -> array.putScalar(i, 0.3 + 2 * random.nextDouble());
                case "log10stdev" -> array.putScalar(i, 0.6 * random.nextDouble() - 0.3);
                case "slopes" -> array.putScalar(i, 0.5 * random.nextDouble());
                default -> {}
            }
        }
    }
}
