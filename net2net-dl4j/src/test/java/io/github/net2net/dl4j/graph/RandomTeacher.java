package io.github.net2net.dl4j.graph;

import io.github.net2net.dl4j.Agreement;
import io.github.net2net.dl4j.IllConditioned;
import io.github.net2net.dl4j.Tolerances;
import io.github.net2net.dl4j.graph.GraphSketch.Value;
import io.github.net2net.dl4j.random.Decisions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.common.util.ArrayUtil;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network that is ready to be grown.
 *
 * @param producers the vertices with channels of their own
 * @param joints the vertices without a layer
 */
record RandomTeacher(
        ComputationGraph network,
        List<INDArray> features,
        List<InputType> inputTypes,
        List<String> producers,
        List<String> joints) {
    static final int EXAMPLES = 5;
    private static final double ROUNDING = 1e-13;

    static RandomTeacher of(GraphSketch sketch, List<Value> outputs, Decisions decisions) {
        ComputationGraph network = sketch.build(outputs, 7 + decisions.pick(1000));
        List<InputType> types = List.copyOf(sketch.inputs().values());
        List<INDArray> features = new ArrayList<>();
        DataType dataType = network.getConfiguration().getDataType();
        sketch.inputs().forEach((name, type) -> {
            Integer vocabulary = sketch.vocabularies().get(name);
            features.add(
                    vocabulary == null ? features(type, features.size(), dataType) : words(type, vocabulary, dataType));
        });
        return new RandomTeacher(network, features, types, sketch.producers(), sketch.joints());
    }

    static INDArray features(InputType type, long seed, DataType dataType) {
        long[] shape = type.getShape(true);
        shape[0] = EXAMPLES;
        double[] values =
                new Random(3 + seed).doubles(ArrayUtil.prodLong(shape), -2, 2).toArray();
        return Nd4j.createFromArray(values).reshape('c', shape).castTo(dataType);
    }

    /** Words of [example, step], of one step if they are features. */
    private static INDArray words(InputType type, int vocabulary, DataType dataType) {
        long steps = type instanceof InputType.InputTypeRecurrent series ? series.getTimeSeriesLength() : 1;
        double[] words = new Random(17)
                .ints(EXAMPLES * steps, 0, vocabulary)
                .asDoubleStream()
                .toArray();
        return Nd4j.createFromArray(words).reshape('c', EXAMPLES, steps).castTo(dataType);
    }

    INDArray[] copies() {
        return features.stream().map(INDArray::dup).toArray(INDArray[]::new);
    }

    /**
     * Some settings pass DL4J's checks and fail in its forward pass, which then leaves the thread's workspaces open: so
     * that is tried in a thread of its own.
     */
    boolean runs() {
        return CompletableFuture.supplyAsync(() -> passes() && isStable(), task -> new Thread(task).start())
                .join();
    }

    /** Whether rounding errors stay small: no student is equal where they do not, nor where ND4J computes something else. */
    private boolean isStable() {
        if (network.params().isEmpty()) {
            return true;
        }
        ComputationGraph precise = (ComputationGraph) Agreement.precise(network);
        INDArray[] before;
        try {
            before = preciseOutputs(precise);
        } catch (RuntimeException otherPrecision) {
            return true;
        }
        try {
            return areClose(before, network.output(false, copies()), Tolerances.MOST_ROUNDING)
                    && !IllConditioned.is(precise, false, preciseFeatures())
                    && isStable(precise, before);
        } catch (RuntimeException changed) {
            return false;
        }
    }

    /** Whether small changes of the parameters change the outputs little; the parameters stay changed. */
    private boolean isStable(ComputationGraph precise, INDArray[] before) {
        INDArray changes = Nd4j.createFromArray(new Random(5)
                .doubles(precise.params().length(), 1 - ROUNDING, 1 + ROUNDING)
                .toArray());
        precise.setParams(precise.params().mul(changes));
        return areClose(before, preciseOutputs(precise), Tolerances.AMPLIFIED_ROUNDING * ROUNDING);
    }

    private static boolean areClose(INDArray[] precise, INDArray[] others, double limit) {
        for (int i = 0; i < precise.length; i++) {
            double size = Math.max(1, precise[i].amaxNumber().doubleValue());
            INDArray other = others[i].castTo(DataType.DOUBLE);
            if (!(precise[i].sub(other).amaxNumber().doubleValue() <= limit * size)) {
                return false;
            }
        }
        return true;
    }

    private INDArray[] preciseOutputs(ComputationGraph precise) {
        return precise.output(false, preciseFeatures());
    }

    private INDArray[] preciseFeatures() {
        return features.stream()
                .map(array -> array.castTo(DataType.DOUBLE).dup())
                .toArray(INDArray[]::new);
    }

    private boolean passes() {
        try {
            INDArray[] training = network.output(true, copies());
            INDArray[] inference = network.output(false, copies());
            return Arrays.stream(training).allMatch(array -> array.length() > 0)
                    && Arrays.stream(inference).noneMatch(array -> array.isNaN().any());
        } catch (RuntimeException impossible) {
            return false;
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        network.getConfiguration()
                .getVertexInputs()
                .forEach((name, inputs) -> text.append(System.lineSeparator())
                        .append(name)
                        .append(' ')
                        .append(inputs)
                        .append(' ')
                        .append(network.getConfiguration().getVertices().get(name)));
        return inputTypes + text.toString();
    }
}
