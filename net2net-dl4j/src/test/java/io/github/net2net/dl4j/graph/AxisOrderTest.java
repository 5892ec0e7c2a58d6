package io.github.net2net.dl4j.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.dl4j.TestNetworks;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution1D;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.Deconvolution3D;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.SpaceToDepthLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.common.util.ArrayUtil;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The orders of axes and channels that DL4J uses, which are in no documentation, and which the layer kinds rely on. */
class AxisOrderTest {
    private static MultiLayerNetwork network(Layer layer, InputType type) {
        return TestNetworks.network(TestNetworks.settings().activation(Activation.IDENTITY), type, layer);
    }

    private static INDArray counting(long... shape) {
        return Nd4j.createFromArray(LongStream.rangeClosed(1, ArrayUtil.prodLong(shape))
                        .asDoubleStream()
                        .toArray())
                .reshape('c', shape);
    }

    /** One pixel with the channels 1, 10, 100, .. */
    private static INDArray powers(int channels, long... shape) {
        return Nd4j.createFromArray(IntStream.range(0, channels)
                        .mapToDouble(c -> Math.pow(10, c))
                        .toArray())
                .reshape('c', shape);
    }

    private static void set(MultiLayerNetwork network, String param, INDArray flat) {
        INDArray array = network.getLayer(0).getParam(param);
        array.assign(flat.reshape('c', array.shape()));
    }

    private static double[] output(MultiLayerNetwork network, INDArray features) {
        network.getLayer(0).getParam("b").assign(0);
        return network.output(features).dup('c').data().asDouble();
    }

    @ParameterizedTest
    @EnumSource
    void space_to_depth_puts_channels_of_one_pixel_side_by_side(CNN2DFormat format) {
        Layer layer = new SpaceToDepthLayer.Builder<>(2).dataFormat(format).build();
        MultiLayerNetwork network = network(layer, InputType.convolutional(2, 2, 3, format));
        INDArray pixelsOfChannels = counting(1, 3, 2, 2);
        INDArray features = format == CNN2DFormat.NCHW ? pixelsOfChannels : pixelsOfChannels.permute(0, 2, 3, 1);

        assertThat(network.output(features.dup('c')).dup('c').data().asDouble())
                .containsExactly(1, 5, 9, 2, 6, 10, 3, 7, 11, 4, 8, 12);
    }

    @Test
    void depthwise_channels_of_one_input_channel_are_side_by_side() {
        DepthwiseConvolution2D.Builder layer = new DepthwiseConvolution2D.Builder(1, 1);
        layer.depthMultiplier(3);
        MultiLayerNetwork network = network(layer.build(), InputType.convolutional(1, 1, 2));
        set(network, "W", counting(1, 1, 2, 3));

        assertThat(output(network, powers(2, 1, 2, 1, 1))).containsExactly(1, 2, 3, 40, 50, 60);
    }

    @Test
    void separable_weights_are_multiplier_by_in_and_pointwise_ones_have_channels_of_one_input_side_by_side() {
        SeparableConvolution2D.Builder layer = new SeparableConvolution2D.Builder(1, 1);
        layer.depthMultiplier(3);
        layer.nOut(2);
        MultiLayerNetwork network = network(layer.build(), InputType.convolutional(1, 1, 2));
        set(network, "W", counting(3, 2, 1, 1));
        set(network, "pW", Nd4j.createFromArray(1., 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0));

        assertThat(output(network, powers(2, 1, 2, 1, 1))).containsExactly(1, 5);
        set(network, "pW", Nd4j.createFromArray(0., 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1));
        assertThat(output(network, powers(2, 1, 2, 1, 1))).containsExactly(20, 60);
    }

    @Test
    void deconvolution_weights_are_in_by_out() {
        Deconvolution2D.Builder layer = new Deconvolution2D.Builder(1, 1);
        layer.nOut(3);
        MultiLayerNetwork network = network(layer.build(), InputType.convolutional(1, 1, 2));
        set(network, "W", counting(2, 3, 1, 1));

        assertThat(output(network, powers(2, 1, 2, 1, 1))).containsExactly(41, 52, 63);
    }

    @Test
    void deconvolution_3D_weights_are_out_by_in() {
        Deconvolution3D.Builder layer = new Deconvolution3D.Builder();
        layer.kernelSize(1, 1, 1);
        layer.stride(1, 1, 1);
        layer.dataFormat(Convolution3D.DataFormat.NCDHW);
        layer.nOut(3);
        MultiLayerNetwork network =
                network(layer.build(), InputType.convolutional3D(Convolution3D.DataFormat.NCDHW, 1, 1, 1, 2));
        set(network, "W", counting(1, 1, 1, 3, 2));

        assertThat(output(network, powers(2, 1, 2, 1, 1, 1))).containsExactly(21, 43, 65);
    }

    @ParameterizedTest
    @EnumSource
    void convolution_1D_weights_are_in_memory_steps_by_in_by_out(RNNFormat format) {
        Layer layer =
                new Convolution1D.Builder(1, 1).nOut(3).rnnDataFormat(format).build();
        MultiLayerNetwork network = network(layer, InputType.recurrent(2, 1, format));
        set(network, "W", counting(1, 2, 3));

        assertThat(network.getLayer(0).getParam("W").shape()).containsExactly(3, 2, 1, 1);
        long[] shape = format == RNNFormat.NCW ? new long[] {1, 2, 1} : new long[] {1, 1, 2};
        assertThat(output(network, powers(2, shape))).containsExactly(41, 52, 63);
    }
}
