package io.github.net2net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import io.github.net2net.graph.Kernel.Dimension;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.Node;
import io.github.net2net.graph.Param;
import io.github.net2net.reference.Batch;
import io.github.net2net.reference.Choices;
import io.github.net2net.reference.GraphNet;
import io.github.net2net.reference.GraphNetAdapter;
import io.github.net2net.reference.NetSketch;
import io.github.net2net.reference.RandomGrowth;
import io.github.net2net.reference.RandomNet;
import io.github.net2net.reference.Teachers;
import io.github.net2net.rule.Deepening;
import io.github.net2net.spi.Deviation.Mode;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a network can become by growing, it becomes; what it can't, it is told why. */
class TowardLawsTest {
    private static final int NETWORKS = 60;

    private static Growth<GraphNet> growth(GraphNet network) {
        return Growth.of(new GraphNetAdapter(), network);
    }

    private static List<String> structure(NetGraph graph) {
        return graph.nodes().stream()
                .map(node -> node.kind() + " "
                        + node.params().stream().map(Param::shape).toList())
                .sorted()
                .collect(ImmutableList.toImmutableList());
    }

    /** A student that was grown without the target grows toward the same structure again. */
    @Test
    void whatGrowthMade_isReached() {
        Random random = new Random(2);
        int reached = 0;
        int grown = 0;
        for (int i = 0; i < NETWORKS; i++) {
            Choices choices = new Choices(random.ints(60, 0, 10_000).boxed().toList());
            int positions = choices.between(1, 4);
            GraphNet teacher = RandomNet.draw(choices, positions, 7);
            Batch probe = Batch.random(teacher, positions, 5);
            NetGraph target = RandomGrowth.draw(
                            new Choices(random.ints(60, 0, 10_000).boxed().toList()), teacher, probe, 3)
                    .growth()
                    .grow()
                    .network()
                    .graph();
            if (structure(target).equals(structure(teacher.graph()))) {
                continue;
            }
            grown++;
            try {
                GraphNet student = growth(teacher).toward(target).grow().network();
                assertThat(structure(student.graph())).isEqualTo(structure(target));
                assertThat(probe.largest(teacher, student, Mode.INFERENCE)).isLessThanOrEqualTo(Tolerances.DOUBLE);
                reached++;
            } catch (GrowthException refusal) {
                assertThat(refusal).hasMessageStartingWith("cannot grow toward the target");
            }
        }
        assertThat(reached).isGreaterThan(grown * 2 / 3);
    }

    /** in(3), a(5), relu, b(4), tanh, out(2). */
    private static NetSketch chain() {
        NetSketch net = new NetSketch(3);
        net.source("in", 3, 4);
        net.activation("a/act", net.convolution("a", "in", 5, NetSketch.same(3)), "relu");
        return net;
    }

    private static NetSketch ending(NetSketch net, String before) {
        net.dense("out", net.activation("b/act", net.dense("b", before, 4), "tanh"), 2);
        return net.output("out");
    }

    private static GraphNet plain() {
        return ending(chain(), "a/act").build();
    }

    private static GraphNet target(String name) {
        return switch (name) {
            case "wider" -> chainOf(7, 3, "tanh", 2);
            case "narrower" -> chainOf(4, 3, "tanh", 2);
            case "larger kernel" -> chainOf(5, 5, "tanh", 2);
            case "smaller kernel" -> chainOf(5, 1, "tanh", 2);
            case "other activation" -> chainOf(5, 3, "sigmoid", 2);
            case "more classes" -> chainOf(5, 3, "tanh", 3);
            case "strided" -> {
                NetSketch net = new NetSketch(3);
                net.source("in", 3, 4);
                Dimension same = NetSketch.same(3);
                net.activation(
                        "a/act",
                        net.convolution("a", "in", 5, new Dimension(3, 2, 1, same.padding(), 0, null)),
                        "relu");
                yield ending(net, "a/act").build();
            }
            default -> extended(name);
        };
    }

    private static GraphNet extended(String name) {
        NetSketch net = chain();
        return switch (name) {
            case "norm" -> ending(net, net.batchNorm("norm", "a/act")).build();
            case "without b" -> net.output(net.dense("out", "a/act", 2)).build();
            case "with lstm" -> ending(net, net.lstm("lstm", "a/act", 5)).build();
            case "deeper" -> {
                net.convolution("new", "a/act", 5, NetSketch.same(3));
                yield ending(net, net.activation("new/act", "new", "relu")).build();
            }
            case "no activation" -> {
                NetSketch bare = new NetSketch(3);
                bare.source("in", 3, 4);
                yield ending(bare, bare.convolution("a", "in", 5, NetSketch.same(3)))
                        .build();
            }
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static GraphNet chainOf(int width, int kernel, String activation, int outputs) {
        NetSketch net = new NetSketch(3);
        net.source("in", 3, 4);
        net.activation("a/act", net.convolution("a", "in", width, NetSketch.same(kernel)), "relu");
        net.dense("out", net.activation("b/act", net.dense("b", "a/act", 4), activation), outputs);
        return net.output("out").build();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "narrower | a: it has 5 channels, in the target 4, and growing only adds channels; shrink() removes those that are equal or without effect",
                "smaller kernel | a: its kernel is 3, in the target 1, and a kernel can only grow",
                "other activation | b: it does not include 'sigmoid sigmoid', its counterpart does; b: it includes 'tanh tanh', its counterpart does not",
                "strided | a: its convolution has stride 1, dilation 1 and padding same, in the target stride 2, dilation 1 and padding same, which moves what it reads",
                "norm | norm: no counterpart in the network (batch norm); no such layer starts as the identity after 'a'",
                "without b | b: no counterpart in the target (dense layer); no layer can be removed exactly",
                "with lstm | lstm: no counterpart in the network (LSTM); no such layer starts as the identity after 'a'",
                "no activation | a: it includes 'relu relu', its counterpart does not",
                "more classes | out: cannot add 1 class to 'out': its activation is identity, so its outputs are not classes. Name an output with softmax or sigmoid.",
            })
    void whatStandsInTheWayIsNamed(String name, String reason) {
        assertThatThrownBy(() -> growth(plain()).toward(target(name).graph()))
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot grow toward the target. What is in the way:\n  " + reason.replace("; b:", "\n  b:")
                        + "\nNo step leads nearer to it.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wider | widen a 5 -> 7",
                "larger kernel | enlarge kernel of a 3 -> 5",
                "deeper | deepen after a: new layer new, kernel 3, identity, relu",
            })
    void stepsLeadThere(String name, String step) {
        GraphNet teacher = plain();
        NetGraph target = target(name).graph();
        Grown<GraphNet> grown = growth(teacher).toward(target).grow();
        assertThat(grown.plan().toString()).contains(" 1 " + step).doesNotContain("\n 2 ");
        assertThat(structure(grown.network().graph())).isEqualTo(structure(target));
        assertThat(Batch.random(teacher, 4, 5).deviation(teacher, grown.network()))
                .isLessThanOrEqualTo(Tolerances.DOUBLE);
        assertThat(grown.network().graph().nodes().stream().map(Node::name).toList())
                .containsExactlyInAnyOrderElementsOf(
                        target.nodes().stream().map(Node::name).toList());
    }

    private static GraphNet teacher(String name) {
        NetSketch net = new NetSketch(8);
        net.source("in", 5, 3);
        return switch (name) {
            case "attention", "more heads", "larger heads" -> Teachers.attention();
            case "embedding", "wider embedding" ->
                net.output(net.dense("out", net.embedding("words", "in", 4), 2)).build();
            case "classes" ->
                net.output(net.activation("out", net.dense("logits", "in", 3), "sigmoid"))
                        .build();
            case "recurrent" -> Teachers.recurrent();
            default -> Teachers.residual();
        };
    }

    private static Recipe recipe(String name) {
        return switch (name) {
            case "attention" ->
                Recipe.of().nHeads("attention").to(3).headSize("attention").to(6);
            case "more heads" -> Recipe.of().nHeads("attention").to(3);
            case "larger heads" -> Recipe.of().headSize("attention").to(6);
            case "embedding" -> Recipe.of().extendVocabulary("words").to(9);
            case "wider embedding" -> Recipe.of().widen("words").to(7);
            case "classes" -> Recipe.of().addInputs("in", 2).addClasses("out", 2);
            case "recurrent" -> Recipe.of().deepenAfter("lstm", Deepening.zeroRecurrent());
            case "separable" -> Recipe.of().deepenAfter("conv1", Deepening.separable());
            case "residual" ->
                Recipe.of()
                        .deepenAfter("conv3", Deepening.zeroResidual().layers(1).withoutBatchNorm());
            default -> Recipe.of().deepenAfter("fc").deepenAfter("conv1").deepenAfter("conv1");
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "attention",
                "more heads",
                "larger heads",
                "embedding",
                "wider embedding",
                "classes",
                "recurrent",
                "separable",
                "residual",
                "several"
            })
    void eachStepIsFound(String name) {
        GraphNet teacher = teacher(name);
        NetGraph target = growth(teacher).apply(recipe(name)).grow().network().graph();
        Grown<GraphNet> grown = growth(teacher).toward(target).grow();
        assertThat(structure(grown.network().graph())).isEqualTo(structure(target));
        assertThat(grown.network().graph().layers().asList())
                .containsExactlyInAnyOrderElementsOf(target.layers().asList());
        assertThatThrownBy(() -> growth(grown.network()).toward(teacher.graph()))
                .isInstanceOf(GrowthException.class)
                .hasMessageStartingWith("cannot grow toward the target. ");
    }

    @Test
    void theSameStructure_isNoTarget() {
        assertThatThrownBy(() -> growth(plain()).toward(plain().graph()))
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot grow toward the target: the network has its structure already.");
    }

    @Test
    void anotherArchitecture_isCalledOne() {
        assertThatThrownBy(() ->
                        growth(Teachers.residual()).toward(Teachers.recurrent().graph()))
                .isInstanceOf(GrowthException.class)
                .hasMessage("""
                        cannot grow toward the target. It is another architecture: of the network's 15 layers, 2 have a \
                        counterpart among the target's 3. What is in the way:
                          conv1, conv2, shortcut2, conv3: no counterpart in the target (convolution); no layer can be removed exactly
                          relu1, relu2, relu3: no counterpart in the target (relu); no layer can be removed exactly
                          bn2, bn3: no counterpart in the target (batch norm); no layer can be removed exactly
                          add2: no counterpart in the target (sum); no layer can be removed exactly
                          pool3: no counterpart in the target (max pooling); no layer can be removed exactly
                          flatten: no counterpart in the target (flattening); no layer can be removed exactly
                          fc: no counterpart in the target (dense layer); no layer can be removed exactly
                          out: it has 4 channels, in the target 3, and growing only adds channels; shrink() removes those that \
                        are equal or without effect
                          lstm: no counterpart in the network (LSTM); no such layer starts as the identity after 'in'
                        No step leads nearer to it.""");
    }
}
