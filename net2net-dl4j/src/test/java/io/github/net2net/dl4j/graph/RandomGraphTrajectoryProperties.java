package io.github.net2net.dl4j.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.Growth;
import io.github.net2net.GrowthException;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.Tolerances;
import io.github.net2net.dl4j.random.Decisions;
import io.github.net2net.dl4j.random.RandomTraining;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.statistics.Statistics;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Whatever the graph: where the plan calls following exact, the student takes the teacher's steps. */
class RandomGraphTrajectoryProperties {
    private static final int BEFORE = 3;
    private static final int STEPS = 5;

    /** Training enlarges differences; as many times as it enlarges the last bits of the teacher's own parameters. */
    private static final double TIMES_LAST_BITS = 100;

    @Provide
    Arbitrary<List<Integer>> decisions() {
        return Decisions.numbers(500);
    }

    @Property(tries = 200, seed = "20261121", edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void graph_that_follows_takes_the_teachers_steps(@ForAll("decisions") List<Integer> numbers) {
        Decisions decisions = new Decisions(numbers);
        RandomTeacher random = RandomImageGraph.from(decisions);
        ComputationGraph teacher = random.network();
        Assume.that(teacher.getConfiguration().getDataType() == DataType.DOUBLE && teacher.numParams() > 0);
        Assume.that(random.runs());
        RandomTraining training = new RandomTraining(decisions);
        Assume.that(prepare(teacher, training));
        MultiDataSet data = data(random);
        Assume.that(trains(teacher, data, BEFORE));
        Growth<ComputationGraph> growth = growth(random, training);
        String promise = RandomTraining.promise(growth);
        Statistics.label("following")
                .collect(promise)
                .coverage(following -> following.check("exact").percentage(percentage -> percentage > 10));
        if (growth != null && promise.equals("exact")) {
            assertFollows(random, growth, data);
        }
    }

    @Tag("long")
    @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void graphs_never_seen_before_do_too(@ForAll("decisions") List<Integer> numbers) {
        graph_that_follows_takes_the_teachers_steps(numbers);
    }

    private static @Nullable Growth<ComputationGraph> growth(RandomTeacher random, RandomTraining training) {
        try {
            return training.growth(
                    Net2Net.from(random.network(), random.inputTypes().toArray(InputType[]::new)));
        } catch (GrowthException refused) {
            return null;
        }
    }

    /** Without workspaces: DL4J leaves them open where it throws, and has crashed Java after frozen layers with them. */
    private static boolean prepare(ComputationGraph network, RandomTraining training) {
        network.getConfiguration().setTrainingWorkspaceMode(WorkspaceMode.NONE);
        boolean repeatable = true;
        for (GraphVertex vertex : network.getConfiguration().getVertices().values()) {
            if (vertex instanceof LayerVertex layer) {
                repeatable &= training.prepare(layer.getLayerConf().getLayer());
                repeatable &= !(layer.getLayerConf().getLayer() instanceof FrozenLayer);
            }
        }
        return repeatable;
    }

    private static MultiDataSet data(RandomTeacher random) {
        INDArray[] labels = Arrays.stream(random.network().output(false, random.copies()))
                .map(output -> Nd4j.rand(DataType.DOUBLE, output.shape()))
                .toArray(INDArray[]::new);
        return new MultiDataSet(random.copies(), labels);
    }

    private static boolean trains(ComputationGraph network, MultiDataSet data, int steps) {
        try {
            for (int i = 0; i < steps; i++) {
                network.fit(data.copy());
            }
        } catch (RuntimeException impossible) {
            return false;
        }
        return Math.abs(network.params().sumNumber().doubleValue()) < 1e6;
    }

    private static void assertFollows(RandomTeacher random, Growth<ComputationGraph> growth, MultiDataSet data) {
        ComputationGraph teacher = random.network();
        ComputationGraph student = growth.grow().network();
        ComputationGraph nearly = Net2Net.from(teacher, random.inputTypes().toArray(InputType[]::new))
                .grow()
                .network();
        nearly.params().muli(1 + 1e-15);
        Assume.that(trains(teacher, data, STEPS) && trains(nearly, data, STEPS) && trains(student, data, STEPS));
        INDArray[] expected = teacher.output(false, random.copies());
        double sensitivity = deviation(expected, nearly.output(false, random.copies()));
        assertThat(deviation(expected, student.output(false, random.copies())))
                .as("%s%n%s", growth.plan(), random)
                .isLessThan(Math.max(Tolerances.TRAJECTORY, TIMES_LAST_BITS * sensitivity));
    }

    private static double deviation(INDArray[] expected, INDArray[] found) {
        double largest = 0;
        for (int i = 0; i < expected.length; i++) {
            double scale = Math.max(1, expected[i].amaxNumber().doubleValue());
            largest = Math.max(largest, expected[i].sub(found[i]).amaxNumber().doubleValue() / scale);
        }
        return largest;
    }
}
