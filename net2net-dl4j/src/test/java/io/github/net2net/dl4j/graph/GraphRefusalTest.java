package io.github.net2net.dl4j.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.Grown;
import io.github.net2net.Growth;
import io.github.net2net.GrowthException;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.Probes;
import io.github.net2net.dl4j.TestNetworks;
import io.github.net2net.dl4j.Tolerances;
import java.util.List;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.graph.L2Vertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** What is refused of graphs, by its whole text. */
class GraphRefusalTest {
    private static void assertRefused(
            ComputationGraph teacher, Function<Growth<ComputationGraph>, ?> words, String text) {
        assertThatThrownBy(() -> words.apply(Net2Net.from(teacher)))
                .isInstanceOf(GrowthException.class)
                .hasMessage(text);
    }

    @Test
    void a_sum_names_the_owners_of_its_channels() {
        assertRefused(
                GraphTeachers.residual(),
                growth -> growth.widen("add2").by(1),
                "cannot widen 'add2' (sum): its channels come from 'stem', 'a2' and 'b2'. Widen any of them, and the"
                        + " others follow. inspect() lists what can grow.");
    }

    @Test
    void a_concatenation_and_a_subset_name_the_owners_of_their_channels() {
        assertRefused(
                GraphTeachers.sliced(),
                growth -> growth.widen("both").by(1),
                "cannot widen 'both' (concatenation): its channels come from 'left' and 'right'. Widen one of them"
                        + " instead. inspect() lists what can grow.");
    }

    private static ComputationGraph behindDense(GraphVertex vertex, String... inputs) {
        GraphBuilder builder = TestNetworks.settings()
                .graphBuilder()
                .addInputs("in")
                .addLayer("first", TestNetworks.dense("first", 4), "in")
                .addVertex("vertex", vertex, inputs)
                .addLayer("out", TestNetworks.softmax("out"), "vertex")
                .setOutputs("out");
        return GraphTeachers.initialized(builder.setInputTypes(InputType.feedForward(3)));
    }

    @Test
    void vertices_that_look_at_all_channels_give_their_reasons() {
        assertRefused(
                behindDense(new L2NormalizeVertex(), "first"),
                growth -> growth.widen("first").by(1),
                "cannot widen 'first' to 5: 'vertex' divides by a norm over all channels (L2 normalization), so each of"
                        + " its channels must be copied equally often; the next width is 8.");
        assertRefused(
                behindDense(new L2Vertex(), "first", "first"),
                growth -> growth.widen("first").by(5),
                "cannot widen 'first' to 9: 'vertex' measures a distance over all channels, so each of its channels"
                        + " must"
                        + " be copied equally often; the nearest widths are 8 and 12.");
        String start = "cannot widen 'first': its 4 channels can't change, because 'vertex' ";
        String end = " Widen a layer after 'vertex'. inspect() lists what can grow.";
        assertRefused(
                behindDense(new ReshapeVertex(3, 4), "first"),
                growth -> growth.widen("first").by(1),
                start
                        + "reshapes to [3, 4], and only with -1 for examples and fixed other sizes does the shape tell the"
                        + " channels." + end);
        assertRefused(
                behindDense(new ReshapeVertex('f', new int[] {-1, 4}, null), "first"),
                growth -> growth.widen("first").by(1),
                start + "reshapes in order 'f', which mixes examples and channels." + end);
    }

    private static ComputationGraph behindLstm(RNNFormat format) {
        InputType series = InputType.recurrent(3, 5, format);
        return GraphTeachers.initialized(TestNetworks.settings()
                .graphBuilder()
                .addInputs("in")
                .addLayer("lstm", new LSTM.Builder().nOut(4).dataFormat(format).build(), "in")
                .addVertex("flat", new ReshapeVertex(-1, 20), "lstm")
                .addLayer("out", TestNetworks.softmax("out"), "flat")
                .setOutputs("out")
                .setInputTypes(series));
    }

    @Test
    void reshapedSeries_growIfTheirStepsAreKnown() {
        ComputationGraph teacher = behindLstm(RNNFormat.NCW);
        assertRefused(
                teacher,
                growth -> growth.widen("lstm").to(6),
                "cannot widen 'lstm': its 4 channels can't change, because 'flat' reshapes NCW series whose size is not"
                        + " known. Give an input type with all sizes for each input, in Net2Net.from(network,"
                        + " inputTypes). inspect() lists what can grow.");
        Grown<ComputationGraph> grown = Net2Net.from(teacher, InputType.recurrent(3, 5))
                .widen("lstm")
                .to(6)
                .verifyOn(Probes.features(TestNetworks.random(1, DataType.DOUBLE, 4, 3, 5)))
                .grow();
        assertThat(grown.report().comparison().largest()).isLessThanOrEqualTo(Tolerances.DOUBLE);
        assertRefused(
                behindLstm(RNNFormat.NWC),
                growth -> growth.widen("lstm").to(6),
                "cannot widen 'lstm': its 4 channels can't change, because 'flat' reshapes NWC series, whose channels"
                        + " are"
                        + " on the last axis. Widen a layer after 'flat'. inspect() lists what can grow.");
    }

    private static ComputationGraph behindConvolution(Layer layer) {
        GraphBuilder builder = TestNetworks.settings()
                .graphBuilder()
                .addInputs("in")
                .addLayer("conv", GraphTeachers.convolution(4), "in")
                .addLayer("layer", layer, "conv")
                .addLayer("pool", new GlobalPoolingLayer(PoolingType.AVG), "layer")
                .addLayer("out", TestNetworks.softmax("out"), "pool")
                .setOutputs("out");
        return GraphTeachers.initialized(builder.setInputTypes(InputType.convolutional(6, 6, 2, CNN2DFormat.NCHW)));
    }

    @Test
    void layers_that_look_at_several_channels_give_their_reasons() {
        String start = "cannot widen 'conv': its 4 channels can't change, because 'layer' ";
        assertRefused(
                behindConvolution(new LocalResponseNormalization.Builder().build()),
                growth -> growth.widen("conv").by(1),
                start
                        + "normalizes each channel by its neighbors, so copies would change the result. Widen a layer after"
                        + " it, or train a teacher with batch normalization instead. inspect() lists what can grow.");
        assertRefused(
                behindConvolution(new ActivationLayer(Activation.SOFTMAX)),
                growth -> growth.widen("conv").by(1),
                start
                        + "is a softmax over its channels, so copies would change every channel's result. Widen a layer after"
                        + " 'layer'. inspect() lists what can grow.");
    }

    /** Of cubes, DL4J adds channels to rows without noticing; wider channels would not fit. */
    @Test
    void a_sum_or_concatenation_of_different_memory_formats_pins_both() {
        for (GraphVertex joint : List.of(new ElementWiseVertex(ElementWiseVertex.Op.Add), new MergeVertex())) {
            var settings = TestNetworks.settings()
                    .graphBuilder()
                    .addInputs("first", "last")
                    .addLayer("a", convolution(CNN2DFormat.NCHW), "first")
                    .addLayer("b", convolution(CNN2DFormat.NHWC), "last")
                    .addVertex("joint", joint, "a", "b")
                    .addLayer(
                            "loss",
                            new CnnLossLayer.Builder(LossFunction.MSE)
                                    .activation(Activation.IDENTITY)
                                    .build(),
                            "joint")
                    .setOutputs("loss");
            ComputationGraph teacher = new ComputationGraph(settings.build());
            teacher.init();
            assertThat(teacher.output(
                            TestNetworks.random(1, DataType.DOUBLE, 2, 4, 4, 4),
                            TestNetworks.random(2, DataType.DOUBLE, 2, 4, 4, 4)))
                    .hasSize(1);
            assertRefused(
                    teacher,
                    growth -> growth.widen("b").by(1),
                    "cannot widen 'b': its 4 channels can't change, because 'joint' joins NCHW images with NHWC images,"
                            + " whose channels lie on different axes. Widen a layer after 'joint'."
                            + " inspect() lists what can grow.");
        }
    }

    private static ConvolutionLayer convolution(CNN2DFormat format) {
        return new ConvolutionLayer.Builder(1, 1)
                .nIn(4)
                .nOut(4)
                .dataFormat(format)
                .build();
    }

    @Test
    void a_merge_along_another_axis_than_channels_pins_them() {
        MergeVertex rows = new MergeVertex();
        rows.setMergeAxis(1);
        GraphBuilder builder = TestNetworks.settings()
                .graphBuilder()
                .addInputs("in")
                .addLayer("conv", GraphTeachers.convolution(4, CNN2DFormat.NHWC), "in")
                .addVertex("rows", rows, "conv", "conv")
                .addLayer(
                        "pool",
                        new GlobalPoolingLayer.Builder().poolingDimensions(1, 2).build(),
                        "rows")
                .addLayer("out", TestNetworks.softmax("out"), "pool")
                .setOutputs("out");
        ((ConvolutionLayer) layer(builder, "conv")).setNIn(2);
        ((OutputLayer) layer(builder, "out")).setNIn(4);
        assertRefused(
                GraphTeachers.initialized(builder),
                growth -> growth.widen("conv").by(1),
                "cannot widen 'conv': its 4 channels can't change, because 'rows' concatenates along axis 1 of NHWC"
                        + " images, which is not channels. Widen a layer after 'rows'. inspect() lists what can grow.");
    }

    private static Layer layer(GraphBuilder builder, String name) {
        return ((LayerVertex) builder.getVertices().get(name)).getLayerConf().getLayer();
    }

    @Test
    void input_types_that_do_not_fit_are_refused() {
        ComputationGraph teacher = GraphTeachers.sliced();
        assertThatThrownBy(() -> Net2Net.from(teacher, InputType.feedForward(5), InputType.feedForward(5)))
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot read the network: it has the inputs [in], but 2 input types are given. Give one"
                        + " for each.");
        assertThatThrownBy(() -> Net2Net.from(teacher, InputType.feedForward(6)))
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot read the network: the layers after its input 'in' take 5 channels, but the input"
                        + " type given has 6. Give the type that the network was built with.");
    }

    @Test
    void an_input_that_no_layer_tells_the_size_of_needs_a_type() {
        GraphBuilder builder = TestNetworks.settings()
                .graphBuilder()
                .addInputs("left", "right")
                .addVertex("both", new MergeVertex(), "left", "right")
                .addLayer("first", TestNetworks.dense("first", 4), "both")
                .addLayer("out", TestNetworks.softmax("out"), "first")
                .setOutputs("out");
        InputType[] types = {InputType.feedForward(2), InputType.feedForward(3)};
        ComputationGraph teacher = GraphTeachers.initialized(builder.setInputTypes(types));
        assertRefused(
                teacher,
                growth -> growth,
                "cannot read the network: no layer says how many channels its input 'left' has. Give an input type for"
                        + " each input, in Net2Net.from(network, inputTypes).");
        assertThat(Net2Net.from(teacher, types)
                        .widen("first")
                        .to(6)
                        .grow()
                        .network()
                        .getLayer("first")
                        .getParam("W")
                        .shape())
                .containsExactly(5, 6);
    }

    @Test
    void a_separable_convolution_of_one_channel_pins_it() {
        SeparableConvolution2D.Builder separable = new SeparableConvolution2D.Builder(2, 2);
        separable.nOut(3);
        GraphBuilder builder = TestNetworks.settings()
                .graphBuilder()
                .addInputs("in")
                .addLayer("conv", GraphTeachers.convolution(1), "in")
                .addLayer("separable", separable.build(), "conv")
                .addLayer("pool", new GlobalPoolingLayer(PoolingType.AVG), "separable")
                .addLayer("out", TestNetworks.softmax("out"), "pool")
                .setOutputs("out");
        assertRefused(
                GraphTeachers.initialized(builder.setInputTypes(InputType.convolutional(6, 6, 2, CNN2DFormat.NCHW))),
                growth -> growth.widen("conv").by(1),
                "cannot widen 'conv': its 1 channel can't change, because 'separable' gets one channel, for which DL4J"
                        + " leaves the pointwise weights out, but not for more. Widen a layer after 'separable'."
                        + " inspect() lists what can grow.");
    }

    @Test
    void half_precision_is_refused() {
        assertRefused(
                GraphTeachers.sliced().convertDataType(DataType.FLOAT16),
                growth -> growth,
                "cannot grow a network of data type HALF: FLOAT and DOUBLE are supported. Use"
                        + " network.convertDataType(DataType.FLOAT).");
    }
}
