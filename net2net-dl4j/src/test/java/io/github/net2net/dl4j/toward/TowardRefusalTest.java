package io.github.net2net.dl4j.toward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.GrowthException;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.TestNetworks;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

class TowardRefusalTest {

    private static void refused(Model teacher, Object target, String message) {
        assertThatThrownBy(() -> Net2Net.from(teacher).toward(target))
                .isInstanceOf(GrowthException.class)
                .hasMessage(message);
    }

    private static MultiLayerConfiguration mlp(NeuralNetConfiguration.Builder settings, Layer... layers) {
        return settings.list(layers).setInputType(InputType.feedForward(4)).build();
    }

    private static MultiLayerConfiguration mlp(Layer... layers) {
        return mlp(TestNetworks.settings(), layers);
    }

    @Test
    void convolutions_doNotBecomeDenseLayers() {
        MultiLayerConfiguration target = TestNetworks.settings()
                .list(TestNetworks.dense("first", 20), TestNetworks.dense("fc", 30), TestNetworks.softmax("out"))
                .setInputType(InputType.feedForward(128))
                .build();
        refused(TestNetworks.cnn(), target, """
                        cannot grow toward the target. It is another architecture: of the network's 8 layers, 3 have a counterpart among the target's 4. What is in the way:
                          input: it takes NCHW images, in the target features, and what the network learned is about the former
                          conv1, conv2: no counterpart in the target (convolution); no layer can be removed exactly
                          bn1: no counterpart in the target (batch norm); no layer can be removed exactly
                          relu1: no counterpart in the target (activation); no layer can be removed exactly
                          pool: no counterpart in the target (max pooling); no layer can be removed exactly
                          fc: it includes 'flatten', its counterpart does not
                          first: no counterpart in the network (dense layer); no such layer starts as the identity after 'input'
                        Steps that lead nearer to it:
                          widen 'fc' to 30""");
    }

    @Test
    void smallerAndOtherLayers_areListed_withTheStepsThatArePossible() {
        MultiLayerConfiguration target = mlp(
                TestNetworks.dense("first", 4),
                new DenseLayer.Builder()
                        .name("second")
                        .nOut(9)
                        .activation(Activation.TANH)
                        .build(),
                TestNetworks.softmax("out"));
        refused(TestNetworks.mlp(new Sgd(0.1)), target, """
                        cannot grow toward the target. What is in the way:
                          first: it has 5 channels, in the target 4, and growing only adds channels; shrink() removes those that are equal or without effect
                          second: its activation is relu, in the target tanh, which computes other values
                        Steps that lead nearer to it:
                          widen 'second' to 9""");
    }

    @Test
    void networkItself_isRefused() {
        MultiLayerNetwork network = TestNetworks.mlp(new Sgd(0.05));
        refused(
                network,
                network.getLayerWiseConfigurations(),
                "cannot grow toward the target: the network has its structure already.");
        refused(
                network,
                mlp(
                        TestNetworks.settings().updater(new Adam(0.1)),
                        TestNetworks.dense("first", 5),
                        TestNetworks.dense("second", 6),
                        TestNetworks.softmax("out")),
                """
                        cannot grow toward the target: the network has its structure already.
                          the student keeps the teacher's updater, not the target's: first, second, out""");
    }

    @Test
    void plainStackOfLstms_isRefused() {
        refused(Targets.trained(Targets.lstms(2, 5, false)), Targets.lstms(4, 10, false), """
                        cannot grow toward the target. What is in the way:
                          lstm3, lstm4: no counterpart in the network (LSTM); an LSTM reads its own output of the step before, so that no weights make it the identity; in a residual block, it can start without effect
                        Steps that lead nearer to it:
                          widen 'lstm1' to 10
                          widen 'lstm2' to 10""");
    }

    private static ComputationGraphConfiguration sum(String inputOfSecond) {
        return TestNetworks.settings()
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.feedForward(4))
                .addLayer("first", TestNetworks.dense("first", 4), "in")
                .addLayer("second", TestNetworks.dense("second", 4), inputOfSecond)
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "first", "second")
                .addLayer("out", TestNetworks.softmax("out"), "sum")
                .setOutputs("out")
                .build();
    }

    @Test
    void otherConnections_areListed() {
        refused(Targets.trained(sum("first")), sum("in"), """
                        cannot grow toward the target. What is in the way:
                          second: it reads [first], in the target [in], and connections can't be changed
                        No step leads nearer to it.""");
    }

    @Test
    void missingLayer_isListed() {
        refused(TestNetworks.mlp(new Sgd(0.1)), mlp(TestNetworks.dense("first", 8), TestNetworks.softmax("out")), """
                        cannot grow toward the target. What is in the way:
                          second: no counterpart in the target (dense layer); no layer can be removed exactly
                        Steps that lead nearer to it:
                          widen 'first' to 8""");
    }

    @Test
    void newBatchNorms_needValues() {
        refused(
                Targets.trained(Targets.vgg(new int[] {1, 1}, 1, true)),
                Targets.vgg(new int[] {1, 2}, 1, true),
                "cannot grow toward the target: layers with batch norms have to be inserted, which are the identity only once they"
                        + " are calibrated on data. Use toward(target, calibratedOn(data)), or uncalibrated() for"
                        + " an identity in inference only.");
    }

    @Test
    void otherClassesOfNetworks_areRefused() {
        refused(
                TestNetworks.mlp(new Sgd(0.1)),
                Targets.inception(1),
                "cannot read the target: it is a ComputationGraphConfiguration, and the network is a MultiLayerNetwork. Grow"
                        + " network.toComputationGraph(), or give a MultiLayerConfiguration.");
        refused(
                Targets.trained(Targets.inception(0.3)),
                mlp(TestNetworks.softmax("out")),
                "cannot read the target: it is a MultiLayerConfiguration, and the network is a ComputationGraph. Give a"
                        + " ComputationGraphConfiguration, such as that of new MultiLayerNetwork(target).toComputationGraph().");
        refused(
                TestNetworks.mlp(new Sgd(0.1)),
                "two more layers",
                "cannot read the target: java.lang.String is no configuration. Give a MultiLayerConfiguration or a"
                        + " ComputationGraphConfiguration.");
        refused(
                TestNetworks.mlp(new Sgd(0.1)),
                TestNetworks.settings().list(TestNetworks.softmax("out")).build(),
                "cannot read the target: no network can be made from the configuration (OutputLayer (index=0, name=out)"
                        + " nIn=0, nOut=3; nIn and nOut must be > 0). Set nIn and nOut of every layer, or the input type.");
    }

    @Test
    void configuration_isNotChanged() {
        MultiLayerConfiguration target = Targets.vgg(new int[] {2, 1}, 2, false);
        String before = target.toJson();
        assertThat(Net2Net.from(Targets.trained(Targets.vgg(new int[] {1, 1}, 1, false)))
                        .toward(target)
                        .plan()
                        .isExact())
                .isTrue();
        assertThat(target.toJson()).isEqualTo(before);
    }
}
