package io.github.net2net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.graph.BatchNormTraits.VarianceForm;
import io.github.net2net.reference.Batch;
import io.github.net2net.reference.GraphNet;
import io.github.net2net.reference.GraphNetAdapter;
import io.github.net2net.reference.LogVariance;
import io.github.net2net.reference.NetSketch;
import io.github.net2net.rule.Donors;
import io.github.net2net.rule.Shares;
import io.github.net2net.spi.Deviation.Mode;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Balanced shares divide weights on both sides of a copy by the root of the number of copies. */
class BalancedSharesTest {

    private static Growth<GraphNet> balanced(GraphNet teacher) {
        return Growth.of(new GraphNetAdapter(), teacher).donors(Donors.cyclic()).shares(Shares.balanced());
    }

    static Stream<VarianceForm> forms() {
        return Stream.of(VarianceForm.VARIANCE, LogVariance.INSTANCE);
    }

    private static GraphNet normed(VarianceForm form) {
        NetSketch net = new NetSketch(4);
        net.source("in", 3, 4);
        net.activation("act", net.batchNorm("norm", net.convolution("conv", "in", 4, NetSketch.same(3)), form), "relu");
        return net.output(net.dense("out", "act", 2)).build();
    }

    @ParameterizedTest
    @MethodSource("forms")
    void copiesOfNormedChannels_areExact_withAnEpsilonOfTheirOwn(VarianceForm form) {
        GraphNet teacher = normed(form);
        Grown<GraphNet> grown = balanced(teacher).widen("conv").times(3).grow();
        Batch probe = Batch.random(teacher, 4, 5);
        for (Mode mode : Mode.values()) {
            assertThat(probe.largest(teacher, grown.network(), mode)).isLessThanOrEqualTo(Tolerances.DOUBLE);
        }
        assertThat(grown.network().graph().node("norm").batchNorm().epsilon()).isEqualTo(1e-3 / 3);
        double root = Math.sqrt(1 / 3.0);
        assertThat(grown.network().param("norm", "gamma").at(5))
                .isEqualTo(root * teacher.param("norm", "gamma").at(1));
        assertThat(grown.network().param("conv", "W").at(9, 2, 1))
                .isCloseTo(root * teacher.param("conv", "W").at(1, 2, 1), Offset.offset(Tolerances.DOUBLE));
    }

    private static GraphNet teacher(String name) {
        NetSketch net = new NetSketch(4);
        net.source("in", 3, 4);
        String fc = net.dense("fc", "in", 4);
        String last = switch (name) {
            case "tanh" -> net.activation("fc/act", fc, "tanh");
            case "locked" -> net.lockedBatchNorm("norm", fc, 1.5, 0.5);
            case "lstm" -> net.lstm("lstm", fc, 4);
            case "prelu" -> net.prelu("prelu", fc);
            case "product" -> net.join("product", "product", (x, y) -> x * y, fc, net.dense("fc2", "in", 4));
            default -> net.batchNorm("norm", fc);
        };
        return net.output(net.dense("out", last, 2)).build();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tanh | fc | 8 | 'fc' computes tanh, for which f(a x) is not a f(x)",
                "locked | fc | 8 | 'norm' is a batch norm with a constant gamma",
                "lstm | lstm | 8 | 'lstm' reads its own output",
                "prelu | fc | 8 | 'prelu' has weights of its own for each channel (PReLU)",
                "product | fc | 8 | 'product' multiplies what it reads",
                "uneven | fc | 6 | 'norm' is a batch norm over channels with different numbers of copies, which its one epsilon can't serve",
            })
    void whatDoesNotPassScaledChannelsOn_isRefused(String name, String layer, int channels, String reason) {
        assertThatThrownBy(() -> balanced(teacher(name)).widen(layer).to(channels))
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot use balanced shares: " + reason
                        + ", and balanced copies arrive scaled. Use Shares.equal(), or widen other layers.");
    }

    @Test
    void whatIsNotGrown_mayBeAnything() {
        NetSketch net = new NetSketch(4);
        net.source("in", 3, 4);
        net.activation("first/act", net.dense("first", "in", 4), "tanh");
        net.activation("fc/act", net.dense("fc", "first/act", 4), "relu");
        GraphNet mixed = net.output(net.dense("out", "fc/act", 2)).build();
        Grown<GraphNet> grown = balanced(mixed).widen("fc").to(8).grow();
        assertThat(Batch.random(mixed, 4, 5).deviation(mixed, grown.network())).isLessThanOrEqualTo(Tolerances.DOUBLE);
    }
}
