package io.github.net2net.dl4j.network;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.github.net2net.GrowthException;
import io.github.net2net.spi.Deviation;
import io.github.net2net.spi.Deviation.Mode;
import io.github.net2net.spi.Deviation.Stage;
import io.github.net2net.spi.Probe;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Compares MultiLayerNetworks or ComputationGraphs on one batch. */
public final class FeatureProbe implements Probe<Model> {
    private final Features features;

    /**
     * A probe.
     *
     * @param features one array for each input
     * @param masks one for each input, or null
     * @throws GrowthException if there are no arrays, or one is null, without examples, or not finite
     */
    public FeatureProbe(List<? extends @Nullable INDArray> features, INDArray @Nullable [] masks) {
        this.features = Features.checked(features, masks);
    }

    @Override
    public ImmutableList<Deviation> compare(Model teacher, Model student) {
        features.requireInputs(teacher instanceof ComputationGraph graph ? graph.getNumInputArrays() : 1);
        ProbeNetwork first = ProbeNetwork.of(teacher);
        ProbeNetwork second = ProbeNetwork.of(student);
        if (first.outputs().size() != second.outputs().size()) {
            throw new GrowthException("cannot compare the networks: the first has the outputs " + first.outputs()
                    + ", the second " + second.outputs() + ".");
        }
        ImmutableList.Builder<Deviation> deviations = ImmutableList.builder();
        for (Mode mode : Mode.values()) {
            for (Stage stage : Stage.values()) {
                deviations.addAll(compare(first, second, mode, stage));
            }
        }
        return deviations.build();
    }

    private List<Deviation> compare(ProbeNetwork first, ProbeNetwork second, Mode mode, Stage stage) {
        ImmutableList.Builder<Deviation> deviations = ImmutableList.builder();
        if (first.outputs().stream().noneMatch(output -> first.has(output, stage))) {
            return deviations.build();
        }
        List<INDArray> before = first.run(mode, stage, features);
        List<INDArray> after = second.run(mode, stage, features);
        for (int i = 0; i < before.size(); i++) {
            String output = first.outputs().get(i);
            if (first.has(output, stage) && second.has(second.outputs().get(i), stage)) {
                deviations.add(between(output, mode, stage, before.get(i), after.get(i)));
            }
        }
        return deviations.build();
    }

    private static Deviation between(String output, Mode mode, Stage stage, INDArray teacher, INDArray student) {
        if (!Arrays.equals(teacher.shape(), student.shape())) {
            throw new GrowthException("cannot compare the networks: output '" + output + "' has shape "
                    + Arrays.toString(teacher.shape()) + " in the first and " + Arrays.toString(student.shape())
                    + " in the second.");
        }
        double[] before = teacher.dup('c').data().asDouble();
        double[] after = student.dup('c').data().asDouble();
        double difference = 0;
        double magnitude = 0;
        for (int i = 0; i < before.length; i++) {
            difference = Math.max(difference, Math.abs(before[i] - after[i]));
            magnitude = Math.max(magnitude, Math.abs(before[i]));
        }
        return new Deviation(output, mode, stage, difference, magnitude);
    }

    @Override
    public double tolerance(Model teacher) {
        return ProbeNetwork.of(teacher).dataType() == DataType.DOUBLE ? 1e-10 : 1e-5;
    }

    @Override
    public Deviation inDoublePrecision(Model teacher, Model student, Deviation place) {
        ProbeNetwork first = ProbeNetwork.of(teacher).inDoublePrecision();
        ProbeNetwork second = ProbeNetwork.of(student).inDoublePrecision();
        int output = first.outputs().indexOf(place.output());
        INDArray before = first.run(place.mode(), place.stage(), features).get(output);
        INDArray after = second.run(place.mode(), place.stage(), features).get(output);
        return between(place.output(), place.mode(), place.stage(), before, after);
    }

    @Override
    public ImmutableMap<String, String> fingerprint() {
        return features.fingerprint();
    }
}
