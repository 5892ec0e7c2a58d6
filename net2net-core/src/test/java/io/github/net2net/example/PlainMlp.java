package io.github.net2net.example;

import java.util.Arrays;

/** A perceptron in plain arrays, weights [layer][in][out] and biases [layer][out]; ReLU between its layers. */
public record PlainMlp(double[][][] weights, double[][] biases) {

    public double[] output(double[] input) {
        double[] value = input;
        for (int layer = 0; layer < biases.length; layer++) {
            double[] next = biases[layer].clone();
            for (int i = 0; i < value.length; i++) {
                for (int o = 0; o < next.length; o++) {
                    next[o] += value[i] * weights[layer][i][o];
                }
            }
            boolean last = layer == biases.length - 1;
            value = last ? next : Arrays.stream(next).map(x -> Math.max(0, x)).toArray();
        }
        return value;
    }
}
