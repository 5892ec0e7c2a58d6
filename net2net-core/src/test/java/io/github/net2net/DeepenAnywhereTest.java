package io.github.net2net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.graph.Node;
import io.github.net2net.reference.Batch;
import io.github.net2net.reference.GraphNet;
import io.github.net2net.reference.GraphNetAdapter;
import io.github.net2net.reference.NetSketch;
import io.github.net2net.reference.Teachers;
import io.github.net2net.rule.Baseline;
import io.github.net2net.rule.Deepening;
import io.github.net2net.rule.Deepening.Activation;
import io.github.net2net.rule.Layers;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** New layers start as the identity after any node, in every way. */
class DeepenAnywhereTest {
    private static final GraphNet TEACHER = Teachers.residual();
    private static final Batch BATCH = Batch.random(TEACHER, Teachers.POSITIONS, 1);

    private static final List<Deepening> WAYS = List.of(
            Deepening.exact(),
            Deepening.exact().withoutBatchNorm(),
            Deepening.pairIdentity(),
            Deepening.slopes(),
            Deepening.linear(),
            Deepening.zeroResidual(),
            Deepening.zeroResidual().layers(1),
            Deepening.zeroResidual().layers(1).withoutBatchNorm(),
            Deepening.zeroResidual().activation(Activation.BEFORE_SUM).withoutBatchNorm());

    private static Growth<GraphNet> of(GraphNet teacher) {
        return Growth.of(new GraphNetAdapter(), teacher);
    }

    static Stream<Arguments> everywhere() {
        return TEACHER.graph().layers().stream()
                .filter(layer -> !List.of("in", "out").contains(layer))
                .flatMap(layer -> WAYS.stream().map(way -> Arguments.of(layer, way)));
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void behind_every_layer_in_every_way_the_function_stays(String layer, Deepening way) {
        boolean namesNorm = way.batchNorm() == null && way.way() == null;
        Deepening deepening = namesNorm && repeatsNorm(layer) ? way.batchNorm(Deepening.uncalibrated()) : way;
        Grown<GraphNet> grown =
                of(TEACHER).deepenAfter(layer, deepening).verifyOn(BATCH).grow();

        assertThat(BATCH.deviation(TEACHER, grown.network()))
                .as(grown.plan().toString())
                .isLessThanOrEqualTo(Tolerances.DOUBLE);
        assertThat(grown.network().graph().parameterCount())
                .isGreaterThan(TEACHER.graph().parameterCount());
    }

    private static GraphNet embedding() {
        NetSketch net = new NetSketch(8);
        net.source("in", 5, 3);
        return net.output(net.dense("out", net.embedding("words", "in", 4), 2)).build();
    }

    /** Where no layer is a model for it, the new one is a dense layer or a convolution of one tap. */
    @ParameterizedTest
    @CsvSource({
        "residual, conv1",
        "residual, relu1",
        "residual, pool3",
        "residual, flatten",
        "residual, fc",
        "attention, in2",
        "recurrent, lstm",
        "embedding, words",
        "sliced, both",
        "sliced, first"
    })
    void identityUnits_computeWhatArrives(String name, String layer) {
        GraphNet teacher = switch (name) {
            case "attention" -> Teachers.attention();
            case "sliced" -> Teachers.sliced();
            case "recurrent" -> Teachers.recurrent();
            case "embedding" -> embedding();
            default -> TEACHER;
        };
        Batch batch = Batch.random(teacher, Teachers.POSITIONS, 1);
        Grown<GraphNet> grown = of(teacher)
                .deepenAfter(layer, Deepening.identityUnit().withoutBatchNorm())
                .verifyOn(batch)
                .grow();
        assertThat(batch.deviation(teacher, grown.network())).isLessThanOrEqualTo(Tolerances.DOUBLE);
        assertThat(grown.network().graph().parameterCount())
                .isGreaterThan(teacher.graph().parameterCount());
    }

    @Test
    void slopes_areThoseOfANewPRelu() {
        Grown<GraphNet> grown = of(TEACHER)
                .deepenAfter("fc", Deepening.slopes())
                .verifyOn(BATCH)
                .grow();
        assertThat(grown.network().graph().nodes().stream()
                        .filter(node -> node.kind().equals("PReLU"))
                        .flatMap(node -> node.params().stream())
                        .map(param -> param.shape().size(0)))
                .containsExactly(10);
    }

    private static boolean repeatsNorm(String layer) {
        try {
            return !of(TEACHER).deepenAfter(layer).plan().isExact();
        } catch (GrowthException refusal) {
            return refusal.getMessage().contains("batch norm");
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void growth_continues_behind_new_layers(String layer, Deepening way) {
        if (way.way() == null) {
            return;
        }
        Growth<GraphNet> once = of(TEACHER).deepenAfter(layer, way);
        String added = once.grow().network().graph().nodes().stream()
                .map(Node::layer)
                .filter(name -> !TEACHER.graph().layers().contains(name))
                .findFirst()
                .orElseThrow();
        Growth<GraphNet> again = once.deepenAfter(added, Deepening.pairIdentity())
                .deepenAfter(layer, way)
                .widenAll(Layers.all())
                .times(1.5);
        GraphNet student = again.verifyOn(BATCH).grow().network();
        assertThat(BATCH.deviation(TEACHER, student)).isLessThanOrEqualTo(Tolerances.DOUBLE);
        assertThat(Recipe.fromJson(again.recipe().toJson())).isEqualTo(again.recipe());
        assertThat(of(TEACHER)
                        .replay(GrowthPlan.fromJson(again.plan().toJson()))
                        .plan())
                .isEqualTo(again.plan());
        assertThat(again.baseline(Baseline.RANDOM_PAD).grow().plan().isExact()).isFalse();
    }

    /** Chains of a dense layer, an activation, a node, and an output. */
    private static GraphNet after(String function, String node) {
        NetSketch net = new NetSketch(1);
        net.source("in", 3, 4);
        net.activation("act", net.dense("fc", "in", 4), function);
        switch (node) {
            case "max" -> net.maxPool("it", "act");
            case "addition" -> net.sumPool("it", "act");
            case "sum" -> net.sum("it", "act", net.activation("other", net.dense("fc2", "in", 4), function));
            case "norm" -> net.batchNorm("it", "act");
            default -> throw new IllegalArgumentException(node);
        }
        net.dense("out", "it", 2);
        return net.output("out").build();
    }

    @Test
    void the_way_depends_on_the_values_that_can_arrive() {
        assertThat(way("relu", "max")).endsWith("fc_1, act_1, identity, relu (leaves values of 0 and above unchanged)");
        assertThat(way("relu", "addition"))
                .endsWith("fc_1, act_1, identity, relu (leaves values of 0 and above unchanged)");
        assertThat(way("relu", "sum")).endsWith("identity, relu (leaves values of 0 and above unchanged)");
        assertThat(way("relu", "norm")).endsWith("fc_1, act_1, fc_2, pair identity, relu (f(x) - f(-x) = x)");
        assertThat(way("leaky relu", "max"))
                .endsWith("fc_1, act_1, fc_2, pair identity, leaky relu (f(x) - f(-x) = 1.10000 x)");
        assertThat(way("tanh", "max"))
                .endsWith("fc_1, act_1, fc_2, it_sum_1, zero residual block, tanh before the sum");
    }

    private static String way(String function, String node) {
        GraphNet teacher = after(function, node);
        Batch batch = Batch.random(teacher, 4, 1);
        Grown<GraphNet> grown = of(teacher).deepenAfter("it").verifyOn(batch).grow();
        assertThat(batch.deviation(teacher, grown.network())).isLessThanOrEqualTo(Tolerances.DOUBLE);
        return grown.plan().headlines().get(0);
    }

    /** A residual block keeps a layer's batch norm; a pair, which has none, is for who wants none. */
    @Test
    void the_way_depends_on_the_batch_norm() {
        NetSketch net = new NetSketch(1);
        net.source("in", 3, 4);
        net.activation("act", net.batchNorm("norm", net.dense("fc", "in", 4)), "leaky relu");
        GraphNet teacher = net.output(net.dense("out", "act", 2)).build();
        assertThat(of(teacher).deepenAfter("act").plan().headlines().get(0)).contains("zero residual block");
        assertThat(of(teacher)
                        .deepenAfter("act", Deepening.exact().withoutBatchNorm())
                        .plan()
                        .headlines()
                        .get(0))
                .contains("pair identity");
    }

    @Test
    void the_plan_tells_why() {
        assertThat(of(after("tanh", "max")).deepenAfter("it").plan().toString())
                .contains(
                        "not a single identity layer: any values can arrive there, and tanh changes some of these, and f(x) - f(-x) is no multiple of"
                                + " x");
        assertThat(of(after("tanh", "max"))
                        .deepenAfter("it", Deepening.pairIdentity())
                        .plan()
                        .toString())
                .contains("relu in the place of tanh, whose f(x) - f(-x) is no multiple of x");
    }

    @Test
    void all_selected_layers_are_deepened_and_skipped_ones_listed() {
        Growth<GraphNet> growth =
                of(TEACHER).deepenAll(Layers.all(), Deepening.exact().withoutBatchNorm());
        GraphNet student = growth.verifyOn(BATCH).grow().network();

        assertThat(BATCH.deviation(TEACHER, student)).isLessThanOrEqualTo(Tolerances.DOUBLE);
        assertThat(student.graph().layers()).contains("conv1_1", "conv2_1", "conv3_1", "fc_1");
        assertThat(growth.plan().toString())
                .contains("skipped out: it is an output of the network, and a layer after it would change what the loss"
                        + " sees. Deepen after fc_1 instead.");
        assertThat(Recipe.fromJson(growth.recipe().toJson())).isEqualTo(growth.recipe());
        assertThatThrownBy(() -> of(TEACHER).deepenAll(Layers.named("out")))
                .isInstanceOf(GrowthException.class)
                .hasMessage(
                        "cannot deepen after layers [out]: no layer can be inserted after any of them. skipped out: it is an"
                                + " output of the network, and a layer after it would change what the loss sees. Deepen after"
                                + " fc instead.");
        assertThatThrownBy(() -> of(TEACHER).deepenAll(Layers.ofKind("LSTM")))
                .isInstanceOf(GrowthException.class)
                .hasMessageStartingWith("cannot deepen after all layers of kind 'LSTM': no layer of this network");
    }

    @Test
    void new_layers_at_one_place_are_numbered() {
        assertThat(of(TEACHER)
                        .deepenAfter("fc")
                        .deepenAfter("fc")
                        .grow()
                        .network()
                        .graph()
                        .layers())
                .contains("fc_1", "fc_2");
    }
}
