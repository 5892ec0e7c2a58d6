package io.github.net2net.dl4j.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.Growth;
import io.github.net2net.GrowthException;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.Probes;
import io.github.net2net.dl4j.TestNetworks;
import io.github.net2net.rule.Shares;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.graph.AttentionVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution1D;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LearnedSelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.RecurrentAttentionLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** What attention refuses, word for word. */
class AttentionRefusalTest {
    private static final String DOT_PRODUCTS =
            "weighs steps by dot products over the channels that it reads, divided by"
                    + " the root of their number, so copies would change the result";

    private static MultiLayerNetwork chain(Layer attention) {
        return AttentionTeachers.chain(AttentionTeachers.settings(DataType.DOUBLE, new Sgd(0.1)), attention);
    }

    private static MultiLayerNetwork selfAttention() {
        return chain(AttentionTeachers.selfAttention().build());
    }

    private static void assertRefused(Model teacher, UnaryOperator<Growth<Model>> growth, String message) {
        assertThatThrownBy(() -> growth.apply(Net2Net.from(teacher)).plan())
                .isInstanceOf(GrowthException.class)
                .hasMessage(message);
    }

    private static MultiLayerNetwork unprojected() {
        return chain(new SelfAttentionLayer.Builder()
                .name("attention")
                .nIn(5)
                .nOut(5)
                .nHeads(1)
                .projectInput(false)
                .build());
    }

    @Test
    void numbersThatAreNotLarger() {
        assertRefused(
                selfAttention(),
                g -> g.nHeads("attention").to(2),
                "cannot give 'attention' 2 heads: it has 2 heads now, and a layer can only grow. Give more than"
                        + " 2.");
        assertRefused(
                selfAttention(),
                g -> g.headSize("attention").to(3),
                "cannot set headSize of 'attention' to 3: it has 4 channels in each head now, and a layer can only"
                        + " grow. Give more than 4.");
        assertThatThrownBy(
                        () -> Net2Net.from(selfAttention()).nHeads("attention").to(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("nHeads(\"attention\").to(0): give a number of heads, 1 or more");
        assertThatThrownBy(() ->
                        Net2Net.from(selfAttention()).headSize("attention").to(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("headSize(\"attention\").to(-1): give a size, 1 or more");
    }

    @Test
    void numbersThatNoArrayHolds() {
        assertRefused(
                selfAttention(),
                g -> g.nHeads("attention").to(1 << 30),
                "cannot give 'attention' 1073741824 heads: 1073741824 heads of 4 channels are 4294967296, and an"
                        + " array has at most 2147483647 entries along an axis. Give a smaller number.");
        assertThatThrownBy(() -> Net2Net.from(selfAttention())
                        .headSize("attention")
                        .to(1_000_000_000)
                        .plan())
                .isInstanceOf(GrowthException.class)
                .hasMessageStartingWith("cannot set headSize of 'attention' to 1000000000: the plan alone would take ");
    }

    @Test
    void layersWithoutHeads() {
        assertRefused(
                selfAttention(),
                g -> g.nHeads("before").to(3),
                "cannot give 'before' 3 heads: a 1D convolution has no attention heads. Name an attention"
                        + " layer. inspect() lists what can grow.");
        assertRefused(
                selfAttention(),
                g -> g.headSize("attentive").to(3),
                "cannot set headSize of 'attentive' to 3: there is no layer of that name. Nearest names: attention,"
                        + " after, before; inspect() lists all.");
        assertRefused(
                unprojected(),
                g -> g.nHeads("attention").to(2),
                "cannot give 'attention' 2 heads: it " + DOT_PRODUCTS
                        + ". Name another layer. inspect() lists what can grow.");
    }

    @Test
    void unprojectedAttention_pinsItsChannels() {
        assertRefused(
                unprojected(),
                g -> g.widen("attention").by(1),
                "cannot widen 'attention': it " + DOT_PRODUCTS
                        + ". Its channels can't change. Widen a layer after it. inspect() lists what can grow.");
        assertRefused(
                unprojected(),
                g -> g.widen("before").by(1),
                "cannot widen 'before': its 5 channels can't change, because 'attention' " + DOT_PRODUCTS
                        + ". Widen a layer after 'attention'. inspect() lists what can grow.");
        assertRefused(
                chain(new RecurrentAttentionLayer.Builder()
                        .name("attention")
                        .nIn(5)
                        .nOut(5)
                        .nHeads(1)
                        .projectInput(false)
                        .build()),
                g -> g.widen("before").by(1),
                "cannot widen 'before': its 5 channels can't change, because 'attention' " + DOT_PRODUCTS
                        + ". Widen a layer after 'attention'. inspect() lists what can grow.");
        Net2Net.from(unprojected())
                .widen("after")
                .by(3)
                .verifyOn(Probes.features(AttentionTeachers.features(DataType.DOUBLE)))
                .grow();
    }

    @Test
    void unprojectedVertex_pinsAllItsInputs() {
        AttentionVertex vertex = new AttentionVertex.Builder()
                .nInQueries(4)
                .nInKeys(4)
                .nInValues(4)
                .nOut(4)
                .build();
        ComputationGraph teacher = new ComputationGraph(TestNetworks.settings()
                .graphBuilder()
                .addInputs("in")
                .addLayer("q", AttentionTeachers.convolution("q", 4), "in")
                .addLayer("k", AttentionTeachers.convolution("k", 4), "in")
                .addVertex("attention", vertex, "q", "k", "k")
                .addLayer("out", AttentionTeachers.output(), "attention")
                .setOutputs("out")
                .setInputTypes(InputType.recurrent(3))
                .build());
        teacher.init();
        assertRefused(
                teacher,
                g -> g.widen("k").by(1),
                "cannot widen 'k': its 4 channels can't change, because 'attention' " + DOT_PRODUCTS
                        + ". Widen a layer after 'attention'. inspect() lists what can grow.");
        assertThat(Net2Net.from(teacher).grow().network().params()).isEqualTo(teacher.params());
    }

    @Test
    void learnedAttention_failsInDl4j_whateverItsSettings() {
        for (boolean projects : new boolean[] {true, false}) {
            MultiLayerNetwork teacher = chain(new LearnedSelfAttentionLayer.Builder()
                    .name("attention")
                    .nIn(5)
                    .nOut(5)
                    .nHeads(1)
                    .nQueries(AttentionTeachers.STEPS)
                    .projectInput(projects)
                    .build());
            assertThatThrownBy(() -> teacher.output(AttentionTeachers.features(DataType.DOUBLE)))
                    .isInstanceOf(RuntimeException.class)
                    .hasMessageContaining("scatter_update");
            assertThatThrownBy(() -> teacher.fit(AttentionTeachers.data()))
                    .isInstanceOf(RuntimeException.class)
                    .hasMessageContaining("scatter_update");
            assertRefused(
                    teacher,
                    g -> g.widen("before").by(1),
                    "cannot widen 'before': its 5 channels can't change, because 'attention' can't run in this"
                            + " version of DL4J, whose forward pass of it always throws an exception. Widen a layer"
                            + " after 'attention'. inspect() lists what can grow.");
        }
    }

    @Test
    void recurrentAttention_withSoftmax_pinsItsOutput() {
        MultiLayerNetwork teacher = chain(AttentionTeachers.recurrentAttention()
                .activation(Activation.SOFTMAX)
                .build());
        assertRefused(
                teacher,
                g -> g.widen("attention").by(1),
                "cannot widen 'attention': its 5 channels can't change, because 'attention' is a softmax over its"
                        + " channels, so copies would change every channel's result. Widen a layer before"
                        + " 'attention', or after it. inspect() lists what can grow.");
        Net2Net.from(teacher)
                .widen("before")
                .by(3)
                .nHeads("attention")
                .to(3)
                .headSize("attention")
                .to(5)
                .verifyOn(Probes.features(AttentionTeachers.features(DataType.DOUBLE)))
                .grow();
    }

    @Test
    void recurrentAttention_withBalancedShares() {
        assertRefused(
                chain(AttentionTeachers.recurrentAttention().build()),
                g -> g.shares(Shares.balanced()).widen("attention").by(1),
                "cannot use balanced shares: 'attention' reads its own output, and balanced copies arrive scaled. Use"
                        + " Shares.equal(), or widen other layers.");
    }

    @Test
    void attentionOverSeriesWithChannelsLast_pins() {
        ComputationGraph teacher = new ComputationGraph(TestNetworks.settings()
                .graphBuilder()
                .addInputs("in")
                .addLayer(
                        "last",
                        new Convolution1D.Builder(1)
                                .nIn(5)
                                .nOut(5)
                                .rnnDataFormat(RNNFormat.NWC)
                                .build(),
                        "in")
                .addLayer("attention", AttentionTeachers.selfAttention().nIn(5).build(), "last")
                .addLayer("after", new Convolution1D.Builder(1).nIn(6).nOut(3).build(), "attention")
                .addLayer(
                        "out",
                        new RnnOutputLayer.Builder(LossFunction.MSE)
                                .nIn(3)
                                .nOut(2)
                                .build(),
                        "after")
                .setOutputs("out")
                .build());
        teacher.init();
        assertThatThrownBy(() -> Net2Net.from(teacher, InputType.recurrent(5, 5, RNNFormat.NWC))
                        .widen("last")
                        .by(1)
                        .plan())
                .isInstanceOf(GrowthException.class)
                .hasMessage(
                        "cannot widen 'last': its 5 channels can't change, because 'attention' takes NCW series but gets"
                                + " NWC series. Widen a layer after 'attention'. inspect() lists what can grow.");
    }
}
