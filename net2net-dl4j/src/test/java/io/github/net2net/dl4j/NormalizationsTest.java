package io.github.net2net.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.Grown;
import io.github.net2net.Growth;
import io.github.net2net.GrowthException;
import io.github.net2net.dl4j.random.RandomParameters;
import io.github.net2net.rule.Donors;
import io.github.net2net.rule.Layers;
import io.github.net2net.rule.LearningRates;
import io.github.net2net.rule.Shares;
import io.github.net2net.rule.SymmetryBreaking;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.graph.L2Vertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;

/** Layers and vertices that normalize over all their channels. */
class NormalizationsTest {
    private static final INDArray FEATURES = TestNetworks.random(1, DataType.DOUBLE, 12, 4);
    private static final String NORMALIZES = "'first' normalizes over its own outputs (layer normalization), so each of"
            + " its channels must be copied equally often";

    private static DenseLayer normalized(String name, int width) {
        return new DenseLayer.Builder()
                .name(name)
                .nOut(width)
                .hasLayerNorm(true)
                .activation(Activation.TANH)
                .build();
    }

    /** 4 features, dense {@code first} 5 and {@code second} 6 with layer normalization, dense, softmax. */
    private static MultiLayerNetwork chain(NeuralNetConfiguration.Builder settings) {
        return TestNetworks.network(
                settings,
                InputType.feedForward(4),
                normalized("first", 5),
                normalized("second", 6),
                TestNetworks.dense("third", 4),
                TestNetworks.softmax("out"));
    }

    private static MultiLayerNetwork trained(IUpdater updater) {
        MultiLayerNetwork network = chain(TestNetworks.settings().updater(updater));
        TestNetworks.train(network, TestNetworks.labeled(FEATURES), 4);
        return network;
    }

    @ParameterizedTest
    @EnumSource(names = {"DOUBLE", "FLOAT"})
    void layerNormalization_isExactForEqualNumbersOfCopies(DataType type) {
        MultiLayerNetwork teacher = chain(TestNetworks.settings().dataType(type));
        INDArray before = teacher.params().dup();
        Grown<MultiLayerNetwork> grown = Net2Net.from(teacher)
                .widen("first")
                .to(15)
                .widenAll(Layers.all())
                .times(1.7)
                .verifyOn(Probes.features(FEATURES.castTo(type)))
                .grow();

        assertThat(grown.report().comparison().largest()).isLessThanOrEqualTo(Tolerances.of(type));
        assertThat(grown.plan().isExactInTraining()).isTrue();
        assertThat(teacher.params()).isEqualTo(before);
        assertThat(TestNetworks.param(grown.network(), "first", "g").length()).isEqualTo(30);
        assertThat(TestNetworks.param(grown.network(), "second", "g").length()).isEqualTo(12);
        AfterSaving.check(grown.network(), List.of(FEATURES), "layer normalization");
    }

    /** LEMON's average expansion; the gradient of the mean reaches the new units. */
    @ParameterizedTest
    @EnumSource(names = {"DOUBLE", "FLOAT"})
    void layerNormalization_takesNewUnitsThatStartAsTheMean(DataType type) {
        INDArray features = FEATURES.castTo(type);
        Grown<MultiLayerNetwork> grown = Net2Net.from(
                        chain(TestNetworks.settings().dataType(type)))
                .donors(Donors.fresh())
                .widen("first")
                .to(7)
                .widen("second")
                .to(9)
                .verifyOn(Probes.features(features))
                .grow();
        MultiLayerNetwork student = grown.network();
        INDArray weights = TestNetworks.param(student, "first", "W").dup();
        INDArray readers = TestNetworks.param(student, "second", "W").dup();
        TestNetworks.train(student, TestNetworks.labeled(features), 5);

        assertThat(grown.report().comparison().largest()).isLessThanOrEqualTo(Tolerances.of(type));
        for (int unit = 5; unit < 7; unit++) {
            assertThat(TestNetworks.param(student, "first", "W").getColumn(unit))
                    .isNotEqualTo(weights.getColumn(unit));
            assertThat(TestNetworks.param(student, "second", "W").getRow(unit)).isNotEqualTo(readers.getRow(unit));
        }
    }

    /** DL4J adds nothing to the deviation, so that it may be as small as it likes. */
    @Test
    void layerNormalization_isExactForSmallDeviationsToo() {
        MultiLayerNetwork teacher = chain(TestNetworks.settings());
        TestNetworks.param(teacher, "first", "W").muli(1e-13);
        Growth<MultiLayerNetwork> growth = Net2Net.from(teacher).verifyOn(Probes.features(FEATURES));

        growth.widen("first").times(3).grow();
        growth.donors(Donors.fresh()).widen("first").to(7).grow();
    }

    @Test
    void layerNormalization_keepsTheOptimizersState_andTrainsEveryGain() {
        MultiLayerNetwork teacher = trained(new Adam(0.01));
        MultiLayerNetwork student =
                Net2Net.from(teacher).widen("first").times(2).grow().network();
        DataSet data = TestNetworks.labeled(FEATURES);
        assertThat(student.getUpdater().getStateViewArray().amaxNumber().doubleValue())
                .isPositive();
        INDArray before = TestNetworks.param(student, "first", "g").dup();
        student.fit(data);
        INDArray change = TestNetworks.param(student, "first", "g").sub(before);

        assertThat(change.aminNumber().doubleValue()).isPositive();
        assertThat(change.getDouble(0)).isNotEqualTo(change.getDouble(5));
    }

    /** Its gradients are the teacher's, divided among the copies. */
    @Test
    void layerNormalization_followsTheTeachersTrajectory() {
        MultiLayerNetwork teacher = TestNetworks.network(
                TestNetworks.settings().updater(new Nesterovs(0.05, 0.9)),
                InputType.feedForward(4),
                normalized("first", 5),
                TestNetworks.dense("second", 4),
                TestNetworks.softmax("out"));
        TestNetworks.train(teacher, TestNetworks.labeled(FEATURES), 4);
        MultiLayerNetwork student = Net2Net.from(teacher)
                .widen("first")
                .times(3)
                .breakSymmetry(SymmetryBreaking.none())
                .learningRate(LearningRates.followTrajectory())
                .grow()
                .network();
        INDArray before = teacher.output(FEATURES);
        DataSet data = TestNetworks.labeled(FEATURES);
        TestNetworks.train(teacher, data, 25);
        TestNetworks.train(student, data, 25);
        INDArray after = teacher.output(FEATURES);

        assertThat(distance(before, after)).isGreaterThan(Tolerances.CLEARLY_DIFFERENT);
        assertThat(distance(after, student.output(FEATURES))).isLessThan(Tolerances.TRAJECTORY);
    }

    private static double distance(INDArray first, INDArray second) {
        return first.sub(second).amaxNumber().doubleValue();
    }

    @Test
    void layerNormalization_refusesWhatCopiesUnequally() {
        assertRefused(
                growth -> growth.widen("first").to(8),
                "cannot widen 'first' to 8: " + NORMALIZES
                        + "; the next width is 10. Donors.fresh() reaches any width.");
        assertRefused(
                growth -> growth.widen("first").to(13),
                "cannot widen 'first' to 13: " + NORMALIZES
                        + "; the nearest widths are 10 and 15. Donors.fresh() reaches any width.");
        assertRefused(
                growth -> growth.widen("first")
                        .donors(Donors.given(0, 0, 0, 0, 1))
                        .by(5),
                "cannot widen first: " + NORMALIZES + ", but donors(given(..)) makes 5 of channel 0 and 2 of channel 1."
                        + " Name each donor equally often, or use Donors.cyclic().");
    }

    @Test
    void layerNormalization_refusesBalancedShares() {
        assertRefused(
                growth -> growth.shares(Shares.balanced()).widen("first").to(10),
                "cannot use balanced shares: 'first' normalizes over its own outputs (layer normalization), and balanced"
                        + " copies arrive scaled. Use Shares.equal(), or widen other layers.");
    }

    @Test
    void layerNormalization_ofASingleChannel_isPinned() {
        MultiLayerNetwork teacher = TestNetworks.network(
                TestNetworks.settings(), InputType.feedForward(4), normalized("first", 1), TestNetworks.softmax("out"));

        assertThatThrownBy(() -> Net2Net.from(teacher).widen("first").to(2))
                .hasMessage("cannot widen 'first': its 1 channel can't change, because 'first' normalizes a single"
                        + " channel, of which only the bias is left. Widen a layer before 'first', or after it."
                        + " inspect() lists what can grow.");
    }

    private static void assertRefused(
            java.util.function.UnaryOperator<Growth<MultiLayerNetwork>> growth, String message) {
        assertThatThrownBy(() -> growth.apply(Net2Net.from(chain(TestNetworks.settings())))
                        .plan())
                .isInstanceOf(GrowthException.class)
                .hasMessage(message);
    }

    /** Two towers {@code left} and {@code right} of 5 channels. */
    private static GraphBuilder towers() {
        return TestNetworks.settings()
                .updater(new Sgd(0.05))
                .graphBuilder()
                .addInputs("in")
                .addLayer("left", TestNetworks.dense("left", 5), "in")
                .addLayer("right", TestNetworks.dense("right", 5), "in")
                .setOutputs("out")
                .setInputTypes(InputType.feedForward(4));
    }

    /** The distance of the towers, and the sum of both divided by its norm, which is at least ε. */
    private static ComputationGraph merged(double epsilon) {
        return initialized(towers().addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "left", "right")
                .addVertex("unit", new L2NormalizeVertex(null, epsilon), "sum")
                .addVertex("distance", new L2Vertex(), "left", "right")
                .addVertex("both", new MergeVertex(), "unit", "distance")
                .addLayer("out", TestNetworks.softmax("out"), "both"));
    }

    private static ComputationGraph distance() {
        return initialized(towers().addVertex("distance", new L2Vertex(), "left", "right")
                .addLayer("out", TestNetworks.softmax("out"), "distance"));
    }

    private static ComputationGraph unit() {
        return initialized(towers().addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "left", "right")
                .addVertex("unit", new L2NormalizeVertex(), "sum")
                .addLayer("out", TestNetworks.softmax("out"), "unit"));
    }

    private static ComputationGraph initialized(GraphBuilder builder) {
        ComputationGraph network = new ComputationGraph(builder.build());
        network.init();
        RandomParameters.fill(network, 23);
        return network;
    }

    @ParameterizedTest
    @EnumSource(names = {"DOUBLE", "FLOAT"})
    void norms_areMadeUpForByAScaling(DataType type) {
        Grown<ComputationGraph> grown = Net2Net.from(merged(1e-8).convertDataType(type))
                .widen("left")
                .to(10)
                .widenAll(Layers.named("right"))
                .times(3)
                .verifyOn(Probes.features(FEATURES.castTo(type)))
                .grow();

        assertThat(grown.report().comparison().largest()).isLessThanOrEqualTo(Tolerances.of(type));
        assertThat(grown.plan().toString())
                .contains("new layer unit_scale_1: times 1.4142135623730951 after unit")
                .contains("new layer distance_scale_2: times 0.5773502691896257 after distance");
        ScaleVertex scale =
                (ScaleVertex) grown.network().getConfiguration().getVertices().get("unit_scale_1");
        assertThat(scale.getScaleFactor()).isEqualTo(Math.sqrt(2));
        AfterSaving.check(grown.network(), List.of(FEATURES), "L2 normalization");
    }

    @Test
    void norms_belowEpsilon_areTheTeachersToo() {
        ComputationGraph teacher = merged(3);
        Grown<ComputationGraph> grown = Net2Net.from(teacher)
                .widen("left")
                .times(2)
                .verifyOn(Probes.features(FEATURES))
                .grow();

        assertThat(grown.report().comparison().largest()).isLessThanOrEqualTo(Tolerances.DOUBLE);
        L2NormalizeVertex unit = (L2NormalizeVertex)
                grown.network().getConfiguration().getVertices().get("unit");
        assertThat(unit.getEps()).isEqualTo(3 * Math.sqrt(2));
    }

    static Stream<ComputationGraph> withOneNorm() {
        return Stream.of(distance(), unit());
    }

    @ParameterizedTest
    @MethodSource("withOneNorm")
    void norms_followTheTeachersTrajectory(ComputationGraph teacher) {
        ComputationGraph student = Net2Net.from(teacher)
                .widen("left")
                .times(2)
                .breakSymmetry(SymmetryBreaking.none())
                .learningRate(LearningRates.followTrajectory())
                .grow()
                .network();
        INDArray before = teacher.outputSingle(FEATURES);
        DataSet data = TestNetworks.labeled(FEATURES);
        for (int i = 0; i < 25; i++) {
            teacher.fit(data);
            student.fit(data);
        }
        INDArray after = teacher.outputSingle(FEATURES);

        assertThat(distance(before, after)).isGreaterThan(Tolerances.CLEARLY_DIFFERENT);
        assertThat(distance(after, student.outputSingle(FEATURES))).isLessThan(Tolerances.TRAJECTORY);
    }

    /** Fresh channels would be exact for the layer normalization, but not for the norm after it. */
    @Test
    void freshChannels_thatOnlyTheNormRefuses_areRefusedWithItsReason() {
        ComputationGraph teacher = initialized(TestNetworks.settings()
                .graphBuilder()
                .addInputs("in")
                .addLayer("first", normalized("first", 5), "in")
                .addVertex("unit", new L2NormalizeVertex(), "first")
                .addLayer("out", TestNetworks.softmax("out"), "unit")
                .setOutputs("out")
                .setInputTypes(InputType.feedForward(4)));
        assertThatThrownBy(() -> Net2Net.from(teacher)
                        .donors(Donors.fresh())
                        .widen("first")
                        .to(7))
                .isInstanceOf(GrowthException.class)
                .hasMessage(
                        "cannot widen 'first' to 7: 'unit' divides by a norm over all channels (L2 normalization), so"
                                + " each of its channels must be copied equally often; the next width is 10.");
    }
}
