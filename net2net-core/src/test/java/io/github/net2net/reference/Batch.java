package io.github.net2net.reference;

import com.google.common.collect.ImmutableList;
import io.github.net2net.Tolerances;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.Node;
import io.github.net2net.rule.CalibrationData;
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
            deviations.addAll(compare(teacher, student, mode));
        }
        return deviations.build();
    }

    private List<Deviation> compare(GraphNet teacher, GraphNet student, Mode mode) {
        boolean training = mode == Mode.TRAINING;
        List<Map<String, double[][]>> expected =
                examples.stream().map(example -> teacher.run(example, training)).toList();
        List<Map<String, double[][]>> actual =
                examples.stream().map(example -> student.run(example, training)).toList();
        List<Deviation> deviations = new ArrayList<>();
        for (String output : teacher.graph().outputs()) {
            double difference = 0;
            double magnitude = 0;
            for (int i = 0; i < examples.size(); i++) {
                double[] before = flat(expected.get(i).get(output));
                double[] after = flat(actual.get(i).get(output));
                for (int k = 0; k < before.length; k++) {
                    difference = Math.max(difference, Math.abs(before[k] - after[k]));
                    magnitude = Math.max(magnitude, Math.abs(before[k]));
                }
            }
            deviations.add(new Deviation(output, mode, Stage.OUTPUT, false, difference, magnitude));
        }
        return deviations;
    }

    private static double[] flat(double[][] rows) {
        return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    }

    /** The largest relative deviation in inference. */
    public double deviation(GraphNet teacher, GraphNet student) {
        return largest(teacher, student, Mode.INFERENCE);
    }

    /** The largest relative deviation in the given mode. */
    public double largest(GraphNet teacher, GraphNet student, Mode mode) {
        return compare(teacher, student, mode).stream()
                .mapToDouble(Deviation::relative)
                .reduce(0, Math::max);
    }

    @Override
    public double tolerance(GraphNet teacher) {
        return Tolerances.DOUBLE;
    }

    @Override
    public Deviation inDoublePrecision(GraphNet teacher, GraphNet student, Deviation place) {
        return place;
    }

    @Override
    public String toString() {
        return examples.size() + " examples";
    }
}
