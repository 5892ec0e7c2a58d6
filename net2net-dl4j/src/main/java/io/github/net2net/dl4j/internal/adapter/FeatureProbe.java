package io.github.net2net.dl4j.internal.adapter;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.github.net2net.GrowthException;
import io.github.net2net.dl4j.internal.tensor.Nd4jTensor;
import io.github.net2net.dl4j.layer.LayerKinds;
import io.github.net2net.spi.Deviation;
import io.github.net2net.spi.Deviation.Mode;
import io.github.net2net.spi.Deviation.Stage;
import io.github.net2net.spi.Probe;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    private final LayerKinds kinds;

    /**
     * A probe.
     *
     * @param features one array for each input
     * @param masks one for each input, or null
     * @throws GrowthException if there are no arrays, or one is null, without examples, or not finite
     */
    public FeatureProbe(List<? extends @Nullable INDArray> features, INDArray @Nullable [] masks) {
        this(Features.checked(features, masks), LayerKinds.standard());
    }

    private FeatureProbe(Features features, LayerKinds kinds) {
        this.features = features;
        this.kinds = kinds;
    }

    /** The probe, knowing layers of these kinds too. */
    static <N> Probe<? super N> knowing(LayerKinds kinds, Probe<? super N> probe) {
        if (probe instanceof FeatureProbe known) {
            @SuppressWarnings("unchecked") // a FeatureProbe is of Model, which this probe is of then
            Probe<? super N> knowing = (Probe<? super N>) new FeatureProbe(known.features, kinds);
            return knowing;
        }
        return probe;
    }

    @Override
    public ImmutableList<Deviation> compare(Model teacher, Model student) {
        return expected(teacher).compare(student);
    }

    @Override
    public Expected<Model> expected(Model teacher) {
        ProbeNetwork<?> first = new ProbeNetwork<>(teacher, kinds);
        features.requireInputs(first.inputs());
        Map<Pass, List<INDArray>> given = new LinkedHashMap<>();
        for (Mode mode : Mode.values()) {
            for (Stage stage : Stage.values()) {
                if (hasAny(first, stage)) {
                    Pass pass = new Pass(mode, stage);
                    given.put(pass, finite(first, pass, features));
                }
            }
        }
        Optional<Features> masked = features.masks() == null ? features.masked(first) : Optional.empty();
        Map<Pass, List<INDArray>> withMasks =
                masked.map(masks -> withMasks(first, masks)).orElse(Map.of());
        return student -> {
            Pair pair = Pair.of(first, new ProbeNetwork<>(student, kinds), features);
            ImmutableList.Builder<Deviation> deviations = ImmutableList.builder();
            given.forEach((pass, before) -> deviations.addAll(pair.compare(before, pass)));
            masked.map(pair::on)
                    .ifPresent(pairWithMasks -> withMasks.forEach(
                            (pass, before) -> deviations.addAll(pairWithMasks.compareMasked(before, pass))));
            return deviations.build();
        };
    }

    /** What the network computes with generated masks; what it can't run, or computes infinities of, is left out. */
    private static Map<Pass, List<INDArray>> withMasks(ProbeNetwork<?> network, Features masked) {
        Stage stage = hasAny(network, Stage.BEFORE_ACTIVATION) ? Stage.BEFORE_ACTIVATION : Stage.OUTPUT;
        Map<Pass, List<INDArray>> computed = new LinkedHashMap<>();
        for (Mode mode : Mode.values()) {
            Pass pass = new Pass(mode, stage);
            ifPossible(network, pass, masked).ifPresent(outputs -> computed.put(pass, outputs));
        }
        return computed;
    }

    private static Optional<List<INDArray>> ifPossible(ProbeNetwork<?> network, Pass pass, Features masked) {
        try {
            return Optional.of(finite(network, pass, masked));
        } catch (GrowthException impossible) {
            return Optional.empty();
        }
    }

    /** What the first network computes. */
    private static List<INDArray> finite(ProbeNetwork<?> first, Pass pass, Features features) {
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

    private record Pass(Mode mode, Stage stage) {}

    private static boolean hasAny(ProbeNetwork<?> network, Stage stage) {
        return network.outputs().stream().anyMatch(output -> network.has(output, stage));
    }

    /**
     * Two networks to compare.
     *
     * @param features for the first
     * @param extended for the second, which may have more input channels
     */
    private record Pair(ProbeNetwork<?> first, ProbeNetwork<?> second, Features features, Features extended) {

        static Pair of(ProbeNetwork<?> first, ProbeNetwork<?> second, Features features) {
            if (first.outputs().size() != second.outputs().size()) {
                throw new GrowthException("cannot compare the networks: the first has the outputs " + first.outputs()
                        + ", the second " + second.outputs() + ".");
            }
            return new Pair(first, second, features, features.extended(first.readInputs(), second.readInputs()));
        }

        Pair on(Features others) {
            return new Pair(first, second, others, others.extended(first.readInputs(), second.readInputs()));
        }

        /** A second network that can't run with a mask that the first one takes is infinitely far from it. */
        List<Deviation> compareMasked(List<INDArray> before, Pass pass) {
            try {
                return compare(before, pass);
            } catch (GrowthException cannotRun) {
                String output = first.outputs().get(0);
                return List.of(new Deviation(output, pass.mode, pass.stage, true, Double.POSITIVE_INFINITY, 1));
            }
        }

        private INDArray ofOldClasses(Deviation place, INDArray before, INDArray after) {
            return OldClasses.of(before, after, first.isSoftmax(place.output(), place.stage()));
        }

        /** The second network computes itself: it is the one that is about to be handed out. */
        List<Deviation> compare(List<INDArray> before, Pass pass) {
            ImmutableList.Builder<Deviation> deviations = ImmutableList.builder();
            List<INDArray> after = second.runItself(pass.mode, pass.stage, extended);
            for (int i = 0; i < before.size(); i++) {
                String output = first.outputs().get(i);
                if (first.has(output, pass.stage) && second.has(second.outputs().get(i), pass.stage)) {
                    Deviation place = new Deviation(output, pass.mode, pass.stage, features.masks() != null, 0, 0);
                    deviations.add(between(place, before.get(i), ofOldClasses(place, before.get(i), after.get(i))));
                }
            }
            return deviations.build();
        }
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
        return new ProbeNetwork<>(teacher, kinds).dataType() == DataType.DOUBLE ? 1e-10 : 1e-5;
    }

    @Override
    public Deviation inDoublePrecision(Model teacher, Model student, Deviation place) {
        Pair given = Pair.of(new ProbeNetwork<>(teacher, kinds), new ProbeNetwork<>(student, kinds), features);
        Pair pair = place.masked() && features.masks() == null
                ? given.on(features.masked(given.first).orElse(features))
                : given;
        int output = pair.first.outputs().indexOf(place.output());
        if (pair.first.dataType() == DataType.DOUBLE || !isItself(pair.second, output, pair.extended, place)) {
            return place;
        }
        INDArray before;
        try {
            before = pair.first
                    .inDoublePrecision()
                    .run(place.mode(), place.stage(), pair.features)
                    .get(output);
        } catch (GrowthException notInDoublePrecision) {
            return place;
        }
        INDArray after = pair.second
                .inDoublePrecision()
                .run(place.mode(), place.stage(), pair.extended)
                .get(output);
        return between(place, before, pair.ofOldClasses(place, before, after));
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
