package io.github.net2net.dl4j.internal.adapter;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.github.net2net.GrowthException;
import io.github.net2net.dl4j.internal.tensor.Nd4jTensor;
import io.github.net2net.spi.Deviation;
import io.github.net2net.spi.Deviation.Mode;
import io.github.net2net.spi.Deviation.Stage;
import io.github.net2net.spi.Probe;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Compares MultiLayerNetworks or ComputationGraphs on one batch. */
public final class FeatureProbe implements Probe<Model> {
    /** Single precision's rounding errors, enlarged by batch norms over nearly constant channels, stay below. */
    private static final double MOST_ROUNDING = 1e-2;

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
        features.requireInputs(new ProbeNetwork<>(teacher).inputs());
        ProbeNetwork<?> first = new ProbeNetwork<>(teacher);
        ProbeNetwork<?> second = new ProbeNetwork<>(student);
        if (first.outputs().size() != second.outputs().size()) {
            throw new GrowthException("cannot compare the networks: the first has the outputs " + first.outputs()
                    + ", the second " + second.outputs() + ".");
        }
        ImmutableList.Builder<Deviation> deviations = ImmutableList.builder();
        for (Mode mode : Mode.values()) {
            for (Stage stage : Stage.values()) {
                Pass pass = new Pass(mode, stage);
                if (hasAny(first, stage)) {
                    deviations.addAll(compare(finite(first, features, pass), first, second, features, pass));
                }
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

    /**
     * A second network that can't run with a mask that the first one takes is infinitely far from it. What the first one
     * can't run either, or computes infinities of, is left out.
     */
    private static List<Deviation> compareMasked(
            ProbeNetwork<?> first, ProbeNetwork<?> second, Features masked, Pass pass) {
        List<INDArray> before;
        try {
            before = finite(first, masked, pass);
        } catch (GrowthException impossible) {
            return List.of();
        }
        try {
            return compare(before, first, second, masked, pass);
        } catch (GrowthException cannotRun) {
            String output = first.outputs().get(0);
            return List.of(new Deviation(output, pass.mode, pass.stage, true, Double.POSITIVE_INFINITY, 1));
        }
    }

    private record Pass(Mode mode, Stage stage) {}

    private static boolean hasAny(ProbeNetwork<?> network, Stage stage) {
        return network.outputs().stream().anyMatch(output -> network.has(output, stage));
    }

    /** What the first network computes. */
    private static List<INDArray> finite(ProbeNetwork<?> first, Features features, Pass pass) {
        List<INDArray> results = first.run(pass.mode, pass.stage, features);
        for (int i = 0; i < results.size(); i++) {
            if (Nd4jTensor.of(results.get(i)).hasNonFinite()) {
                throw new GrowthException("cannot compare the networks: output '"
                        + first.outputs().get(i)
                        + "' of the first holds NaN or infinity on these features. Give features"
                        + " like those that it is trained on.");
            }
        }
        return results;
    }

    /** The second network computes itself: it is the one that is about to be handed out. */
    private static List<Deviation> compare(
            List<INDArray> before, ProbeNetwork<?> first, ProbeNetwork<?> second, Features features, Pass pass) {
        ImmutableList.Builder<Deviation> deviations = ImmutableList.builder();
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
        return new ProbeNetwork<>(teacher).dataType() == DataType.DOUBLE ? 1e-10 : 1e-5;
    }

    @Override
    public Deviation inDoublePrecision(Model teacher, Model student, Deviation place) {
        ProbeNetwork<?> first = new ProbeNetwork<>(teacher);
        ProbeNetwork<?> second = new ProbeNetwork<>(student);
        Features input = place.masked() && features.masks() == null
                ? features.masked(first).orElse(features)
                : features;
        int output = first.outputs().indexOf(place.output());
        if (first.dataType() == DataType.DOUBLE || !isItself(second, output, input, place)) {
            return place;
        }
        INDArray before = first.inDoublePrecision()
                .run(place.mode(), place.stage(), input)
                .get(output);
        INDArray after = second.inDoublePrecision()
                .run(place.mode(), place.stage(), input)
                .get(output);
        return between(place, before, after);
    }

    /** Whether a network computes what its copy does, but for rounding errors; else a copy proves nothing. */
    private static boolean isItself(ProbeNetwork<?> network, int output, Features input, Deviation place) {
        INDArray copy = network.run(place.mode(), place.stage(), input).get(output);
        INDArray own = network.runItself(place.mode(), place.stage(), input).get(output);
        return between(place, copy, own).relative() <= MOST_ROUNDING;
    }

    @Override
    public ImmutableMap<String, String> fingerprint() {
        return features.fingerprint();
    }
}
