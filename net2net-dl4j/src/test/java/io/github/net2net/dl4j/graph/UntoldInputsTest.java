package io.github.net2net.dl4j.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.Growth;
import io.github.net2net.GrowthException;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.Probes;
import io.github.net2net.dl4j.TestNetworks;
import io.github.net2net.dl4j.Tolerances;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1D;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SpaceToDepthLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping1D;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** DL4J keeps no record of a network's input: what its layers tell of it, which may be little. */
class UntoldInputsTest {
    private static <N extends Model> void assertWidens(
            Growth<N> growth, String layer, int width, InputType... inputTypes) {
        INDArray[] features = new INDArray[inputTypes.length];
        for (int i = 0; i < features.length; i++) {
            features[i] = RandomTeacher.features(inputTypes[i], i, DataType.DOUBLE);
        }
        var grown = growth.widen(layer)
                .to(width)
                .verifyOn(Probes.features(features))
                .grow();
        assertThat(grown.report().comparison().largest()).isLessThanOrEqualTo(Tolerances.DOUBLE);
    }

    private static MergeVertex merge(int axis) {
        MergeVertex merge = new MergeVertex();
        merge.setMergeAxis(axis);
        return merge;
    }

    /** The nearest layer that has parameters reads features, but only after the global pooling. */
    @Test
    void images_that_are_pooled_globally_are_images() {
        InputType images = InputType.convolutional(4, 3, 2, CNN2DFormat.NHWC);
        ComputationGraph teacher = GraphTeachers.initialized(TestNetworks.settings()
                .graphBuilder()
                .addInputs("in")
                .addLayer("dropout", new DropoutLayer(0.5), "in")
                .addLayer("pool", new GlobalPoolingLayer(PoolingType.AVG), "dropout")
                .addLayer("first", TestNetworks.softmax("first"), "pool")
                .addVertex("both", merge(3), "in", "dropout")
                .addLayer("dense", TestNetworks.dense("dense", 4), "both")
                .addLayer("second", TestNetworks.softmax("second"), "dense")
                .setOutputs("first", "second")
                .setInputTypes(images));

        assertThat(teacher.getLayer("dense").getParam("W").shape()).containsExactly(48, 4);
        assertWidens(Net2Net.from(teacher), "dense", 7, images);
    }

    /** Cropping takes any series for channels first, and makes DL4J take what follows for such. */
    @Test
    void layers_that_contradict_each_other_tell_no_form() {
        InputType series = InputType.recurrent(3, 3, RNNFormat.NWC);
        Convolution1DLayer convolution = new Convolution1D.Builder(2, 1)
                .nOut(4)
                .rnnDataFormat(RNNFormat.NWC)
                .build();
        RnnOutputLayer output = new RnnOutputLayer.Builder(LossFunction.MSE)
                .nOut(2)
                .activation(Activation.TANH)
                .build();
        ComputationGraph teacher = GraphTeachers.initialized(TestNetworks.settings()
                .graphBuilder()
                .addInputs("in")
                .addLayer("cropped", new Cropping1D.Builder(1, 0).build(), "in")
                .addLayer("first", output, "cropped")
                .addVertex("both", merge(2), "in", "in")
                .addLayer("conv", convolution, "both")
                .addLayer(
                        "pool",
                        new GlobalPoolingLayer.Builder().poolingDimensions(1).build(),
                        "conv")
                .addLayer("second", TestNetworks.softmax("second"), "pool")
                .setOutputs("first", "second")
                .setInputTypes(series));

        assertWidens(Net2Net.from(teacher), "conv", 6, series);
    }

    @Test
    void layers_behind_a_sum_tell_less_than_others_because_it_may_repeat_one_channel() {
        InputType one = InputType.convolutional(4, 3, 1, CNN2DFormat.NCHW);
        InputType three = InputType.convolutional(4, 3, 3, CNN2DFormat.NCHW);
        GraphBuilder builder = TestNetworks.settings()
                .graphBuilder()
                .addInputs("one", "three")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "three", "one")
                .addLayer("wide", GraphTeachers.convolution(4), "sum")
                .addLayer("tanh", new ActivationLayer(Activation.TANH), "one")
                .addLayer("scaled", new ActivationLayer(Activation.CUBE), "tanh")
                .addLayer("narrow", GraphTeachers.convolution(4), "scaled")
                .addVertex("both", new MergeVertex(), "wide", "narrow")
                .addLayer("pool", new GlobalPoolingLayer(PoolingType.AVG), "both")
                .addLayer("out", TestNetworks.softmax("out"), "pool")
                .setOutputs("out");
        setIn(builder, "wide", 3);
        setIn(builder, "narrow", 1);
        setIn(builder, "out", 8);
        ComputationGraph teacher = GraphTeachers.initialized(builder);

        assertWidens(Net2Net.from(teacher), "narrow", 6, one, three);
        assertWidens(Net2Net.from(teacher, one, three), "narrow", 6, one, three);
    }

    private static void setIn(GraphBuilder builder, String layer, int channels) {
        LayerVertex vertex = (LayerVertex) builder.getVertices().get(layer);
        ((FeedForwardLayer) vertex.getLayerConf().getLayer()).setNIn(channels);
    }

    /** Built without input types, it pools over width and channels, so that rows are left. */
    @Test
    void global_pooling_over_channels_tells_nothing_of_their_number() {
        InputType images = InputType.convolutional(4, 3, 2, CNN2DFormat.NHWC);
        GraphBuilder builder = TestNetworks.settings()
                .graphBuilder()
                .addInputs("in")
                .addLayer("pool", new GlobalPoolingLayer(PoolingType.AVG), "in")
                .addLayer("first", TestNetworks.softmax("first"), "pool")
                .addLayer("tanh", new ActivationLayer(Activation.TANH), "in")
                .addLayer("scaled", new ActivationLayer(Activation.CUBE), "tanh")
                .addLayer("conv", GraphTeachers.convolution(4, CNN2DFormat.NHWC), "scaled")
                .addLayer("loss", GraphTeachers.convolution(2, CNN2DFormat.NHWC), "conv")
                .setOutputs("first", "loss");
        setIn(builder, "first", 4);
        setIn(builder, "conv", 2);
        setIn(builder, "loss", 4);
        ComputationGraph teacher = GraphTeachers.initialized(builder);

        assertWidens(Net2Net.from(teacher), "conv", 6, images);
        assertWidens(Net2Net.from(teacher, images), "conv", 6, images);
    }

    @Test
    void space_to_depth_multiplies_channels_so_what_follows_does_not_tell_the_inputs() {
        InputType images = InputType.convolutional(4, 4, 2, CNN2DFormat.NCHW);
        MultiLayerNetwork teacher = TestNetworks.network(
                TestNetworks.settings(),
                images,
                new SpaceToDepthLayer.Builder<>(2).name("depth").build(),
                TestNetworks.convolution("conv", 4, CNN2DFormat.NCHW).build(),
                TestNetworks.softmax("out"));

        assertThatThrownBy(() -> Net2Net.from(teacher))
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot read the network: no layer says how many channels its input 'input' has. Give"
                        + " an input type for each input, in Net2Net.from(network, inputTypes).");
        assertWidens(Net2Net.from(teacher, images), "conv", 6, images);
    }
}
