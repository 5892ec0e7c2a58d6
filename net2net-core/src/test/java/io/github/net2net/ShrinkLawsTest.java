package io.github.net2net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.graph.ParamKey;
import io.github.net2net.reference.Batch;
import io.github.net2net.reference.Choices;
import io.github.net2net.reference.GraphNet;
import io.github.net2net.reference.GraphNetAdapter;
import io.github.net2net.reference.NetSketch;
import io.github.net2net.reference.RandomNet;
import io.github.net2net.reference.Teachers;
import io.github.net2net.rule.Donors;
import io.github.net2net.rule.Layers;
import io.github.net2net.rule.SymmetryBreaking;
import io.github.net2net.spi.Deviation.Mode;
import io.github.net2net.tensor.ArrayTensor;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Shrinking is the inverse of widening, and removes nothing that has an effect. */
class ShrinkLawsTest {
    private static final int NETWORKS = 40;
    private static final GraphNet MLP = Teachers.mlp();

    static Stream<GraphNet> teachers() {
        return Stream.of(
                Teachers.mlp(), Teachers.residual(), Teachers.recurrent(), Teachers.attention(), Teachers.sliced());
    }

    private static Growth<GraphNet> growth(GraphNet network) {
        return Growth.of(new GraphNetAdapter(), network);
    }

    private static GraphNet shrunken(GraphNet network) {
        return growth(network).shrink().grow().network();
    }

    private static void assertSame(GraphNet actual, GraphNet expected) {
        assertThat(actual.params().keySet()).isEqualTo(expected.params().keySet());
        expected.params().forEach((key, value) -> {
            assertThat(actual.params().get(key).shape()).as("%s", key).isEqualTo(value.shape());
            assertThat(actual.params().get(key).maxAbsDifference(value))
                    .as("%s", key)
                    .isLessThanOrEqualTo(Tolerances.DOUBLE);
        });
    }

    private static GraphNet widened(GraphNet teacher, Donors donors, double factor) {
        return growth(teacher)
                .seed(3)
                .donors(donors)
                .widenAll(Layers.all())
                .times(factor)
                .grow()
                .network();
    }

    @ParameterizedTest
    @MethodSource("teachers")
    void theTeacherComesBackFromItsStudents(GraphNet teacher) {
        assertSame(shrunken(widened(teacher, Donors.cyclic(), 2)), teacher);
        assertSame(shrunken(widened(teacher, Donors.random(), 2.5)), teacher);
        assertSame(shrunken(widened(teacher, Donors.fresh(), 1.5)), teacher);
    }

    @Test
    void randomStudents_keepTheirFunction_andAreNoLargerThanTheirTeachers() {
        Random random = new Random(1);
        int compared = 0;
        for (int i = 0; i < NETWORKS; i++) {
            Choices choices = new Choices(random.ints(60, 0, 10_000).boxed().toList());
            int positions = choices.between(1, 4);
            GraphNet teacher = RandomNet.draw(choices, positions, 9);
            try {
                GraphNet student = widened(teacher, Donors.random(), 2);
                GraphNet back = shrunken(student);
                Batch probe = Batch.random(teacher, positions, 5);
                assertThat(probe.largest(student, back, Mode.INFERENCE)).isLessThanOrEqualTo(Tolerances.DOUBLE);
                assertThat(probe.largest(student, back, Mode.TRAINING)).isLessThanOrEqualTo(Tolerances.DOUBLE);
                assertThat(back.graph().parameterCount())
                        .isLessThan(student.graph().parameterCount());
                compared++;
            } catch (GrowthException nothingToWiden) {
                assertThat(nothingToWiden).hasMessageStartingWith("cannot ");
            }
        }
        assertThat(compared).isGreaterThan(NETWORKS / 2);
    }

    /** This network with some entries of an axis of the parameter changed. */
    private static GraphNet changed(GraphNet network, ParamKey key, int axis, int index, DoubleUnaryOperator f) {
        ArrayTensor before = network.param(key.node(), key.param());
        double[] values = before.values().clone();
        int inner = 1;
        for (int a = axis + 1; a < before.shape().rank(); a++) {
            inner *= before.shape().size(a);
        }
        for (int k = 0; k < values.length; k++) {
            if (k / inner % before.shape().size(axis) == index) {
                values[k] = f.applyAsDouble(values[k]);
            }
        }
        return network.with(key.node(), key.param(), ArrayTensor.of(before.shape(), values));
    }

    private static GraphNet withDeadAndUnreadChannels() {
        GraphNet network = changed(MLP, new ParamKey("fc1", "W"), 1, 2, value -> 0);
        network = changed(network, new ParamKey("fc1", "b"), 0, 2, value -> 0);
        return changed(network, new ParamKey("fc2", "W"), 0, 4, value -> 0);
    }

    @Test
    void channelsWithoutEffectAreRemoved() {
        GraphNet network = withDeadAndUnreadChannels();
        Grown<GraphNet> grown =
                growth(network).shrink().verifyOn(Batch.random(MLP, 1, 3)).grow();
        assertThat(grown.plan()).hasToString("""
                GrowthPlan  83 -> 65 parameters (-22%)   seed 0   exact
                            664 bytes -> 520 bytes of parameters   68 -> 52 multiply-adds per example
                 1 merge or remove channels of 1 group
                     fc1 6 -> 4, 2 removed that have no effect
                optimizer: none""");
        assertThat(grown.network().param("fc1", "b").values())
                .containsExactly(pick(MLP.param("fc1", "b").values(), 0, 1, 3, 5));
    }

    @Test
    void theFirstChannelIsRemovedLikeAnyOther() {
        GraphNet network = changed(MLP, new ParamKey("fc2", "W"), 0, 0, value -> 0);
        assertThat(shrunken(network).param("fc1", "b").values())
                .containsExactly(pick(MLP.param("fc1", "b").values(), 1, 2, 3, 4, 5));
    }

    private static double[] pick(double[] values, int... indices) {
        return Arrays.stream(indices).mapToDouble(i -> values[i]).toArray();
    }

    @Test
    void aLayerKeepsOneChannel() {
        GraphNet network = MLP;
        for (int channel = 0; channel < 5; channel++) {
            network = changed(network, new ParamKey("out", "W"), 0, channel, value -> 0);
        }
        GraphNet back = shrunken(network);
        assertThat(back.graph().channels("fc2")).isEqualTo(1);
        assertThat(Batch.random(MLP, 1, 3).deviation(network, back)).isLessThanOrEqualTo(Tolerances.DOUBLE);
    }

    private static GraphNet followed(String by) {
        NetSketch net = new NetSketch(4);
        net.source("in", 3, 2);
        String fc = net.dense("fc", "in", 4);
        String last = switch (by) {
            case "relu" -> net.activation("after", fc, "relu");
            case "sigmoid" -> net.activation("after", fc, "sigmoid");
            case "batch norm" -> net.batchNorm("after", fc);
            case "layer normalization" -> net.layerNorm("after", fc);
            default -> net.join("after", "product", (x, y) -> x * y, fc, net.dense("fc2", "in", 4));
        };
        return net.output(net.dense("out", last, 2)).build();
    }

    /** A channel of zeros is one of others after a sigmoid or a shift, and counts where all channels are combined. */
    @ParameterizedTest
    @CsvSource({"relu, 3", "sigmoid, 4", "batch norm, 4", "layer normalization, 4"})
    void channelsOfZerosAreRemoved_whereTheyStayZero(String by, int channels) {
        GraphNet network = changed(followed(by), new ParamKey("fc", "W"), 1, 2, value -> 0);
        GraphNet dead = changed(network, new ParamKey("fc", "b"), 0, 2, value -> 0);
        if (channels == 4) {
            assertThatThrownBy(() -> growth(dead).shrink()).hasMessageStartingWith("cannot shrink this network: ");
        } else {
            assertThat(shrunken(dead).graph().channels("fc")).isEqualTo(channels);
        }
    }

    /** What stays zero does not depend on layers elsewhere. */
    @Test
    void channelsOfZerosAreRemoved_whateverOtherLayersDo() {
        NetSketch net = new NetSketch(4);
        net.source("in", 3, 2);
        String hidden = net.activation("act", net.dense("fc", "in", 4), "relu");
        String last = net.activation("last", net.dense("fc2", hidden, 3), "sigmoid");
        GraphNet network = net.output(net.dense("out", last, 2)).build();
        GraphNet noWeights = changed(network, new ParamKey("fc", "W"), 1, 2, value -> 0);
        GraphNet dead = changed(noWeights, new ParamKey("fc", "b"), 0, 2, value -> 0);
        assertThat(shrunken(dead).graph().channels("fc")).isEqualTo(3);
    }

    /** With layer normalization only copies of all channels, equally often, leave mean and variance. */
    @Test
    void combinedChannelsAreMerged_ifAllHaveAsManyCopies() {
        GraphNet teacher = followed("layer normalization");
        assertSame(shrunken(widened(teacher, Donors.cyclic(), 2)), teacher);
        GraphNet network = teacher;
        for (ParamKey key : List.of(new ParamKey("fc", "W"), new ParamKey("fc", "b"))) {
            double[] values = network.param(key.node(), key.param()).values().clone();
            for (int k = 3; k < values.length; k += 4) {
                values[k] = values[k - 3];
            }
            network = network.with(
                    key.node(),
                    key.param(),
                    ArrayTensor.of(network.param(key.node(), key.param()).shape(), values));
        }
        GraphNet twoEqual = network;
        assertThatThrownBy(() -> growth(twoEqual).shrink()).hasMessageStartingWith("cannot shrink this network: ");
    }

    /** Copies whose weights are summed to zero have no effect together. */
    @Test
    void copiesThatCancelAreRemovedTogether() {
        GraphNet student = growth(MLP)
                .breakSymmetry(SymmetryBreaking.none())
                .donors(Donors.given(1))
                .widen("fc1")
                .to(7)
                .grow()
                .network();
        GraphNet network = changed(student, new ParamKey("fc2", "W"), 0, 6, value -> -value);
        GraphNet back = shrunken(network);
        assertThat(back.graph().channels("fc1")).isEqualTo(5);
        assertThat(back.param("fc1", "b").values())
                .containsExactly(pick(MLP.param("fc1", "b").values(), 0, 2, 3, 4, 5));
    }

    /** One weight alone decides, by how far it is off relative to the largest one of its array. */
    @ParameterizedTest
    @CsvSource({"fc1, W, 0.9, 6", "fc1, W, 1.1, 7", "fc1, b, 0.9, 6", "fc1, b, 1.1, 7"})
    void channelsAreSimilar_ifNoWeightIsFurtherOffThanTheTolerance(
            String node, String param, double tolerances, int channels) {
        GraphNet student =
                growth(MLP).donors(Donors.given(1)).widen("fc1").to(7).grow().network();
        ArrayTensor before = student.param(node, param);
        double[] values = before.values().clone();
        double largest = Arrays.stream(values).map(Math::abs).max().orElseThrow();
        values[values.length - 1] += tolerances * 1e-3 * largest;
        GraphNet network = student.with(node, param, ArrayTensor.of(before.shape(), values));
        if (channels == 7) {
            assertThatThrownBy(() -> growth(network).shrink(1e-3))
                    .hasMessageStartingWith("cannot shrink this network: ");
        } else {
            assertThat(growth(network).shrink(1e-3).grow().network().graph().channels("fc1"))
                    .isEqualTo(channels);
        }
    }

    /** Weights that differ by more than rounding are others; of double precision, by 1e-12 of the largest one. */
    @ParameterizedTest
    @CsvSource({"fc1, W, 1, 1e-14, 6", "fc1, W, 1, 1e-10, 7", "fc1, b, 0, 1e-14, 6", "fc1, b, 0, 1e-10, 7"})
    void onlyRoundingIsOverlooked(String node, String param, int axis, double difference, int channels) {
        GraphNet student =
                growth(MLP).donors(Donors.given(1)).widen("fc1").to(7).grow().network();
        GraphNet network = changed(student, new ParamKey(node, param), axis, 6, value -> value + difference);
        if (channels == 7) {
            assertThatThrownBy(() -> growth(network).shrink())
                    .isInstanceOf(GrowthException.class)
                    .hasMessage("cannot shrink this network: it has no equal channels that can change, and none without"
                            + " effect. Give a tolerance to merge similar ones: shrink(0.01).");
            Grown<GraphNet> similar = growth(network).shrink(1e-6).grow();
            assertThat(similar.network().graph().channels("fc1")).isEqualTo(6);
            assertThat(similar.plan().isExact()).isFalse();
        } else {
            assertThat(shrunken(network).graph().channels("fc1")).isEqualTo(channels);
        }
    }

    @Test
    void removalWithinATolerance_saysSo() {
        GraphNet network = changed(withDeadAndUnreadChannels(), new ParamKey("fc2", "W"), 0, 4, value -> 1e-9);
        assertThat(growth(network).shrink(1e-6).plan().toString())
                .contains("fc1 6 -> 4, 2 removed that have no effect within the tolerance");
        assertThat(growth(network).shrink().plan().toString()).contains("fc1 6 -> 5, 1 removed that have no effect\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fc1 | 0 | 0, 1    | cannot merge channels of 'fc1': the step is of another network, or keeps none of its 6 channels. Make it by shrink(..) on this network.",
                "fc1 | 1 | 0, 0, 2, 3, 4, 5 | cannot merge channels of 'fc1': the step is of another network, or keeps none of its 6 channels. Make it by shrink(..) on this network.",
                "fc1 | 0 | -1, -1, -1, -1, -1, -1 | cannot merge channels of 'fc1': the step is of another network, or keeps none of its 6 channels. Make it by shrink(..) on this network.",
                "out | 0 | 0, 0, 2, 3 | cannot merge channels of 'out': they can't change, because 'out' is an output of the network.",
                "fc1 | 0 | 0, 2, 2, 3, 4, 5 | cannot read the recipe: steps[0].groups[0]: channel 1 of 'fc1' is merged into 2; give the first channel of its set, or -1",
                "fc1 | 0 | 0, 0, 1, 3, 4, 5 | cannot read the recipe: steps[0].groups[0]: channel 2 of 'fc1' is merged into 1; give the first channel of its set, or -1",
                "fc1 | 0 | 0, -2, 2, 3, 4, 5 | cannot read the recipe: steps[0].groups[0]: channel 1 of 'fc1' is merged into -2; give the first channel of its set, or -1",
            })
    void aStepOfAnotherNetworkIsRefused(String layer, int part, String into, String message) {
        String json = """
                {"net2net": "recipe", "format": 1, "steps": [{"type": "merge", "exact": true,
                 "groups": [{"layer": "%s", "part": %d, "into": [%s]}]}], "options": {}}""".formatted(layer, part, into);
        assertThatThrownBy(() -> growth(MLP).apply(Recipe.fromJson(json)).plan())
                .hasMessage(message);
    }

    @Test
    void shrinkingComesFirst() {
        assertThatThrownBy(() -> growth(MLP).widen("fc1").to(7).shrink())
                .isInstanceOf(GrowthException.class)
                .hasMessage(
                        "cannot shrink after other steps: it looks at the weights of the network that it is called on."
                                + " Call shrink() first, or on the student.");
        assertThatThrownBy(() -> growth(MLP).shrink(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("shrink(1.0): give a tolerance above 0 and below 1, such as 0.01");
        assertThatThrownBy(() -> growth(MLP).shrink(1e-9))
                .isInstanceOf(GrowthException.class)
                .hasMessage(
                        "cannot shrink this network: it has no channels that can change and are equal or without effect"
                                + " within a tolerance of 1.0E-9. Give a larger one.");
    }
}
