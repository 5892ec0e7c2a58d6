package io.github.net2net.dl4j.random;

import java.util.Arrays;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** How unevenly channels were copied, told by the biases: each is random, so equal ones are copies. */
final class Copies {
    private Copies() {}

    enum Spread {
        NONE,
        SOME,
        /** Some channel is there three times or more, and another of the same layer once. */
        THREE_AND_ONE
    }

    static Spread of(MultiLayerNetwork teacher, MultiLayerNetwork student) {
        Spread spread = Spread.NONE;
        for (Layer layer : teacher.getLayers()) {
            INDArray bias = layer.paramTable().get("b");
            INDArray wider =
                    bias == null ? null : named(student, layer).paramTable().get("b");
            if (wider != null && wider.length() > bias.length()) {
                long[] counts = counts(bias, wider);
                boolean both = Arrays.stream(counts).anyMatch(count -> count >= 3)
                        && Arrays.stream(counts).anyMatch(count -> count == 1);
                spread = both || spread == Spread.THREE_AND_ONE ? Spread.THREE_AND_ONE : Spread.SOME;
            }
        }
        return spread;
    }

    private static Layer named(MultiLayerNetwork network, Layer layer) {
        return Arrays.stream(network.getLayers())
                .filter(other -> name(other).equals("layer" + layer.getIndex()))
                .findFirst()
                .orElseThrow();
    }

    private static String name(Layer layer) {
        String name = layer.conf().getLayer().getLayerName();
        return name == null ? "layer" + layer.getIndex() : name;
    }

    private static long[] counts(INDArray bias, INDArray wider) {
        double[] all = wider.dup('c').data().asDouble();
        return Arrays.stream(bias.dup('c').data().asDouble())
                .mapToLong(value ->
                        Arrays.stream(all).filter(other -> other == value).count())
                .toArray();
    }
}
