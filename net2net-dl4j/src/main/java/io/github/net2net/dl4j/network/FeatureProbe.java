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
import java.util.Optional;
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
                deviations.addAll(compare(first, second, features, new Pass(mode, stage)));
            }
        }
        Optional<Features> masked = features.masks() == null ? features.masked(first) : Optional.empty();
        if (masked.isPresent()) {
            Stage stage = hasAny(first, Stage.BEFORE_ACTIVATION) ? Stage.BEFORE_ACTIVATION : Stage.OUTPUT;
            for (Mode mode : Mode.values()) {
                deviations.addAll(compareMasked(first, second, masked.get(), new Pass(mode, stage)));
            }
        }
        return deviations.build();
    }

    /** A second network that can't run with a mask that the first one takes is infinitely far from it. */
    private static List<Deviation> compareMasked(ProbeNetwork first, ProbeNetwork second, Features masked, Pass pass) {
        try {
            return compare(first, second, masked, pass);
        } catch (GrowthException cannotRun) {
            String output = first.outputs().get(0);
            return List.of(new Deviation(output, pass.mode, pass.stage, true, Double.POSITIVE_INFINITY, 1));
        }
    }

    private record Pass(Mode mode, Stage stage) {}

    private static boolean hasAny(ProbeNetwork network, Stage stage) {
        return network.outputs().stream().anyMatch(output -> network.has(output, stage));
    }

    /** The second network computes itself: it is the one that is about to be handed out. */
    private static List<Deviation> compare(ProbeNetwork first, ProbeNetwork second, Features features, Pass pass) {
        ImmutableList.Builder<Deviation> deviations = ImmutableList.builder();
        if (!hasAny(first, pass.stage)) {
            return deviations.build();
        }
        List<INDArray> before = first.run(pass.mode, pass.stage, features);
        List<INDArray> after = second.runItself(pass.mode, pass.stage, features);
        for (int i = 0; i < before.size(); i++) {
            String output = first.outputs().get(i);
            if (first.has(output, pass.stage) && second.has(second.outputs().get(i), pass.stage)) {
                Deviation place = new Deviation(output, pass.mode, pass.stage, features.masks() != null, 0, 0);
                deviations.add(between(place, before.get(i), after.get(i)));
            }
        }
        return deviations.build();
    }

    private static Deviation between(Deviation place, INDArray teacher, INDArray student) {
        if (!Arrays.equals(teacher.shape(), student.shape())) {
            throw new GrowthException("cannot compare the networks: output '" + place.output() + "' has shape "
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
        return new Deviation(place.output(), place.mode(), place.stage(), place.masked(), difference, magnitude);
    }

    @Override
    public double tolerance(Model teacher) {
        return ProbeNetwork.of(teacher).dataType() == DataType.DOUBLE ? 1e-10 : 1e-5;
    }

    @Override
    public Deviation inDoublePrecision(Model teacher, Model student, Deviation place) {
        ProbeNetwork first = ProbeNetwork.of(teacher).inDoublePrecision();
        ProbeNetwork second = ProbeNetwork.of(student).inDoublePrecision();
        Features input = features.masks() != null || !place.masked()
                ? features
                : features.masked(first).orElseThrow();
        int output = first.outputs().indexOf(place.output());
        INDArray before = first.run(place.mode(), place.stage(), input).get(output);
        INDArray after = second.run(place.mode(), place.stage(), input).get(output);
        return between(place, before, after);
    }

    @Override
    public ImmutableMap<String, String> fingerprint() {
        return features.fingerprint();
    }
}
