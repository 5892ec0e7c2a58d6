package io.github.net2net.dl4j.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.Growth;
import io.github.net2net.GrowthException;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.Probes;
import io.github.net2net.dl4j.TestNetworks;
import io.github.net2net.dl4j.Tolerances;
import io.github.net2net.rule.Deepening;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.util.MaskLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Graphs whose layers, in DL4J, compute something else by the order in which they run. */
class OrderEffectsTest {
    private static final INDArray SERIES = TestNetworks.random(1, DataType.DOUBLE, 5, 3, 3);

    private static Convolution1DLayer convolution(RNNFormat format) {
        return new Convolution1DLayer.Builder(1)
                .nIn(3)
                .nOut(3)
                .rnnDataFormat(format)
                .convolutionMode(ConvolutionMode.Same)
                .activation(Activation.SOFTPLUS)
                .build();
    }

    private static RnnOutputLayer output(RNNFormat format) {
        return new RnnOutputLayer.Builder(LossFunction.MSE)
                .nIn(3)
                .nOut(2)
                .dataFormat(format)
                .build();
    }

    /** DL4J runs left, far, leftOut, right, rightOut: no layer of one format right after one of the other. */
    private static ComputationGraph bothFormats() {
        ComputationGraph graph = new ComputationGraph(TestNetworks.settings()
                .graphBuilder()
                .addInputs("in")
                .addVertex("near", new ScaleVertex(2), "in")
                .addVertex("further", new ScaleVertex(3), "in")
                .addLayer("left", convolution(RNNFormat.NWC), "near")
                .addVertex("far", new ScaleVertex(0.5), "further")
                .addLayer("leftOut", output(RNNFormat.NWC), "left")
                .addLayer("right", convolution(RNNFormat.NCW), "far")
                .addLayer("rightOut", output(RNNFormat.NCW), "right")
                .setOutputs("leftOut", "rightOut")
                .build());
        graph.init();
        return graph;
    }

    private static Growth<ComputationGraph> growth() {
        return Net2Net.from(bothFormats(), InputType.recurrent(3, 3, RNNFormat.NWC));
    }

    @Test
    void newLayers_thatChangeWhatIsTransposed_areRefused() {
        assertThat(bothFormats().output(SERIES)).hasSize(2);
        assertThatThrownBy(() ->
                        growth().deepenAfter("near", Deepening.pairIdentity()).plan())
                .isInstanceOf(GrowthException.class)
                .hasMessage(
                        "cannot insert layers into this graph, because DL4J would run its layers in another order: in"
                                + " the student, the input of 'right' is transposed, as it comes right after 'left_2', which has"
                                + " another data format. Give all layers one data format, such as NCW for series.");
    }

    @Test
    void widening_isNot() {
        assertThat(growth().widen("left")
                        .by(2)
                        .verifyOn(Probes.features(SERIES))
                        .grow()
                        .report()
                        .comparison()
                        .largest())
                .isLessThanOrEqualTo(Tolerances.DOUBLE);
    }

    @Test
    void comparisonOfMoreInputs_thatLayersReadInBothFormats_isRefused() {
        assertThatThrownBy(() -> Net2Net.from(bothFormats())
                        .addInputs("in", 2)
                        .verifyOn(Probes.features(SERIES))
                        .grow())
                .isInstanceOf(GrowthException.class)
                .hasMessage(
                        "cannot compare the networks: the second has more channels of input 'in', and its layers do not"
                                + " agree on which axis of [5, 3, 3] the channels are. Compare what the networks output"
                                + " yourself.");
    }

    /** DL4J runs first, tanh, out, secondOut. */
    private static ComputationGraph activatedInput() {
        ComputationGraph graph = new ComputationGraph(TestNetworks.settings()
                .graphBuilder()
                .addInputs("in")
                .addLayer("first", TestNetworks.dense("first", 4), "in")
                .addLayer("tanh", new ActivationLayer(Activation.TANH), "in")
                .addLayer("out", TestNetworks.softmax("out"), "first")
                .addLayer("secondOut", TestNetworks.softmax("secondOut"), "tanh")
                .setInputTypes(InputType.feedForward(3))
                .setOutputs("out", "secondOut")
                .build());
        graph.init();
        return graph;
    }

    @Test
    void activationOfAnInput_overwritesIt() {
        INDArray features = TestNetworks.random(1, DataType.DOUBLE, 5, 3);
        INDArray before = features.dup();
        activatedInput().output(features);
        assertThat(features).isNotEqualTo(before);
    }

    @Test
    void newLayers_thatReadAnInputAfterItIsOverwritten_areRefused() {
        assertThatThrownBy(() ->
                        Net2Net.from(activatedInput()).factorize("first").to(3).plan())
                .isInstanceOf(GrowthException.class)
                .hasMessage(
                        "cannot insert layers into this graph, because DL4J would run its layers in another order: in the"
                                + " student, 'first_factor_1' reads 'in' after 'tanh' has overwritten it. Put a vertex, such as"
                                + " ScaleVertex(1), right after the input 'in'.");
    }

    /** DL4J adds up the gradients of those that read an input, the last one's first, and can't add none to some. */
    @Test
    void newLayer_afterAReaderWithoutAGradient_isRefused() {
        LSTM lstm = new LSTM.Builder().nIn(3).nOut(2).build();
        ComputationGraph graph = new ComputationGraph(TestNetworks.settings()
                .graphBuilder()
                .addInputs("in")
                .addLayer("conv", convolution(RNNFormat.NCW), "in")
                .addLayer("last", new LastTimeStep(new FrozenLayer(lstm)), "in")
                .addLayer("convOut", output(RNNFormat.NCW), "conv")
                .addLayer(
                        "lastOut",
                        new OutputLayer.Builder(LossFunction.MSE).nIn(2).nOut(2).build(),
                        "last")
                .setOutputs("convOut", "lastOut")
                .build());
        graph.init();
        assertThatThrownBy(() -> Net2Net.from(graph, InputType.recurrent(3, 3))
                        .factorize("conv")
                        .to(2)
                        .plan())
                .isInstanceOf(GrowthException.class)
                .hasMessage(
                        "cannot insert layers into this graph, because DL4J would run its layers in another order: in"
                                + " the student, 'last' comes before another layer that reads 'in', and gives it no gradient,"
                                + " with which training fails. Let another input or layer feed 'last'.");
    }

    /** What DL4J passes on as it is, without a copy. */
    static Stream<GraphVertex> views() {
        return Stream.of(layer(new DropoutLayer(0.5)), layer(new MaskLayer()), new MergeVertex());
    }

    private static GraphVertex layer(Layer layer) {
        layer.setLayerName("view");
        return new LayerVertex(new NeuralNetConfiguration.Builder().layer(layer).build(), null);
    }

    @ParameterizedTest
    @MethodSource("views")
    void newActivationBehindAViewOfAnInput_isRefused(GraphVertex view) {
        ComputationGraph graph = new ComputationGraph(TestNetworks.settings()
                .graphBuilder()
                .addInputs("in")
                .addVertex("view", view, "in")
                .addLayer("out", TestNetworks.softmax("out"), "view")
                .setInputTypes(InputType.feedForward(3))
                .setOutputs("out")
                .build());
        graph.init();
        assertThatThrownBy(() -> Net2Net.from(graph, InputType.feedForward(3))
                        .deepenAfter("view", Deepening.zeroResidual().layers(1))
                        .plan())
                .isInstanceOf(GrowthException.class)
                .hasMessage(
                        "cannot insert layers into this graph, because DL4J would run its layers in another order: in the"
                                + " student, 'view_sum_1' reads 'view' after 'view_relu_1' has overwritten it. Put a"
                                + " vertex, such as ScaleVertex(1), right after the input 'in'.");
    }
}
