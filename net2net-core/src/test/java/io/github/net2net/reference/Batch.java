package io.github.net2net.reference;

import com.google.common.collect.ImmutableList;
import io.github.net2net.Tolerances;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.Node;
import io.github.net2net.spi.CalibrationData;
import io.github.net2net.spi.Deviation;
import io.github.net2net.spi.Deviation.Mode;
import io.github.net2net.spi.Deviation.Stage;
import io.github.net2net.spi.Probe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Examples, to compare networks on or to calibrate with.
 *
 * @param examples for each example every source's feature map
 */
public record Batch(List<Map<String, double[][]>> examples) implements Probe<GraphNet>, CalibrationData {

    /** Some random examples with the given number of positions. */
    public static Batch random(GraphNet network, int positions, long seed) {
        Random random = new Random(seed);
        List<Map<String, double[][]>> examples = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Map<String, double[][]> example = new HashMap<>();
            for (Node node : network.graph().nodes()) {
                if (node.behavior() instanceof ChannelBehavior.Source source) {
                    example.put(node.name(), gaussian(random, positions, source.channels()));
                }
            }
            examples.add(example);
        }
        return new Batch(List.copyOf(examples));
    }

    private static double[][] gaussian(Random random, int positions, int channels) {
        double[][] values = new double[positions][channels];
        for (double[] row : values) {
            Arrays.setAll(row, c -> random.nextGaussian());
        }
        return values;
    }

    @Override
    public ImmutableList<Deviation> compare(GraphNet teacher, GraphNet student) {
        ImmutableList.Builder<Deviation> deviations = ImmutableList.builder();
        for (Mode mode : Mode.values()) {
            for (String output : teacher.graph().outputs()) {
                deviations.add(compare(teacher, student, output, mode));
            }
        }
        return deviations.build();
    }

    private Deviation compare(GraphNet teacher, GraphNet student, String output, Mode mode) {
        double difference = 0;
        double magnitude = 0;
        for (Map<String, double[][]> example : examples) {
            double[][] expected = teacher.run(example, mode == Mode.TRAINING).get(output);
            double[][] actual = student.run(example, mode == Mode.TRAINING).get(output);
            for (int p = 0; p < expected.length; p++) {
                for (int c = 0; c < expected[p].length; c++) {
                    difference = Math.max(difference, Math.abs(expected[p][c] - actual[p][c]));
                    magnitude = Math.max(magnitude, Math.abs(expected[p][c]));
                }
            }
        }
        return new Deviation(output, mode, Stage.OUTPUT, difference, magnitude);
    }

    /** The largest relative deviation in inference. */
    public double deviation(GraphNet teacher, GraphNet student) {
        return largest(teacher, student, Mode.INFERENCE);
    }

    /** The largest relative deviation in the given mode. */
    public double largest(GraphNet teacher, GraphNet student, Mode mode) {
        return compare(teacher, student).stream()
                .filter(deviation -> deviation.mode() == mode)
                .mapToDouble(Deviation::relative)
                .reduce(0, Math::max);
    }

    @Override
    public double tolerance(GraphNet teacher) {
        return Tolerances.DOUBLE;
    }

    @Override
    public String toString() {
        return examples.size() + " examples";
    }
}
