package io.github.net2net.example;

import com.google.common.collect.ImmutableList;
import io.github.net2net.spi.Deviation;
import io.github.net2net.spi.Probe;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One example, on which the outputs of perceptrons are compared. */
public record PlainMlpProbe(double[] input, double allowed) implements Probe<PlainMlp> {

    /** A network with random parameters, its layers as wide as the sizes after the first, which is the input's. */
    public static PlainMlp network(long seed, int... sizes) {
        Random random = new Random(seed);
        double[][][] weights = new double[sizes.length - 1][][];
        double[][] biases = new double[sizes.length - 1][];
        for (int i = 0; i < weights.length; i++) {
            int out = sizes[i + 1];
            biases[i] = random.doubles(out, -1, 1).toArray();
            weights[i] = Stream.generate(() -> random.doubles(out, -1, 1).toArray())
                    .limit(sizes[i])
                    .toArray(double[][]::new);
        }
        return new PlainMlp(weights, biases);
    }

    @Override
    public ImmutableList<Deviation> compare(PlainMlp teacher, PlainMlp student) {
        double[] expected = teacher.output(input);
        double[] actual = student.output(input);
        double apart = IntStream.range(0, expected.length)
                .mapToDouble(i -> Math.abs(expected[i] - actual[i]))
                .max()
                .orElse(0);
        double magnitude = Arrays.stream(expected).map(Math::abs).max().orElse(0);
        return ImmutableList.of(
                new Deviation("out", Deviation.Mode.INFERENCE, Deviation.Stage.OUTPUT, false, apart, magnitude));
    }

    @Override
    public double tolerance(PlainMlp teacher) {
        return allowed;
    }

    @Override
    public Deviation inDoublePrecision(PlainMlp teacher, PlainMlp student, Deviation place) {
        return place;
    }
}
