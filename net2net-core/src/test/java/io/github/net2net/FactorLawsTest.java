package io.github.net2net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.graph.Kernel.Dimension;
import io.github.net2net.graph.Kernel.Padding;
import io.github.net2net.graph.Node;
import io.github.net2net.reference.Batch;
import io.github.net2net.reference.GraphNet;
import io.github.net2net.reference.GraphNetAdapter;
import io.github.net2net.reference.NetSketch;
import io.github.net2net.reference.Teachers;
import io.github.net2net.rule.Baseline;
import io.github.net2net.spi.Deviation.Mode;
import io.github.net2net.tensor.ArrayTensor;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The weights of one layer as the product of two layers' weights. */
class FactorLawsTest {
    private static final GraphNet MLP = Teachers.mlp();
    private static final GraphNet RESIDUAL = Teachers.residual();

    private static Growth<GraphNet> growth(GraphNet teacher) {
        return Growth.of(new GraphNetAdapter(), teacher);
    }

    private static void assertExact(GraphNet teacher, Grown<GraphNet> grown) {
        Batch probe = Batch.random(teacher, Teachers.POSITIONS, 5);
        for (Mode mode : Mode.values()) {
            assertThat(probe.largest(teacher, grown.network(), mode))
                    .as("%s", grown.plan())
                    .isLessThanOrEqualTo(Tolerances.DOUBLE);
        }
        assertThat(grown.plan().studentParameters())
                .isEqualTo(grown.network().graph().parameterCount());
    }

    @ParameterizedTest
    @CsvSource({"fc2, 5", "fc2, 9", "out, 4"})
    void fullRankIsExact(String layer, int channels) {
        assertExact(MLP, growth(MLP).factorize(layer).to(channels).grow());
        assertExact(MLP, growth(MLP).factorize(layer).withSlopes().to(channels).grow());
    }

    @ParameterizedTest
    @CsvSource({"conv2, 8, 8", "conv3, 9, 24", "shortcut2, 8, 8"})
    void eitherLayerHasTheKernel(String layer, int last, int first) {
        assertExact(
                RESIDUAL,
                growth(RESIDUAL).factorize(layer).kernelLast().to(last).grow());
        Grown<GraphNet> kernelFirst =
                growth(RESIDUAL).factorize(layer).kernelFirst().to(first).grow();
        assertExact(RESIDUAL, kernelFirst);
        Node old = kernelFirst.network().graph().node(layer);
        assertThat(old.kernel()).isNotNull();
        assertThat(old.kernel().sizes()).isEqualTo("1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2 | kernel in the second layer, a single tap in the other: exact whatever the weights, the other way only from 6 channels on",
                "6 | kernel in the first layer, a single tap in the other: 72 weights, the other way 120",
            })
    void theKernelIsWhereFewerWeightsAre_orWhereAllWeightsFit(int channels, String why) {
        GraphNet teacher = sketch(net -> net.output(net.convolution(
                "conv", net.activation("act", net.dense("fc", "in", 2), "relu"), 6, NetSketch.same(3))));
        Grown<GraphNet> grown = growth(teacher).factorize("conv").to(channels).grow();
        assertThat(grown.plan().toString())
                .contains(
                        "factorize conv: new layer conv_factor_1 before it, " + channels
                                + " channels, the product of the weights unchanged\n     " + why
                                + "\n     channels beyond the rank of the weights start at random, and are read with weight zero");
        assertThat(Batch.random(teacher, 4, 5).deviation(teacher, grown.network()))
                .isLessThanOrEqualTo(Tolerances.DOUBLE);
    }

    /** fc2's weights as a product of ranks below full. */
    private static GraphNet ofRank(int rank) {
        ArrayTensor before = MLP.param("fc2", "W");
        double[] left = new Random(1).doubles(6L * rank, -1, 1).toArray();
        double[] right = new Random(2).doubles(5L * rank, -1, 1).toArray();
        double[] values = new double[30];
        for (int i = 0; i < 6; i++) {
            for (int j = 0; j < 5; j++) {
                for (int k = 0; k < rank; k++) {
                    values[5 * i + j] += left[rank * i + k] * right[5 * k + j];
                }
            }
        }
        return MLP.with("fc2", "W", ArrayTensor.of(before.shape(), values));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "2, 4", "4, 4"})
    void lowRankNeedsNoMore(int rank, int channels) {
        GraphNet teacher = ofRank(rank);
        Grown<GraphNet> grown = growth(teacher).factorize("fc2").to(channels).grow();
        assertExact(teacher, grown);
        assertThat(grown.plan().toString())
                .contains("the product of the weights unchanged if their rank is at most " + channels)
                .contains(
                        "grow() refuses it if the weights have a higher rank, which a plan does not check; it is exact"
                                + " whatever the weights from 5 channels on");
    }

    @ParameterizedTest
    @CsvSource({"2, 1", "4, 3", "5, 4"})
    void aHigherRankIsRefused(int rank, int channels) {
        assertThatThrownBy(
                        () -> growth(ofRank(rank)).factorize("fc2").to(channels).grow())
                .isInstanceOf(GrowthException.class)
                .hasMessageMatching("cannot factorize 'fc2' to " + channels + ": the product would miss its weights by"
                        + " 0\\.\\d+ of their norm, and 1e-12 is allowed\\. The smallest width that is exact is " + rank
                        + "\\.");
    }

    @Test
    void theBaselineStartsBothAtRandom() {
        Grown<GraphNet> grown =
                growth(MLP).baseline(Baseline.RANDOM_PAD).factorize("fc2").to(5).grow();
        assertThat(grown.plan().toString())
                .contains("factorize fc2: new layer fc2_factor_1 before it, 5 channels, initialized at random");
        assertThat(Batch.random(MLP, 1, 3).deviation(MLP, grown.network())).isGreaterThan(Tolerances.FAULT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fc2 | 5 | fc2.W  in 6->5  factor",
                "fc2 | 6 | fc2.W  in 6->6  factor",
            })
    void thePlanNamesTheAxisOfTheFactor(String layer, int channels, String line) {
        assertThat(growth(MLP).factorize(layer).to(channels).plan().toString())
                .contains(layer + "_factor_1 before it, " + channels + " channels")
                .contains("     " + line + "\n");
    }

    @Test
    void twoFactorsOfOneLayer_areTwoLayers() {
        Grown<GraphNet> grown =
                growth(MLP).factorize("fc2").to(5).factorize("fc2").to(5).grow();
        assertExact(MLP, grown);
        assertThat(grown.network().graph().layers()).contains("fc2_factor_1", "fc2_factor_2");
    }

    @Test
    void aWindowWithoutPadding_movesToTheNewLayer() {
        Dimension window = new Dimension(3, 1, 1, Padding.EXPLICIT, 0, null);
        GraphNet teacher = sketch(net -> net.output(net.dense("out", net.convolution("conv", "in", 6, window), 2)));
        Grown<GraphNet> grown =
                growth(teacher).factorize("conv").kernelFirst().to(18).grow();
        assertThat(Batch.random(teacher, 4, 5).deviation(teacher, grown.network()))
                .isLessThanOrEqualTo(Tolerances.DOUBLE);
    }

    private static GraphNet sketch(UnaryOperator<NetSketch> middle) {
        NetSketch net = new NetSketch(4);
        net.source("in", 3, 4);
        return middle.apply(net).build();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lstm | cannot factorize 'lstm': it is an LSTM, whose result is no product of its input and one array of weights. Name a dense layer or a convolution. inspect() lists what can grow.",
                "act | cannot factorize 'act': it is a relu, whose result is no product of its input and one array of weights. Name a dense layer or a convolution. inspect() lists what can grow.",
                "depth | cannot factorize 'depth': it is a depthwise convolution, whose result is no product of its input and one array of weights. Name a dense layer or a convolution. inspect() lists what can grow.",
                "opaque | cannot factorize 'opaque': it is a dense layer, whose result is no product of its input and one array of weights. Name a dense layer or a convolution. inspect() lists what can grow.",
                "fz | cannot factorize 'fz': there is no layer of that name. Nearest names: fc, act, lstm; inspect() lists all.",
            })
    void otherLayersAreRefused(String layer, String message) {
        GraphNet teacher = sketch(net -> {
            net.activation("act", net.dense("fc", "in", 4), "relu");
            net.lstm("lstm", net.depthwise("depth", "act", 1, NetSketch.same(3)), 3);
            return net.output(net.opaqueDense("opaque", "lstm", "has weights of a use that is not known"));
        });
        assertThatThrownBy(() -> growth(teacher).factorize(layer).to(4))
                .isInstanceOf(GrowthException.class)
                .hasMessage(message);
    }

    @Test
    void aKernelFirst_needsAKernel_andWeightsThatLearn() {
        assertThatThrownBy(() -> growth(MLP).factorize("fc2").kernelFirst().to(5))
                .hasMessage(
                        "cannot factorize 'fc2': kernelFirst() is for convolutions, and it has no kernel. Leave it out.");
        GraphNet frozen = MLP.with(MLP.graph()
                .mapNodes(node -> node.name().equals("fc2")
                        ? node.toBuilder().frozen(true).build()
                        : node));
        assertThatThrownBy(() -> growth(frozen).factorize("fc2").to(5))
                .hasMessage(
                        "cannot factorize 'fc2': it is frozen, and a factor of its weights would never learn. Unfreeze"
                                + " it first. inspect() lists what can grow.");
        assertThatThrownBy(() -> growth(MLP).factorize("fc2").to(0))
                .hasMessage("factorize(\"fc2\").to(0): give a number of channels, 1 or more");
    }
}
