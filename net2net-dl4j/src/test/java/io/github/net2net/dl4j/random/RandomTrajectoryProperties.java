package io.github.net2net.dl4j.random;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.Donors;
import io.github.net2net.Growth;
import io.github.net2net.GrowthException;
import io.github.net2net.Layers;
import io.github.net2net.LearningRates;
import io.github.net2net.SymmetryBreaking;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.Tolerances;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tag;
import net.jqwik.api.statistics.Statistics;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.impl.ActivationRReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

/** Whatever the network: where the plan calls following exact, the student takes the teacher's steps. */
class RandomTrajectoryProperties {
    private static final int BEFORE = 3;
    private static final int STEPS = 5;

    /** Training enlarges differences; as many times as it enlarges the last bits of the teacher's own parameters. */
    private static final double TIMES_LAST_BITS = 100;

    @Provide
    Arbitrary<List<Integer>> decisions() {
        return Arbitraries.integers()
                .between(0, 9999)
                .withDistribution(RandomDistribution.uniform())
                .list()
                .ofSize(200);
    }

    @Property(tries = 150, seed = "20261121", edgeCases = EdgeCasesMode.NONE)
    void student_that_follows_takes_the_teachers_steps(@ForAll("decisions") List<Integer> numbers) {
        Decisions decisions = new Decisions(numbers);
        RandomNetwork.Teacher random = RandomNetwork.from(decisions);
        MultiLayerNetwork teacher = random.network();
        Assume.that(random.runs() && teacher.getLayerWiseConfigurations().getDataType() == DataType.DOUBLE);
        Assume.that(prepare(teacher, updater(decisions)));
        DataSet data = new DataSet(random.features(), labels(teacher, random.features()));
        Assume.that(trains(teacher, data, BEFORE));
        Growth<MultiLayerNetwork> growth = growth(teacher, decisions.between(2, 3));
        String outcome = growth == null ? "refused" : outcome(growth);
        Statistics.label("following")
                .collect(outcome)
                .coverage(following -> following.check("exact").percentage(percentage -> percentage > 50));
        if (growth != null && outcome.equals("exact")) {
            assertFollows(teacher, growth.grow().network(), data);
        }
    }

    @Tag("long")
    @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
    void students_of_networks_never_seen_before_do_too(@ForAll("decisions") List<Integer> numbers) {
        student_that_follows_takes_the_teachers_steps(numbers);
    }

    private static IUpdater updater(Decisions decisions) {
        return switch (decisions.pick(4)) {
            case 0 -> new Sgd(0.01);
            case 1 -> new Nesterovs(0.005, 0.9);
            case 2 -> new RmsProp(0.001);
            default -> new Adam(0.002);
        };
    }

    /** Gives all layers the updater, and makes training repeatable; false if that can't be. */
    private static boolean prepare(MultiLayerNetwork network, IUpdater updater) {
        boolean repeatable = true;
        for (org.deeplearning4j.nn.api.Layer layer : network.getLayers()) {
            Layer configuration = layer.conf().getLayer();
            configuration.setIDropout(null);
            if (configuration instanceof BaseLayer base) {
                base.setIUpdater(updater.clone());
                repeatable &= !(base.getActivationFn() instanceof ActivationRReLU);
            }
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

    private static @Nullable Growth<MultiLayerNetwork> growth(MultiLayerNetwork teacher, int factor) {
        try {
            return Net2Net.from(teacher)
                    .donors(Donors.cyclic())
                    .breakSymmetry(SymmetryBreaking.none())
                    .learningRate(LearningRates.followTrajectory())
                    .widenAll(Layers.all())
                    .times(factor);
        } catch (GrowthException refused) {
            return null;
        }
    }

    private static String outcome(Growth<MultiLayerNetwork> growth) {
        return growth.plan().training().lines().stream().anyMatch(line -> line.contains("approximate"))
                ? "approximate"
                : "exact";
    }

    private static void assertFollows(MultiLayerNetwork teacher, MultiLayerNetwork student, DataSet data) {
        MultiLayerNetwork nearly = Net2Net.from(teacher).grow().network();
        nearly.params().muli(1 + 1e-15);
        // DL4J can't train a PReLU whose input is more than 64 times as long as its shared slopes.
        Assume.that(trains(teacher, data, STEPS) && trains(nearly, data, STEPS) && trains(student, data, STEPS));
        INDArray expected = teacher.output(data.getFeatures().dup());
        double scale = Math.max(1, expected.amaxNumber().doubleValue());
        double sensitivity = distance(expected, nearly.output(data.getFeatures().dup())) / scale;
        double deviation = distance(expected, student.output(data.getFeatures().dup())) / scale;
        assertThat(deviation).isLessThan(Math.max(Tolerances.TRAJECTORY, TIMES_LAST_BITS * sensitivity));
    }

    private static double distance(INDArray first, INDArray second) {
        return first.sub(second).amaxNumber().doubleValue();
    }
}
