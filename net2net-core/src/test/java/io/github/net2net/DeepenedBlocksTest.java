package io.github.net2net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.reference.Batch;
import io.github.net2net.reference.GraphNet;
import io.github.net2net.reference.GraphNetAdapter;
import io.github.net2net.reference.NetSketch;
import io.github.net2net.reference.Teachers;
import io.github.net2net.rule.Baseline;
import io.github.net2net.rule.Deepening;
import io.github.net2net.rule.Deepening.Activation;
import io.github.net2net.spi.Deviation.Mode;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of which layers the blocks are made that are inserted after a convolution, by what comes after it. */
class DeepenedBlocksTest {

    /** in(3), conv(4), then norm and an activation as the name says, out(2). */
    private static GraphNet teacher(String after) {
        if (after.equals("lstm")) {
            return Teachers.recurrent();
        }
        NetSketch net = new NetSketch(4);
        net.source("in", 3, 4);
        String last = net.convolution("conv", "in", 4, NetSketch.same(3));
        last = after.contains("norm") ? net.batchNorm("norm", last) : last;
        String function = after.replace("norm", "").strip();
        last = function.isEmpty() ? last : net.activation("act", last, function);
        return net.output(net.dense("out", last, 2)).build();
    }

    private static Deepening way(String name) {
        return switch (name) {
            case "exact" -> Deepening.exact();
            case "residual" -> Deepening.zeroResidual();
            case "residual, 7 inside" -> Deepening.zeroResidual().width(7);
            case "residual of 1" -> Deepening.zeroResidual().layers(1);
            case "residual of 1, before" -> Deepening.zeroResidual().layers(1).activation(Activation.BEFORE_SUM);
            case "residual of 1, after" -> Deepening.zeroResidual().layers(1).activation(Activation.AFTER_SUM);
            case "residual of 1, 3 inside" -> Deepening.zeroResidual().layers(1).width(3);
            case "residual, no norm" -> Deepening.zeroResidual().withoutBatchNorm();
            case "residual, uncalibrated" -> Deepening.zeroResidual().batchNorm(Deepening.uncalibrated());
            case "separable" -> Deepening.separable();
            case "separable, uncalibrated" -> Deepening.separable().batchNorm(Deepening.uncalibrated());
            case "pair" -> Deepening.pairIdentity();
            case "linear" -> Deepening.linear();
            case "recurrent" -> Deepening.zeroRecurrent();
            case "recurrent, 3 inside" -> Deepening.zeroRecurrent().width(3);
            case "recurrent, uncalibrated" -> Deepening.zeroRecurrent().batchNorm(Deepening.uncalibrated());
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static void assertExact(GraphNet teacher, Grown<GraphNet> grown) {
        Batch probe = Batch.random(teacher, Teachers.POSITIONS, 5);
        for (Mode mode : Mode.values()) {
            assertThat(probe.largest(teacher, grown.network(), mode)).isLessThanOrEqualTo(Tolerances.DOUBLE);
        }
        assertThat(grown.plan().isExactInTraining()).isTrue();
    }

    private static String newNodes(GraphNet teacher, GraphNet student) {
        return student.graph().nodes().stream()
                .filter(node -> !teacher.graph().layers().contains(node.layer()))
                .map(node -> node.name() + "(" + student.graph().channels(node.name()) + ")")
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "relu | exact | conv_1(4) act_1(4) | identity, relu (a second relu changes nothing)",
                "relu | residual | conv_1(4) act_1(4) conv_2(4) act_sum_1(4) act_activation_1(4) | zero residual block, relu after the sum",
                "relu | residual, 7 inside | conv_1(7) act_1(7) conv_2(4) act_sum_1(4) act_activation_1(4) | zero residual block, relu after the sum, 7 channels inside",
                "relu | residual of 1 | conv_1(4) act_sum_1(4) act_activation_1(4) | zero residual block, relu after the sum",
                "relu | residual of 1, before | act_activation_1(4) conv_1(4) act_sum_1(4) | zero residual block, relu before the sum",
                "relu | separable | act_depthwise_1(4) act_pointwise_1(4) act_activation_1(4) | depthwise and pointwise identity, relu",
                "relu | pair | conv_1(8) act_1(8) conv_2(4) | pair identity, relu (f(x) - f(-x) = x)",
                "relu norm | residual | conv_1(4) norm_1(4) act_1(4) conv_2(4) norm_2(4) act_sum_1(4) act_activation_1(4) | zero residual block, relu after the sum, with batch norm",
                "relu norm | residual, 7 inside | conv_1(7) norm_1(7) act_1(7) conv_2(4) norm_2(4) act_sum_1(4) act_activation_1(4) | zero residual block, relu after the sum, with batch norm, 7 channels inside",
                "relu norm | residual of 1, before | act_activation_1(4) conv_1(4) norm_1(4) act_sum_1(4) | zero residual block, relu before the sum, with batch norm",
                "relu norm | residual, no norm | conv_1(4) act_1(4) conv_2(4) act_sum_1(4) act_activation_1(4) | zero residual block, relu after the sum",
                "tanh | exact | conv_1(4) act_1(4) conv_2(4) act_sum_1(4) | zero residual block, tanh before the sum",
                "tanh | pair | conv_1(8) act_relu_1(8) conv_2(4) | pair identity, relu (f(x) - f(-x) = x)",
                "tanh norm | residual of 1 | act_activation_1(4) conv_1(4) norm_1(4) act_sum_1(4) | zero residual block, tanh before the sum, with batch norm",
                "'' | exact | conv_1(4) | identity, no activation",
                "'' | residual | conv_1(4) conv_relu_1(4) conv_2(4) conv_sum_1(4) | zero residual block, relu before the sum",
                "'' | residual of 1 | conv_relu_1(4) conv_1(4) conv_sum_1(4) | zero residual block, relu before the sum",
                "'' | separable | conv_depthwise_1(4) conv_pointwise_1(4) | depthwise and pointwise identity, identity",
                "norm | residual, 7 inside | conv_1(7) norm_1(7) norm_relu_1(7) conv_2(4) norm_2(4) norm_sum_1(4) | zero residual block, relu before the sum, with batch norm, 7 channels inside",
                "norm | residual, no norm | conv_1(4) norm_relu_1(4) conv_2(4) norm_sum_1(4) | zero residual block, relu before the sum",
                "lstm | recurrent | lstm_1(4) lstm_sum_1(4) | zero residual block, LSTM with zero weights",
            })
    void aBlockIsMadeOf(String after, String way, String nodes, String start) {
        GraphNet teacher = teacher(after);
        String layer = after.equals("lstm") ? "lstm" : "conv";
        Grown<GraphNet> grown = Growth.of(new GraphNetAdapter(), teacher)
                .deepenAfter(layer, way(way))
                .grow();
        assertThat(newNodes(teacher, grown.network())).isEqualTo(nodes);
        assertThat(grown.plan().headlines().get(0)).endsWith(", " + start);
        assertExact(teacher, grown);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "relu | residual of 1, 3 inside | width(..) is for channels between two layers, and this block has one layer, which outputs what is added. Leave it out, or use zeroResidual().layers(2).",
                "relu norm | residual, uncalibrated | a residual block, which starts at zero with any statistics, has no batch norm to calibrate. Leave batchNorm(..) out.",
                "tanh | residual of 1, after | any values can arrive, and tanh after the sum does not leave all of these unchanged. Use activation(BEFORE_SUM).",
                "relu | separable, uncalibrated | a separable unit has no batch norm to calibrate. Leave batchNorm(..) out.",
                "lstm | recurrent, 3 inside | width(..) is for channels between two layers, and this block has one layer, which outputs what is added. Leave it out, or use zeroResidual().layers(2).",
                "lstm | recurrent, uncalibrated | a recurrent layer has no batch norm to calibrate. Leave batchNorm(..) out.",
            })
    void whatHasNoUse_isRefused(String after, String way, String reason) {
        String layer = after.equals("lstm") ? "lstm" : "conv";
        assertThatThrownBy(
                        () -> Growth.of(new GraphNetAdapter(), teacher(after)).deepenAfter(layer, way(way)))
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot deepen after '" + layer + "': " + reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "relu | exact | 4 | conv_1(4) act_1(4) | (a second relu changes nothing)",
                "relu | exact | 6 | conv_1(6) act_1(6) | (a second relu changes nothing), 6 channels",
                "relu | pair | 8 | conv_1(8) act_1(8) conv_2(4) | (f(x) - f(-x) = x)",
                "relu | pair | 11 | conv_1(11) act_1(11) conv_2(4) | (f(x) - f(-x) = x), 11 channels",
                "relu | separable | 6 | act_depthwise_1(4) act_pointwise_1(6) act_activation_1(6) | relu, 6 channels",
                "tanh | exact | 3 | conv_1(3) act_1(3) conv_2(4) act_sum_1(4) | tanh before the sum, 3 channels inside",
                "tanh | linear | 6 | conv_1(6) | linear identity, no activation, 6 channels",
                "'' | exact | 6 | conv_1(6) | identity, no activation, 6 channels",
            })
    void aBlockHasTheWidthThatIsGiven(String after, String way, int width, String nodes, String end) {
        GraphNet teacher = teacher(after);
        Grown<GraphNet> grown = Growth.of(new GraphNetAdapter(), teacher)
                .deepenAfter("conv", way(way).width(width))
                .grow();
        assertThat(newNodes(teacher, grown.network())).isEqualTo(nodes);
        assertThat(grown.plan().headlines()).hasSize(1);
        assertThat(grown.plan().headlines().get(0)).endsWith(end);
        assertExact(teacher, grown);
    }

    @ParameterizedTest
    @CsvSource({
        "exact, 3, an identity needs at least 4. Give 4 or more.",
        "pair, 7, a pair of identities needs at least 8. Give 8 or more.",
    })
    void aWidthThatIsTooSmall_isRefused(String way, int width, String reason) {
        assertThatThrownBy(() ->
                        Growth.of(new GraphNetAdapter(), teacher("relu")).deepenAfter("conv", way(way).width(width)))
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot deepen after 'conv': width(" + width + ") is too small: 4 channels arrive, and "
                        + reason);
    }

    @Test
    void thePlanOfAWiderBlock_hasTheEditsOfWidening() {
        Growth<GraphNet> pair = Growth.of(new GraphNetAdapter(), teacher("relu"))
                .deepenAfter("conv", Deepening.pairIdentity().width(11));
        assertThat(pair.plan().toString())
                .contains(
                        "     conv_1.*  out 8->11  copy                     conv_2.W  in 8->11  copy, divide by copies\n")
                .contains("symmetry breaking: zero-sum noise");
        assertThat(pair.baseline(Baseline.RANDOM_PAD).plan().toString())
                .contains("conv_1, act_1, conv_2, initialized at random, relu (f(x) - f(-x) = x), 11 channels")
                .contains("     conv_1.*  out 8->11  pad with initial values    conv_2.W  in 8->11  pad with initial"
                        + " values\n");
    }
}
