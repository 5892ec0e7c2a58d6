package io.github.net2net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.graph.FlattenOrder;
import io.github.net2net.reference.GraphNet;
import io.github.net2net.reference.GraphNetAdapter;
import io.github.net2net.reference.NetSketch;
import io.github.net2net.reference.Teachers;
import io.github.net2net.rule.Baseline;
import io.github.net2net.tensor.ArrayTensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** More inputs, classes and indices leave what is computed of the old ones. */
class EndsLawsTest {
    private static final Offset<Double> ROUNDING = Offset.offset(Tolerances.DOUBLE);

    private static Growth<GraphNet> growth(GraphNet network) {
        return Growth.of(new GraphNetAdapter(), network);
    }

    private static double[][] random(int positions, int channels) {
        Random random = new Random(3);
        double[][] values = new double[positions][];
        Arrays.setAll(values, p -> random.doubles(channels, -1, 1).toArray());
        return values;
    }

    /** The first channels of each position. */
    private static double[][] first(double[][] values, int channels) {
        return Arrays.stream(values).map(row -> Arrays.copyOf(row, channels)).toArray(double[][]::new);
    }

    private static double[][] output(GraphNet network, Map<String, double[][]> inputs, String name) {
        return network.run(inputs, false).get(name);
    }

    private static void assertClose(double[][] actual, double[][] expected) {
        assertThat(actual).hasDimensions(expected.length, expected[0].length);
        for (int p = 0; p < expected.length; p++) {
            assertThat(actual[p]).containsExactly(expected[p], ROUNDING);
        }
    }

    /** Two inputs, each read by a layer of its own and by one of both. */
    private static GraphNet twoInputs() {
        NetSketch net = new NetSketch(7);
        net.source("left", 3, 2);
        net.source("right", 4, 2);
        net.dense("a", "left", 5);
        net.dense("b", net.concat("both", "left", "right"), 5);
        net.dense("out", net.activation("sum/relu", net.sum("sum", "a", "b"), "relu"), 2);
        return net.output("out").build();
    }

    @ParameterizedTest
    @CsvSource({"left, 2", "right, 1", "right, 5"})
    void newInputsHaveNoEffect_whateverTheyAre(String input, int count) {
        GraphNet teacher = twoInputs();
        Grown<GraphNet> grown = growth(teacher).addInputs(input, count).grow();
        Map<String, double[][]> inputs = Map.of("left", random(2, 3), "right", random(2, 4));
        Map<String, double[][]> more = new HashMap<>(inputs);
        int before = inputs.get(input)[0].length;
        more.put(input, random(2, before + count));
        Map<String, double[][]> same = new HashMap<>(more);
        same.put(input, first(more.get(input), before));
        assertClose(output(grown.network(), more, "out"), output(teacher, same, "out"));
        assertThat(grown.network().graph().channels(input)).isEqualTo(before + count);
        assertThat(grown.network().graph().channels("a")).isEqualTo(5);
        assertThat(grown.plan().isExactInTraining()).isTrue();
    }

    @Test
    void aFlatInputGrowsByWholeChannels() {
        NetSketch net = new NetSketch(2);
        net.source("in", 6, 1);
        net.unflatten("images", "in", FlattenOrder.CHANNEL_MAJOR, 3);
        net.dense("out", net.convolution("conv", "images", 4, NetSketch.same(3)), 2);
        GraphNet teacher = net.output("out").build();
        Grown<GraphNet> grown = growth(teacher).addInputs("in", 3).grow();
        double[][] more = random(1, 9);
        assertClose(
                output(grown.network(), Map.of("in", more), "out"),
                output(teacher, Map.of("in", first(more, 6)), "out"));
        assertThat(grown.plan()).hasToString("""
                GrowthPlan  38 -> 50 parameters (+32%)   seed 0   exact
                            304 bytes -> 400 bytes of parameters   96 -> 132 multiply-adds per example
                 1 add inputs to in 6 -> 9
                     2 channels -> 3, each of 3 positions
                     new inputs have no effect until weights learn
                     conv.W  in 2->3  add, weight zero
                optimizer: none""");
        assertThatThrownBy(() -> growth(teacher).addInputs("in", 4))
                .hasMessage(
                        "cannot add 4 inputs to 'in': its 6 entries are 2 channels of 3 positions. Give a multiple of 3.");
    }

    private static GraphNet classifier(String last) {
        NetSketch net = new NetSketch(5);
        net.source("in", 3, 1);
        net.activation("fc/relu", net.dense("fc", "in", 6), "relu");
        net.dense("logits", "fc/relu", 4);
        if (last.equals("softmax")) {
            net.softmax("out", "logits");
        } else {
            net.activation("out", "logits", last);
        }
        return net.output("out").build();
    }

    @Test
    void newClassesAreLow_andOldOnesKeepTheirRatios() {
        GraphNet teacher = classifier("softmax");
        Grown<GraphNet> grown = growth(teacher).addClasses(2).grow();
        Map<String, double[][]> inputs = Map.of("in", random(1, 3));
        double[] logits = output(grown.network(), inputs, "logits")[0];
        double[] before = output(teacher, inputs, "logits")[0];
        assertThat(Arrays.copyOf(logits, 4)).containsExactly(before, ROUNDING);
        double lowest =
                Arrays.stream(teacher.param("logits", "b").values()).min().orElseThrow();
        assertThat(logits[4]).isEqualTo(lowest - 10);
        assertThat(logits[5]).isEqualTo(lowest - 10);
        double[] probabilities = output(grown.network(), inputs, "out")[0];
        double[] old = output(teacher, inputs, "out")[0];
        assertThat(probabilities[1] / probabilities[3]).isCloseTo(old[1] / old[3], ROUNDING);
        assertThat(grown.plan()).hasToString("""
                GrowthPlan  52 -> 66 parameters (+27%)   seed 0   exact, in the logits of old classes
                            416 bytes -> 528 bytes of parameters   42 -> 54 multiply-adds per example
                 1 add classes to out 4 -> 6
                     the logits of old classes stay; new ones have weights of zero and a bias 10 below the lowest old one
                     probabilities of old classes keep their ratios, and their sum is now below 1
                     logits.*  out 4->6  add, low
                optimizer: none""");
    }

    @Test
    void sigmoidsAreClassesToo_withoutASum() {
        GraphNet teacher = classifier("sigmoid");
        Grown<GraphNet> grown = growth(teacher).addClasses("out", 1).grow();
        Map<String, double[][]> inputs = Map.of("in", random(1, 3));
        assertClose(first(output(grown.network(), inputs, "out"), 4), output(teacher, inputs, "out"));
        assertThat(output(grown.network(), inputs, "out")[0][4]).isLessThan(1e-4);
        assertThat(grown.plan().toString()).doesNotContain("probabilities");
    }

    @Test
    void theBaselineLeavesNewClassesTheirInitialValues() {
        GraphNet student = growth(classifier("softmax"))
                .baseline(Baseline.RANDOM_PAD)
                .addClasses(1)
                .grow()
                .network();
        assertThat(student.param("logits", "W").at(0, 4)).isNotZero();
        assertThat(student.param("logits", "b").at(4)).isGreaterThan(-1);
    }

    private static GraphNet ending(UnaryOperator<NetSketch> end) {
        NetSketch net = new NetSketch(5);
        net.source("in", 3, 4);
        net.dense("fc", "in", 6);
        return end.apply(net).build();
    }

    private static GraphNet ending(String end) {
        return ending(net -> switch (end) {
            case "softmax, then relu" ->
                net.output(net.activation("out", net.softmax("softmax", net.dense("logits", "fc", 3)), "relu"));
            case "tanh" -> net.output(net.activation("out", net.dense("logits", "fc", 3), "tanh"));
            case "norm" -> net.output(net.softmax("out", net.batchNorm("norm", net.dense("logits", "fc", 3))));
            case "opaque" ->
                net.output(net.softmax(
                        "out",
                        net.opaqueDense(
                                "odd", net.dense("logits", "fc", 3), "is of a kind" + " that net2net does not know")));
            case "lstm" -> net.output(net.softmax("out", net.lstm("logits", "fc", 3)));
            case "normalized" -> net.output(net.softmax("out", net.normalizedDense("logits", "fc", 3)));
            case "shared" ->
                net.output(
                        net.softmax("out", net.dense("logits", "fc", 3)), net.activation("raw", "logits", "sigmoid"));
            default ->
                net.output(net.softmax("one", net.dense("a", "fc", 3)), net.softmax("two", net.dense("b", "fc", 4)));
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "softmax, then relu | out | its probabilities pass relu, after which those of old classes would not keep their ratios. Name an output without an activation after the softmax.",
                "tanh | out | its activation is tanh, so its outputs are not classes. Name an output with softmax or sigmoid.",
                "norm | out | its logits pass a batch norm, 'norm', after which new ones would not stay low. Put a dense or convolutional layer after it.",
                "opaque | out | 'odd' is of a kind that net2net does not know.",
                "lstm | out | its logits are made by an LSTM, whose new outputs would not stay low. Put an output layer after it.",
                "normalized | out | its logits are made by a dense layer, whose new outputs would not stay low. Put an output layer after it.",
                "two | fc | it is no output of the network. The outputs are: one, two.",
                "two | thre | there is no layer of that name. Nearest names: one, two, fc; inspect() lists all.",
            })
    void otherEndsAreRefused(String end, String output, String reason) {
        assertThatThrownBy(() -> growth(ending(end)).addClasses(output, 2))
                .isInstanceOf(GrowthException.class)
                .hasMessageStartingWith("cannot add 2 classes to '" + output + "': " + reason);
    }

    @Test
    void oneOfSeveralOutputsHasToBeNamed() {
        GraphNet teacher = ending("two");
        assertThatThrownBy(() -> growth(teacher).addClasses(1))
                .hasMessageStartingWith("cannot add 1 class: the network has the outputs one, two. Name one of them:"
                        + " addClasses(\"one\", n).");
        GraphNet student = growth(teacher).addClasses("two", 1).grow().network();
        assertThat(student.graph().channels("two")).isEqualTo(5);
        assertThat(student.graph().channels("one")).isEqualTo(3);
        assertThat(student.params()
                        .get(new io.github.net2net.graph.ParamKey("a", "W"))
                        .values())
                .isEqualTo(teacher.param("a", "W").values());
    }

    @Test
    void inputsThatDoNotExist_andThoseOfIndices_areRefused() {
        assertThatThrownBy(() -> growth(twoInputs()).addInputs("in", 1))
                .hasMessageStartingWith(
                        "cannot add 1 input to 'in': the network has no such input. Its inputs are: left, right.");
        assertThatThrownBy(() -> growth(texts()).addInputs("text", 1))
                .hasMessageStartingWith("cannot add 1 input to 'text': it holds indices, which 'words' looks up. Use"
                        + " extendVocabulary(\"words\") for more of them.");
    }

    private static GraphNet texts() {
        NetSketch net = new NetSketch(8);
        net.source("text", 5, 3);
        net.embedding("words", "text", 4);
        net.embedding("again", "text", 4);
        net.dense("out", net.sum("sum", "words", "again"), 2);
        return net.output("out").build();
    }

    @Test
    void oldIndicesKeepTheirVectors() {
        GraphNet teacher = texts();
        Grown<GraphNet> grown = growth(teacher).extendVocabulary("words").to(8).grow();
        ArrayTensor before = teacher.param("words", "W");
        ArrayTensor after = grown.network().param("words", "W");
        assertThat(Arrays.copyOf(after.values(), before.values().length)).isEqualTo(before.values());
        assertThat(after.shape().size(0)).isEqualTo(8);
        assertThat(after.at(7, 0)).isNotZero();
        assertThat(grown.network().graph().channels("text")).isEqualTo(8);
        assertThat(grown.network().param("again", "W").shape().size(0)).isEqualTo(5);
        assertThat(grown.plan()).hasToString("""
                GrowthPlan  58 -> 70 parameters (+21%)   seed 0   exact
                            464 bytes -> 560 bytes of parameters   24 -> 24 multiply-adds per example
                 1 extend vocabulary of words 5 -> 8
                     the old entries stay as they are
                     again reads the same indices and has 5 entries, so new indices need its vocabulary extended too
                     words.W  vocabulary 5->8  add, initial values
                optimizer: none""");
        assertThat(growth(teacher)
                        .extendVocabulary("words")
                        .to(8)
                        .extendVocabulary("again")
                        .to(8)
                        .plan()
                        .toString())
                .containsOnlyOnce("reads the same indices");
    }

    @Test
    void vocabulariesOnlyGrow() {
        assertThatThrownBy(() -> growth(texts()).extendVocabulary("words").to(5))
                .hasMessageStartingWith(
                        "cannot extend the vocabulary of 'words' to 5: it has 5 entries now, and can only"
                                + " grow, to at most 2147483647. Give a number in between.");
        assertThatThrownBy(() -> growth(Teachers.mlp()).extendVocabulary("fc1").to(5))
                .hasMessageStartingWith(
                        "cannot extend the vocabulary of 'fc1': a dense layer has no vocabulary. Name an embedding.");
    }
}
