package io.github.net2net.dl4j.preservation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.Grown;
import io.github.net2net.Growth;
import io.github.net2net.GrowthException;
import io.github.net2net.GrowthPlan;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.Probes;
import io.github.net2net.dl4j.TestNetworks;
import io.github.net2net.dl4j.Tolerances;
import io.github.net2net.rule.Donors;
import io.github.net2net.rule.Layers;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

/** Shrinking is the inverse of widening, on a network with each of DL4J's layers. */
class ShrinkTest {

    /** After copies, these get a scaling, which stays. */
    private static final Set<String> SCALED = Set.of("L2NormalizeVertex", "L2Vertex");

    /** Its new outputs are means of the old ones, and no copies. */
    private static final String AVERAGED = "DenseLayer with layer normalization";

    static Stream<Sample> copied() {
        return Samples.all().stream().filter(sample -> !SCALED.contains(sample.name()));
    }

    static Stream<Sample> extended() {
        return Samples.all().stream().filter(sample -> !sample.name().equals(AVERAGED));
    }

    private static Optional<ComputationGraph> widened(ComputationGraph teacher, Donors donors, double factor) {
        try {
            Growth<ComputationGraph> growth = Net2Net.from(teacher)
                    .seed(3)
                    .donors(donors)
                    .widenAll(Layers.all())
                    .times(factor);
            return Optional.of(growth.grow().network());
        } catch (GrowthException refused) {
            return Optional.empty();
        }
    }

    private static void checkInverse(Sample sample, ComputationGraph teacher, Donors donors, double factor) {
        Optional<ComputationGraph> student = widened(teacher, donors, factor);
        if (student.isPresent()) {
            Grown<ComputationGraph> shrunken = Net2Net.shrink(student.get())
                    .verifyOn(Probes.features(sample.features(DataType.DOUBLE)))
                    .grow();
            assertThat(shrunken.report().comparison().largest()).isLessThanOrEqualTo(Tolerances.DOUBLE);
            assertThat(shrunken.network().numParams()).as("%s", shrunken.plan()).isEqualTo(teacher.numParams());
            assertThat(shrunken.network()
                            .params()
                            .sub(teacher.params())
                            .amaxNumber()
                            .doubleValue())
                    .isLessThanOrEqualTo(Tolerances.DOUBLE);
        }
    }

    @ParameterizedTest
    @MethodSource("copied")
    void copies_areMerged(Sample sample) {
        ComputationGraph teacher = sample.network(DataType.DOUBLE, new Sgd(0.1));
        checkInverse(sample, teacher, Donors.cyclic(), 2);
        checkInverse(sample, teacher, Donors.random(), 2.5);
    }

    @ParameterizedTest
    @MethodSource("extended")
    void freshChannels_areRemoved(Sample sample) {
        ComputationGraph teacher = sample.network(DataType.DOUBLE, new Sgd(0.1));
        checkInverse(sample, teacher, Donors.fresh(), 1.5);
    }

    @Test
    void deadChannels_areRemoved_withoutAnyCopy() {
        MultiLayerNetwork network = TestNetworks.mlp(new Sgd(0.1));
        TestNetworks.param(network, "first", "W")
                .get(NDArrayIndex.all(), NDArrayIndex.point(2))
                .assign(0);
        TestNetworks.param(network, "first", "b").putScalar(2, 0);
        TestNetworks.param(network, "second", "W")
                .putRow(4, TestNetworks.random(1, DataType.DOUBLE, 6).mul(0));
        INDArray features = TestNetworks.random(2, DataType.DOUBLE, 9, 4);
        Grown<MultiLayerNetwork> shrunken =
                Net2Net.shrink(network).verifyOn(Probes.features(features)).grow();
        assertThat(shrunken.network().layerSize(0)).isEqualTo(3);
        assertThat(shrunken.plan().toString()).contains("first 5 -> 3, 2 removed that have no effect");
    }

    @Test
    void similarChannels_areMergedOnRequest_andTheDeviationIsReported() {
        MultiLayerNetwork student =
                Net2Net.from(TestNetworks.cnn()).widen("conv2").to(9).grow().network();
        INDArray noise =
                TestNetworks.random(7, DataType.DOUBLE, student.numParams()).mul(1e-4);
        student.params().addi(noise);
        assertThatThrownBy(() -> Net2Net.shrink(student))
                .isInstanceOf(GrowthException.class)
                .hasMessage(
                        "cannot shrink this network: it has no equal channels that can change, and none without effect."
                                + " Give a tolerance to merge similar ones: shrink(0.01).");
        assertThatThrownBy(() -> Net2Net.from(student).shrink(1e-9))
                .isInstanceOf(GrowthException.class)
                .hasMessage(
                        "cannot shrink this network: it has no channels that can change and are equal or without effect"
                                + " within a tolerance of 1.0E-9. Give a larger one.");
        Grown<MultiLayerNetwork> shrunken = Net2Net.from(student)
                .shrink(0.01)
                .verifyOn(Probes.features(TestNetworks.random(2, DataType.DOUBLE, 6, 2, 8, 8)))
                .grow();
        assertThat(shrunken.plan().isExact()).isFalse();
        assertThat(shrunken.network().layerSize(4)).isEqualTo(5);
        assertThat(shrunken.report().comparison().largest()).isBetween(1e-6, 0.05);
    }

    @Test
    void optimizerMemory_isMergedToo_andThePlanIsReplayed() {
        MultiLayerNetwork teacher = TestNetworks.mlp(new Adam(0.01));
        TestNetworks.train(teacher, TestNetworks.labeled(TestNetworks.random(2, DataType.DOUBLE, 9, 4)), 3);
        MultiLayerNetwork student = Net2Net.from(teacher)
                .donors(Donors.cyclic())
                .widen("first")
                .to(10)
                .grow()
                .network();
        Grown<MultiLayerNetwork> shrunken = Net2Net.shrink(student).grow();
        INDArray before = teacher.getUpdater().getStateViewArray();
        INDArray after = shrunken.network().getUpdater().getStateViewArray();
        assertThat(before.sub(after).amaxNumber().doubleValue()).isLessThanOrEqualTo(Tolerances.DOUBLE);
        GrowthPlan plan = GrowthPlan.fromJson(shrunken.plan().toJson());
        assertThat(Net2Net.from(student).replay(plan).grow().network().params())
                .isEqualTo(shrunken.network().params());
    }

    @Test
    void wrongUse_isRefused() {
        MultiLayerNetwork network = TestNetworks.mlp(new Sgd(0.1));
        assertThatThrownBy(() -> Net2Net.from(network).widen("first").to(7).shrink())
                .isInstanceOf(GrowthException.class)
                .hasMessage(
                        "cannot shrink after other steps: it looks at the weights of the network that it is called on."
                                + " Call shrink() first, or on the student.");
        assertThatThrownBy(() -> Net2Net.from(network).shrink(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("shrink(0.0): give a tolerance above 0 and below 1, such as 0.01");
    }
}
