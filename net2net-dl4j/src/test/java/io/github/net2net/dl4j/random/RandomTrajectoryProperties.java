package io.github.net2net.dl4j.random;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.Growth;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.Tolerances;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.statistics.Statistics;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Whatever the network: where the plan calls following exact, the student takes the teacher's steps. */
class RandomTrajectoryProperties {
    private static final int BEFORE = 3;
    private static final int STEPS = 5;

    /** Training enlarges differences; as many times as it enlarges the last bits of the teacher's own parameters. */
    private static final double TIMES_LAST_BITS = 100;

    @Provide
    Arbitrary<List<Integer>> decisions() {
        return Decisions.numbers(200);
    }

    @Property(tries = 250, seed = "20261121", edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void student_that_follows_takes_the_teachers_steps(@ForAll("decisions") List<Integer> numbers) {
        Decisions decisions = new Decisions(numbers);
        RandomNetwork.Teacher random = RandomNetwork.from(decisions);
        Assume.that(random.runs());
        RandomTraining training = new RandomTraining(decisions);
        MultiLayerNetwork teacher = withFrozenLayer(random.network(), decisions);
        Assume.that(teacher.getLayerWiseConfigurations().getDataType() == DataType.DOUBLE);
        Assume.that(prepare(teacher, training));
        DataSet data = new DataSet(random.features(), labels(teacher, random.features()));
        Assume.that(trains(teacher, data, BEFORE));
        Growth<MultiLayerNetwork> growth = training.growth(Net2Net.from(teacher));
        String promise = RandomTraining.promise(growth);
        Statistics.label("following")
                .collect(promise)
                .coverage(following -> following.check("exact").percentage(percentage -> percentage > 30));
        if (growth != null && promise.equals("exact")) {
            assertFollows(teacher, growth, data);
        }
    }

    @Tag("long")
    @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void students_of_networks_never_seen_before_do_too(@ForAll("decisions") List<Integer> numbers) {
        student_that_follows_takes_the_teachers_steps(numbers);
    }

    /** The same network; sometimes one of its layers is frozen. */
    private static MultiLayerNetwork withFrozenLayer(MultiLayerNetwork network, Decisions decisions) {
        if (network.getnLayers() < 2 || !decisions.rarely(25)) {
            return network;
        }
        MultiLayerConfiguration configuration =
                network.getLayerWiseConfigurations().clone();
        NeuralNetConfiguration chosen = configuration.getConf(decisions.pick(network.getnLayers() - 1));
        Layer layer = chosen.getLayer();
        if (!RandomRareLayers.canFreeze(layer)) {
            return network;
        }
        chosen.setLayer(decisions.pick(3) == 0 ? new FrozenLayer(layer) : new FrozenLayerWithBackprop(layer));
        chosen.getLayer().setLayerName(layer.getLayerName());
        chosen.clearVariables();
        MultiLayerNetwork frozen = new MultiLayerNetwork(configuration);
        frozen.init(network.params(), true);
        return frozen;
    }

    private static boolean prepare(MultiLayerNetwork network, RandomTraining training) {
        boolean repeatable = true;
        for (NeuralNetConfiguration layer : network.getLayerWiseConfigurations().getConfs()) {
            repeatable &= training.prepare(layer.getLayer());
        }
        return repeatable;
    }

    private static INDArray labels(MultiLayerNetwork network, INDArray features) {
        return Nd4j.rand(DataType.DOUBLE, network.output(features.dup()).shape());
    }

    /** Random parameters can make steps without bounds. */
    private static boolean trains(MultiLayerNetwork network, DataSet data, int steps) {
        try {
            for (int i = 0; i < steps; i++) {
                network.fit(data.copy());
            }
        } catch (RuntimeException impossible) {
            return false;
        }
        return Math.abs(network.params().sumNumber().doubleValue()) < 1e6;
    }

    private static void assertFollows(MultiLayerNetwork teacher, Growth<MultiLayerNetwork> growth, DataSet data) {
        MultiLayerNetwork student = growth.grow().network();
        MultiLayerNetwork nearly = Net2Net.from(teacher).grow().network();
        nearly.params().muli(1 + 1e-15);
        // DL4J can't train a PReLU whose input is more than 64 times as long as its shared slopes.
        Assume.that(trains(teacher, data, STEPS) && trains(nearly, data, STEPS) && trains(student, data, STEPS));
        INDArray expected = teacher.output(data.getFeatures().dup());
        double scale = Math.max(1, expected.amaxNumber().doubleValue());
        double sensitivity = distance(expected, nearly.output(data.getFeatures().dup())) / scale;
        double deviation = distance(expected, student.output(data.getFeatures().dup())) / scale;
        assertThat(deviation)
                .as("%s%n%s", growth.plan(), layers(teacher))
                .isLessThan(Math.max(Tolerances.TRAJECTORY, TIMES_LAST_BITS * sensitivity));
    }

    private static String layers(MultiLayerNetwork network) {
        return network.getLayerWiseConfigurations().getConfs().stream()
                .map(layer -> layer.getLayer() + System.lineSeparator())
                .collect(Collectors.joining());
    }

    private static double distance(INDArray first, INDArray second) {
        return first.sub(second).amaxNumber().doubleValue();
    }
}
