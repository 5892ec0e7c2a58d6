package io.github.net2net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.reference.Batch;
import io.github.net2net.reference.GraphNet;
import io.github.net2net.reference.GraphNetAdapter;
import io.github.net2net.reference.NetSketch;
import io.github.net2net.reference.Teachers;
import io.github.net2net.rule.Deepening;
import io.github.net2net.spi.Deviation.Mode;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ways to deepen that random networks seldom take. */
class DeepeningWaysTest {
    private static final GraphNet RESIDUAL = Teachers.residual();
    private static final GraphNet RECURRENT = Teachers.recurrent();

    private static Growth<GraphNet> growth(GraphNet teacher) {
        return Growth.of(new GraphNetAdapter(), teacher);
    }

    private static GraphNet exact(GraphNet teacher, String after, Deepening way) {
        Grown<GraphNet> grown = growth(teacher).deepenAfter(after, way).grow();
        Batch probe = Batch.random(teacher, Teachers.POSITIONS, 5);
        for (Mode mode : Mode.values()) {
            assertThat(probe.largest(teacher, grown.network(), mode)).isLessThanOrEqualTo(Tolerances.DOUBLE);
        }
        assertThat(grown.plan().isExactInTraining()).isTrue();
        return grown.network();
    }

    @Test
    void separableUnits_areIdentities() {
        GraphNet student = exact(RESIDUAL, "conv1", Deepening.separable());
        assertThat(student.graph().node("relu1_depthwise_1").kernel()).isNotNull();
        assertThat(student.param("relu1_depthwise_1", "K").at(2, 0, 1)).isEqualTo(1);
        assertThat(student.param("relu1_depthwise_1", "K").at(2, 0, 0)).isZero();
        assertThat(student.param("relu1_pointwise_1", "W").at(3, 3)).isEqualTo(1);
        assertThat(growth(RESIDUAL)
                        .deepenAfter("conv1", Deepening.separable())
                        .plan()
                        .toString())
                .contains("depthwise and pointwise identity, relu");
    }

    @Test
    void recurrentBlocks_startAsZero() {
        GraphNet student = exact(RECURRENT, "lstm", Deepening.zeroRecurrent());
        assertThat(student.params().keySet().stream().filter(key -> key.node().equals("lstm_1")))
                .isNotEmpty()
                .allSatisfy(
                        key -> assertThat(student.params().get(key).values()).containsOnly(0));
        assertThat(growth(RECURRENT)
                        .deepenAfter("lstm", Deepening.zeroRecurrent())
                        .plan()
                        .toString())
                .contains("zero residual block, LSTM with zero weights");
        exact(RECURRENT, "lstm", Deepening.zeroRecurrent().like("lstm"));
    }

    private static GraphNet sketch(UnaryOperator<NetSketch> middle) {
        NetSketch net = new NetSketch(4);
        net.source("in", 3, 4);
        return middle.apply(net).build();
    }

    private static GraphNet teacher(String name) {
        return switch (name) {
            case "one channel" ->
                sketch(net -> net.output(net.dense(
                        "out", net.activation("act", net.convolution("conv", "in", 1, NetSketch.same(3)), "relu"), 2)));
            case "tanh" ->
                sketch(net -> net.output(net.dense(
                        "out",
                        net.activation("conv/act", net.convolution("conv", "in", 4, NetSketch.same(3)), "tanh"),
                        2)));
            default -> RESIDUAL;
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "residual | fc | cannot deepen after 'fc': a depthwise and a pointwise convolution need images of a known format, and a convolution of images to take after. Use Deepening.exact(), which finds another way.",
                "one channel | act | cannot deepen after 'act': its output has one channel, and a depthwise convolution of one channel is an ordinary one. Use Deepening.exact(), which finds another way.",
                "tanh | conv | cannot deepen after 'conv': its activation is tanh, which differs if it is applied twice: f(f(x)) = f(x) must hold, as it does for relu, identity and hard tanh. Use Deepening.exact(), which finds another way.",
            })
    void separableUnits_needChannelsAndPositions(String name, String after, String reason) {
        assertThatThrownBy(() -> growth(teacher(name)).deepenAfter(after, Deepening.separable()))
                .isInstanceOf(GrowthException.class)
                .hasMessage(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fc | nowhere | like(..) names 'nowhere', which is no layer. Nearest names: conv1, conv2, conv3; inspect() lists all.",
                "fc | relu1 | like(..) names 'relu1', which has no weights. Name another layer.",
                "fc | conv1 | like(..) names 'conv1', and a copy of it does not fit here: it outputs Places[count=6], and Places[count=1] arrive. Name another layer.",
                "fc | out | like(..) names 'out', and a copy of it does not fit here: it outputs Places[count=1], and Places[count=1] arrive; it is an output of the network. Name another layer.",
            })
    void likeNamesALayerThatFits(String after, String like, String reason) {
        assertThatThrownBy(() -> growth(RESIDUAL)
                        .deepenAfter(after, Deepening.identityUnit().like(like)))
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot deepen after '" + after + "': " + reason);
    }

    @Test
    void recurrentBlocks_needARecurrentLayer() {
        assertThatThrownBy(() -> growth(RESIDUAL).deepenAfter("conv1", Deepening.zeroRecurrent()))
                .isInstanceOf(GrowthException.class)
                .hasMessage(
                        "cannot deepen after 'conv1': there is no recurrent layer for arrays of this format that outputs"
                                + " zeros if its weights are zero. Use zeroResidual().");
        assertThatThrownBy(() -> growth(RECURRENT)
                        .deepenAfter("lstm", Deepening.zeroRecurrent().like("out")))
                .isInstanceOf(GrowthException.class)
                .hasMessage(
                        "cannot deepen after 'lstm': like(..) names 'out', which is no recurrent layer for arrays of this"
                                + " format that outputs zeros if its weights are zero. Name another layer.");
    }
}
