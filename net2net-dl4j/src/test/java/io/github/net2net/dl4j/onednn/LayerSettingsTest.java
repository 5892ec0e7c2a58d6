package io.github.net2net.dl4j.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.net2net.dl4j.TestNetworks;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Whatever a layer is set to: enabling changes nothing but rounding, or leaves the layer alone and says why. */
class LayerSettingsTest {
    @BeforeEach
    void skip_where_there_is_no_oneDNN() {
        Platform.assumeOneDnn();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("enabled")
    void an_enabled_layer_agrees_with_the_plain_code(String settings, Layer layer, String counted) {
        assertThat(Agreement.check(SampleNetworks.with(layer), SampleNetworks.batch(6)))
                .hasToString("oneDNN: enabled (layers: " + counted + ")");
    }

    static Stream<Arguments> enabled() {
        String convolutions = "2 convolution";
        String norm = "1 convolution, 1 batch normalization";
        String pool = "1 convolution, 1 pooling";
        ConvolutionMode same = ConvolutionMode.Same;
        return Stream.of(
                arguments("stride, padding", conv().stride(2, 2).padding(1, 1).build(), convolutions),
                arguments("no bias", conv().hasBias(false).build(), convolutions),
                arguments("same", conv().stride(2, 2).convolutionMode(same).build(), convolutions),
                arguments("frozen", new FrozenLayer(conv().build()), convolutions),
                arguments("variance", norm().useLogStd(false).build(), norm),
                arguments("maximum", pool(PoolingType.MAX).padding(1, 1).build(), pool),
                arguments("average", pool(PoolingType.AVG).padding(1, 1).build(), pool),
                arguments(
                        "same average",
                        pool(PoolingType.AVG).convolutionMode(same).build(),
                        pool));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("left")
    void a_layer_that_oneDNN_would_get_wrong_is_left_alone(String reason, Layer layer) {
        layer.setLayerName("it");

        assertThat(Agreement.check(SampleNetworks.with(layer), SampleNetworks.batch(6)))
                .hasToString("oneDNN: enabled (layers: 1 convolution)" + System.lineSeparator()
                        + "oneDNN: not enabled in 'it': " + reason);
    }

    static Stream<Arguments> left() {
        return Stream.of(
                arguments(
                        "oneDNN refuses a dilated convolution the way DL4J asks for it",
                        conv().dilation(2, 1).build()),
                arguments(
                        "its gamma and beta are locked, and DL4J reads them as parameters for oneDNN",
                        norm().lockGammaBeta(true).build()),
                arguments(
                        "DL4J computes local response normalization through oneDNN wrongly",
                        new LocalResponseNormalization.Builder().alpha(1).build()),
                arguments(
                        "DL4J calls oneDNN for maximum and average pooling only, not for PNORM",
                        pool(PoolingType.PNORM).pnorm(2).build()),
                arguments(
                        "it counts padding as values, which DL4J does not pass to oneDNN",
                        pool(PoolingType.AVG)
                                .padding(1, 1)
                                .avgPoolIncludePadInDivisor(true)
                                .build()),
                arguments(
                        "DL4J calls oneDNN for two-dimensional convolution and pooling only, not for a Deconvolution2D",
                        new Deconvolution2D.Builder(3, 3).nOut(2).build()));
    }

    @Test
    void batch_normalization_of_features_agrees_with_the_plain_code() {
        MultiLayerNetwork network =
                SampleNetworks.with(new DenseLayer.Builder().nOut(5).build(), norm().build());

        assertThat(Agreement.check(network, SampleNetworks.batch(6)).layers())
                .containsEntry(HelperKind.BATCH_NORMALIZATION, 1);
    }

    @Test
    void layers_with_channels_last_agree_with_the_plain_code() {
        MultiLayerNetwork network =
                TestNetworks.cnn(CNN2DFormat.NHWC, true, TestNetworks.settings().dataType(DataType.FLOAT));
        INDArray images = TestNetworks.images(3, CNN2DFormat.NHWC).castTo(DataType.FLOAT);

        assertThat(Agreement.check(network, TestNetworks.labeled(images)))
                .hasToString("oneDNN: enabled (layers: 2 convolution, 1 batch normalization, 1 pooling)");
    }

    /** The operations ignore the strides of their input. */
    @Test
    void permuted_images_with_channels_last_agree_with_the_plain_code() {
        INDArray images =
                TestNetworks.images(3, CNN2DFormat.NCHW).castTo(DataType.FLOAT).permute(0, 2, 3, 1);
        MultiLayerNetwork convolution =
                TestNetworks.cnn(CNN2DFormat.NHWC, true, TestNetworks.settings().dataType(DataType.FLOAT));
        Agreement.check(convolution, TestNetworks.labeled(images));
        MultiLayerNetwork normalized = new MultiLayerNetwork(TestNetworks.settings()
                .dataType(DataType.FLOAT)
                .list(
                        TestNetworks.batchNorm("norm", CNN2DFormat.NHWC, false),
                        TestNetworks.convolution("conv", 3, CNN2DFormat.NHWC).build(),
                        new OutputLayer.Builder()
                                .nOut(TestNetworks.CLASSES)
                                .activation(Activation.SOFTMAX)
                                .build())
                .setInputType(InputType.convolutional(8, 8, 2, CNN2DFormat.NHWC))
                .build());
        normalized.init();
        Agreement.check(normalized, TestNetworks.labeled(images));
    }

    private static ConvolutionLayer.Builder conv() {
        return new ConvolutionLayer.Builder(3, 3).nOut(3);
    }

    private static BatchNormalization.Builder norm() {
        return new BatchNormalization.Builder();
    }

    private static SubsamplingLayer.Builder pool(PoolingType type) {
        return new SubsamplingLayer.Builder(type).kernelSize(2, 2).stride(2, 2);
    }
}
