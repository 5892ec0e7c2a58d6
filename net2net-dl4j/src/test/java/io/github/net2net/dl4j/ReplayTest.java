package io.github.net2net.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.Growth;
import io.github.net2net.GrowthException;
import io.github.net2net.GrowthPlan;
import io.github.net2net.Recipe;
import io.github.net2net.dl4j.random.RandomParameters;
import io.github.net2net.rule.Deepening;
import io.github.net2net.rule.Layers;
import io.github.net2net.rule.LearningRates;
import io.github.net2net.spi.Deviation.Mode;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;

/** One plan for many teachers. */
class ReplayTest {
    private static final INDArray IMAGES = TestNetworks.images(2, CNN2DFormat.NCHW);

    private static final Recipe RECIPE = Recipe.of()
            .widenAll(Layers.convolutions())
            .times(1.5)
            .deepenAfter("conv1", Deepening.identityUnit().batchNorm(Calibration.calibratedOn(IMAGES)))
            .deepenAfter("fc")
            .learningRate(LearningRates.tenth().warmUp(5))
            .seed(42);

    private static MultiLayerNetwork chain(long seed) {
        MultiLayerNetwork network = TestNetworks.cnn(
                CNN2DFormat.NCHW, true, TestNetworks.settings().seed(seed).updater(new Adam(0.01)));
        RandomParameters.fill(network, seed);
        TestNetworks.train(network, TestNetworks.labeled(IMAGES), 3);
        return network;
    }

    private static GrowthPlan chainPlan(Growth<MultiLayerNetwork> growth) {
        return GrowthPlan.fromJson(growth.plan().toJson()).withData(Calibration.calibratedOn(IMAGES));
    }

    private static ComputationGraph graph(long seed, int width) {
        ComputationGraph network = new ComputationGraph(TestNetworks.settings()
                .seed(seed)
                .graphBuilder()
                .addInputs("in")
                .addLayer("left", TestNetworks.dense("left", width), "in")
                .addLayer("inner", TestNetworks.dense("inner", 4), "left")
                .addLayer("right", TestNetworks.dense("right", width), "inner")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "left", "right")
                .addLayer("out", TestNetworks.softmax("out"), "sum")
                .setOutputs("out")
                .setInputTypes(InputType.feedForward(5))
                .build());
        network.init();
        RandomParameters.fill(network, seed);
        return network;
    }

    private static Growth<ComputationGraph> growth(ComputationGraph teacher) {
        return Net2Net.from(teacher).widen("left").to(9).deepenAfter("inner").seed(3);
    }

    private static double[] numbers(INDArray array) {
        return array.dup('c').data().asDouble();
    }

    @Test
    void chain_replayedOnTheSameTeacher_hasTheSameBits() {
        MultiLayerNetwork teacher = chain(1);
        Growth<MultiLayerNetwork> growth = Net2Net.from(teacher).apply(RECIPE);
        MultiLayerNetwork first = growth.grow().network();
        MultiLayerNetwork second =
                Net2Net.from(teacher).replay(chainPlan(growth)).grow().network();
        assertThat(numbers(second.params())).isEqualTo(numbers(first.params()));
        assertThat(numbers(second.getUpdater().getStateViewArray()))
                .isEqualTo(numbers(first.getUpdater().getStateViewArray()));
        assertThat(second.getLayerWiseConfigurations().toJson())
                .isEqualTo(first.getLayerWiseConfigurations().toJson());
    }

    @Test
    void chain_replayedOnOtherTeachersOfTheArchitecture_preserves() {
        GrowthPlan plan = chainPlan(Net2Net.from(chain(1)).apply(RECIPE));
        for (long seed = 2; seed < 5; seed++) {
            MultiLayerNetwork teacher = chain(seed);
            double deviation = Net2Net.from(teacher)
                    .replay(plan)
                    .verifyOn(Probes.features(IMAGES))
                    .grow()
                    .report()
                    .comparison()
                    .largest(Mode.INFERENCE);
            assertThat(deviation).isLessThanOrEqualTo(Tolerances.DOUBLE);
        }
    }

    @Test
    void graph_replayed_hasTheSameBits_andPreservesOnOtherTeachers() {
        ComputationGraph teacher = graph(1, 6);
        GrowthPlan plan = GrowthPlan.fromJson(growth(teacher).plan().toJson());
        assertThat(numbers(Net2Net.from(teacher).replay(plan).grow().network().params()))
                .isEqualTo(numbers(growth(teacher).grow().network().params()));
        ComputationGraph other = graph(2, 6);
        assertThat(Net2Net.from(other)
                        .replay(plan)
                        .verifyOn(Probes.features(TestNetworks.random(4, DataType.DOUBLE, 7, 5)))
                        .grow()
                        .report()
                        .comparison()
                        .largest())
                .isLessThanOrEqualTo(Tolerances.DOUBLE);
    }

    @Test
    void anotherArchitecture_isRefusedWithTheFirstDifference() {
        GrowthPlan plan = GrowthPlan.fromJson(growth(graph(1, 6)).plan().toJson());
        assertThatThrownBy(() -> Net2Net.from(graph(1, 7)).replay(plan))
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot replay the plan: it was made for a network whose 'left' has 6 channels; this one's"
                        + " has 7 channels. Replay it on networks of one architecture, or apply its recipe() and look"
                        + " at the new plan.");
        assertThatThrownBy(() -> Net2Net.from(chain(1)).replay(plan))
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot replay the plan: it was made for a network whose node 1 is 'in'; this one's is"
                        + " 'input'. Replay it on networks of one architecture, or apply its recipe() and look at the"
                        + " new plan.");
    }

    @Test
    void planThatNeedsData_saysSo() {
        MultiLayerNetwork teacher = chain(1);
        GrowthPlan plan =
                GrowthPlan.fromJson(Net2Net.from(teacher).apply(RECIPE).plan().toJson());
        assertThat(plan.awaitsData()).isTrue();
        assertThatThrownBy(() -> Net2Net.from(teacher).replay(plan))
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot deepen after 'conv1': its batch norm 'bn1' was calibrated on data (1 batch of"
                        + " features), which JSON does not hold. Give the data: withData(calibratedOn(data)).");
    }
}
