package io.github.net2net.dl4j.ends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.Grown;
import io.github.net2net.GrowthException;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.Probes;
import io.github.net2net.dl4j.TestNetworks;
import io.github.net2net.dl4j.Tolerances;
import io.github.net2net.dl4j.random.RandomParameters;
import io.github.net2net.dl4j.sequence.Sequences;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.rnn.DuplicateToTimeSeriesVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.ops.transforms.Transforms;

/** New input channels have no effect at first, whatever they hold, and learn. */
class AddInputsTest {

    private static MultiLayerNetwork normalizedFeatures() {
        return TestNetworks.network(
                TestNetworks.settings(),
                InputType.feedForward(4),
                new BatchNormalization.Builder().name("bn").build(),
                TestNetworks.dense("first", 5),
                TestNetworks.softmax("out"));
    }

    private static MultiLayerNetwork flatImages() {
        return TestNetworks.network(
                TestNetworks.settings(),
                InputType.convolutionalFlat(4, 5, 2),
                TestNetworks.convolution("conv", 3, CNN2DFormat.NCHW).build(),
                TestNetworks.softmax("out"));
    }

    private static MultiLayerNetwork series() {
        return TestNetworks.network(
                TestNetworks.settings(),
                InputType.recurrent(3, 7),
                new LSTM.Builder()
                        .name("lstm")
                        .nOut(5)
                        .activation(Activation.TANH)
                        .build(),
                new RnnOutputLayer.Builder(LossFunction.MCXENT)
                        .name("out")
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build());
    }

    static Stream<Arguments> networks() {
        return Stream.of(
                Arguments.of("features", TestNetworks.mlp(new Adam(0.01)), 3, new long[] {9, 4}, 1),
                Arguments.of("features, normalized", normalizedFeatures(), 3, new long[] {9, 4}, 1),
                Arguments.of("images", TestNetworks.cnn(), 1, new long[] {9, 2, 8, 8}, 1),
                Arguments.of(
                        "images, channels last",
                        TestNetworks.cnn(CNN2DFormat.NHWC, true, TestNetworks.settings()),
                        2,
                        new long[] {9, 8, 8, 2},
                        3),
                Arguments.of("flat images", flatImages(), 20, new long[] {9, 40}, 1),
                Arguments.of("series", series(), 2, new long[] {9, 3, 7}, 1));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void newInputs_haveNoEffect(String name, MultiLayerNetwork teacher, int more, long[] shape, int axis) {
        INDArray features = TestNetworks.random(1, DataType.DOUBLE, shape);
        Grown<MultiLayerNetwork> grown = Net2Net.from(teacher)
                .addInputs("input", more)
                .verifyOn(Probes.features(features))
                .grow();
        assertThat(grown.plan().isExact()).isTrue();
        assertThat(grown.report().comparison().largest()).isLessThanOrEqualTo(Tolerances.DOUBLE);
        long[] added = shape.clone();
        added[axis] = more;
        INDArray extended = Nd4j.concat(axis, features, TestNetworks.random(2, DataType.DOUBLE, added));
        INDArray difference = teacher.output(features).sub(grown.network().output(extended));
        assertThat(difference.amaxNumber().doubleValue()).isLessThanOrEqualTo(Tolerances.DOUBLE);
    }

    @Test
    void newInputs_learn() {
        MultiLayerNetwork teacher = TestNetworks.mlp(new Adam(0.01));
        MultiLayerNetwork student =
                Net2Net.from(teacher).addInputs("input", 2).grow().network();
        INDArray features = TestNetworks.random(1, DataType.DOUBLE, 9, 6);
        double before = student.score(TestNetworks.labeled(features));
        TestNetworks.train(student, TestNetworks.labeled(features), 2);
        assertThat(student.score(TestNetworks.labeled(features))).isLessThan(before);
        INDArray weights = TestNetworks.param(student, "first", "W");
        assertThat(weights.getRow(4).amaxNumber().doubleValue()).isPositive();
        assertThat(weights.getRow(5).amaxNumber().doubleValue()).isPositive();
    }

    @Test
    void oneOfTwoInputs_grows() {
        ComputationGraph teacher = twoInputs();
        Grown<ComputationGraph> grown = Net2Net.from(teacher)
                .addInputs("right", 3)
                .widen("a")
                .by(2)
                .verifyOn(Probes.features(
                        TestNetworks.random(1, DataType.DOUBLE, 9, 4), TestNetworks.random(2, DataType.DOUBLE, 9, 5)))
                .grow();
        assertThat(grown.report().comparison().largest()).isLessThanOrEqualTo(Tolerances.DOUBLE);
        assertThat(grown.network().getLayer("b").getParam("W").size(0)).isEqualTo(8);
        assertThatThrownBy(() -> Net2Net.from(teacher).addInputs("input", 1))
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot add 1 input to 'input': the network has no such input. Its inputs are: left, right."
                        + " inspect() lists what can grow.");
    }

    private static ComputationGraph twoInputs() {
        ComputationGraph graph = new ComputationGraph(TestNetworks.settings()
                .graphBuilder()
                .addInputs("left", "right")
                .setInputTypes(InputType.feedForward(4), InputType.feedForward(5))
                .addLayer("a", TestNetworks.dense("a", 6), "left")
                .addLayer("b", TestNetworks.dense("b", 6), "right")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "a", "b")
                .addLayer("out", TestNetworks.softmax("out"), "sum")
                .setOutputs("out")
                .build());
        graph.init();
        RandomParameters.fill(graph, 3);
        return graph;
    }

    /** As many steps as words: the probe must not take the steps for channels. */
    @Test
    void newWords_addNoChannels() {
        MultiLayerNetwork teacher = TestNetworks.network(
                TestNetworks.settings(),
                InputType.recurrent(6, 6),
                new EmbeddingSequenceLayer.Builder()
                        .name("words")
                        .nIn(6)
                        .nOut(4)
                        .build(),
                new LSTM.Builder().name("lstm").nOut(5).build(),
                new GlobalPoolingLayer(PoolingType.AVG),
                TestNetworks.softmax("out"));
        INDArray words = Transforms.floor(
                TestNetworks.random(3, DataType.DOUBLE, 9, 6).addi(1).muli(3));
        Grown<MultiLayerNetwork> grown = Net2Net.from(teacher)
                .extendVocabulary("words")
                .by(4)
                .verifyOn(Probes.features(words))
                .grow();
        assertThat(grown.report().comparison().largest()).isLessThanOrEqualTo(Tolerances.DOUBLE);
    }

    @Test
    void refusals_sayWhatToDo() {
        assertThatThrownBy(() -> Net2Net.from(flatImages()).addInputs("input", 7))
                .isInstanceOf(GrowthException.class)
                .hasMessage(
                        "cannot add 7 inputs to 'input': its 40 entries are 2 channels of 20 positions. Give a multiple"
                                + " of 20.");
        assertThatThrownBy(() -> Net2Net.from(Sequences.text(Sequences.settings(new Adam(0.01))))
                        .addInputs("input", 1))
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot add 1 input to 'input': it holds indices, which 'embedding' looks up. Use"
                        + " extendVocabulary(\"embedding\") for more of them. inspect() lists what can grow.");
        assertThatThrownBy(() -> Net2Net.from(TestNetworks.mlp(new Adam(0.01))).addInputs("input", 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("addInputs(\"input\", 0): give a number of channels, 1 or more");
    }

    /** DL4J takes axis 2 of the input for its steps. */
    @Test
    void inputWithChannelsLast_thatGivesTheNumberOfSteps_isRefused() {
        ComputationGraph teacher = new ComputationGraph(TestNetworks.settings()
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.recurrent(3, 7, RNNFormat.NWC))
                .addLayer("lstm", new LSTM.Builder().nOut(4).build(), "in")
                .addVertex("last", new LastTimeStepVertex("in"), "lstm")
                .addVertex("repeated", new DuplicateToTimeSeriesVertex("in"), "last")
                .addLayer(
                        "out",
                        new RnnOutputLayer.Builder(LossFunction.MSE).nOut(2).build(),
                        "repeated")
                .setOutputs("out")
                .build());
        teacher.init();
        assertThatThrownBy(() -> Net2Net.from(teacher).addInputs("in", 2).grow())
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot add channels to 'in', because DL4J repeats 'repeated' as often as axis 2 of 'in' is"
                        + " long, and in NWC that is the number of its channels. Give the network series in NCW.");
    }

    /** A new channel of 'one' stands three times in the concatenation, after each of the old ones. */
    @Test
    void inputThatIsAddedToAConcatenation_isRefused() {
        ComputationGraph teacher = new ComputationGraph(TestNetworks.settings()
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.feedForward(3))
                .addLayer("one", TestNetworks.dense("one", 1), "in")
                .addVertex("thrice", new MergeVertex(), "one", "one", "one")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "thrice", "in")
                .addLayer("out", TestNetworks.softmax("out"), "sum")
                .setOutputs("out")
                .build());
        teacher.init();
        assertThatThrownBy(() -> Net2Net.from(teacher).addInputs("in", 3))
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot add 3 inputs to 'in': its channels are read, or made, in several parts, so that new"
                        + " ones have no place at the end. inspect() lists what can grow.");
    }

    @Test
    void flatImages_growByWholeImages() {
        assertThat(Net2Net.inspect(flatImages()).toString()).contains("  addInputs: add inputs to input 40 -> 80");
        assertThat(Net2Net.from(flatImages()).addInputs("input", 20).plan().toString())
                .contains("add inputs to input 40 -> 60\n     2 channels -> 3, each of 20 positions\n");
    }

    /** DL4J runs such a network on images as well as on rows. */
    @Test
    void flatImages_areComparedOnImagesToo() {
        Grown<MultiLayerNetwork> grown = Net2Net.from(flatImages())
                .addInputs("input", 20)
                .verifyOn(Probes.features(TestNetworks.random(3, DataType.DOUBLE, 6, 2, 4, 5)))
                .grow();
        assertThat(grown.report().comparison().largest()).isLessThanOrEqualTo(Tolerances.DOUBLE);
    }
}
