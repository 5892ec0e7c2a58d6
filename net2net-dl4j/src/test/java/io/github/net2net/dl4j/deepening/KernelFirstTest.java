package io.github.net2net.dl4j.deepening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.Factorize;
import io.github.net2net.Growth;
import io.github.net2net.GrowthException;
import io.github.net2net.GrowthPlan;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.TestNetworks;
import io.github.net2net.dl4j.Tolerances;
import io.github.net2net.rule.Donors;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.Subsampling3DLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** A factorization whose first layer has the kernel, and whose second layer is the old one with a single tap. */
class KernelFirstTest {
    private static final CNN2DFormat NCHW = CNN2DFormat.NCHW;

    private static DataSet images(CNN2DFormat format) {
        return TestNetworks.labeled(TestNetworks.images(3, format));
    }

    private static MultiLayerNetwork of(CNN2DFormat format, ConvolutionLayer layer) {
        return TestNetworks.network(
                TestNetworks.settings(),
                InputType.convolutional(8, 8, 2, format),
                layer,
                TestNetworks.convolution("next", 3, format).build(),
                TestNetworks.softmax("out"));
    }

    /** Strides, dilation and padding of every kind. */
    static Stream<Arguments> windows() {
        List<Arguments> all = new ArrayList<>();
        for (ConvolutionMode mode : List.of(ConvolutionMode.Truncate, ConvolutionMode.Strict, ConvolutionMode.Same)) {
            for (int stride : new int[] {1, 2}) {
                for (int dilation : new int[] {1, 2}) {
                    all.add(Arguments.of(mode, stride, dilation));
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("windows")
    void windowsOfEveryKind_computeTheSame_andLearn(ConvolutionMode mode, int stride, int dilation) {
        for (CNN2DFormat format : CNN2DFormat.values()) {
            int extent = 2 * dilation + 1;
            int pad = mode == ConvolutionMode.Same ? 0 : mode == ConvolutionMode.Strict ? (extent - stride) % 2 : 1;
            MultiLayerNetwork teacher = of(
                    format,
                    new ConvolutionLayer.Builder(3, mode == ConvolutionMode.Strict ? 3 : 2)
                            .name("conv")
                            .nOut(4)
                            .stride(stride, 1)
                            .dilation(dilation, 1)
                            .padding(pad, 0)
                            .convolutionMode(
                                    mode == ConvolutionMode.Strict && stride > 1 ? ConvolutionMode.Truncate : mode)
                            .activation(Activation.TANH)
                            .dataFormat(format)
                            .build());
            Deepened<MultiLayerNetwork> deepened = Deepened.of(
                    teacher,
                    images(format),
                    growth -> growth.factorize("conv").kernelFirst().to(5));
            deepened.requireLearning();
            ConvolutionLayer old = (ConvolutionLayer)
                    deepened.student().getLayer("conv").conf().getLayer();
            assertThat(old.getKernelSize()).containsExactly(1, 1);
            assertThat(old.getStride()).containsExactly(1, 1);
            ConvolutionLayer first = (ConvolutionLayer)
                    deepened.student().getLayer("conv_factor_1").conf().getLayer();
            assertThat(first.getStride()).containsExactly(stride, 1);
        }
    }

    @ParameterizedTest
    @CsvSource({"Same, 1", "Same, 2", "Truncate, 1", "Causal, 1", "Causal, 2"})
    void series_computeTheSame_andLearn(ConvolutionMode mode, int stride) {
        MultiLayerNetwork teacher = TestNetworks.network(
                TestNetworks.settings(),
                InputType.recurrent(3, 6),
                new Convolution1DLayer.Builder(3)
                        .name("conv")
                        .nOut(4)
                        .stride(stride)
                        .convolutionMode(mode)
                        .build(),
                new GlobalPoolingLayer.Builder(PoolingType.AVG).name("pool").build(),
                TestNetworks.softmax("out"));
        DataSet data = TestNetworks.labeled(TestNetworks.random(4, DataType.DOUBLE, 9, 3, 6));
        Deepened.of(
                        teacher,
                        data,
                        growth -> growth.factorize("conv").kernelFirst().to(5))
                .requireLearning();
    }

    @Test
    void volumes_computeTheSame_andLearn() {
        MultiLayerNetwork teacher = TestNetworks.network(
                TestNetworks.settings(),
                InputType.convolutional3D(Convolution3D.DataFormat.NCDHW, 6, 6, 6, 2),
                new Convolution3D.Builder(3, 2, 3)
                        .name("conv")
                        .nOut(4)
                        .stride(2, 1, 1)
                        .convolutionMode(ConvolutionMode.Same)
                        .build(),
                new Subsampling3DLayer.Builder(PoolingType.AVG)
                        .kernelSize(2, 2, 2)
                        .stride(2, 2, 2)
                        .build(),
                TestNetworks.softmax("out"));
        DataSet data = TestNetworks.labeled(TestNetworks.random(4, DataType.DOUBLE, 5, 2, 6, 6, 6));
        Deepened.of(
                        teacher,
                        data,
                        growth -> growth.factorize("conv").kernelFirst().to(4))
                .requireLearning();
    }

    @ParameterizedTest
    @CsvSource({"Same, 1", "Same, 2", "Truncate, 2"})
    void deconvolutions_computeTheSame_andLearn(ConvolutionMode mode, int stride) {
        MultiLayerNetwork teacher = of(
                NCHW,
                new Deconvolution2D.Builder(3, 3)
                        .name("conv")
                        .nOut(4)
                        .stride(stride, stride)
                        .convolutionMode(mode)
                        .build());
        Deepened.of(
                        teacher,
                        images(NCHW),
                        growth -> growth.factorize("conv").kernelFirst().to(4))
                .requireLearning();
    }

    @Test
    void inSinglePrecision_computesTheSame() {
        Deepened.of(
                TestNetworks.cnn().convertDataType(DataType.FLOAT),
                TestNetworks.labeled(TestNetworks.images(3, NCHW).castTo(DataType.FLOAT)),
                growth -> growth.factorize("conv2").kernelFirst().to(6));
    }

    @Test
    void withSlopes_computesTheSame_andThePlanIsReplayed() {
        MultiLayerNetwork teacher = TestNetworks.cnn();
        Deepened<MultiLayerNetwork> deepened = Deepened.of(
                teacher,
                images(NCHW),
                growth -> growth.factorize("conv2")
                        .kernelFirst()
                        .withSlopes()
                        .to(6)
                        .seed(3));
        GrowthPlan read = GrowthPlan.fromJson(deepened.grown().plan().toJson());
        assertThat(read.toString()).isEqualTo(deepened.grown().plan().toString());
        assertThat(Net2Net.from(teacher).replay(read).grow().network().params())
                .isEqualTo(deepened.student().params());
    }

    @Test
    void withOtherSteps_computesTheSame() {
        Deepened.of(
                        TestNetworks.cnn(NCHW, true, TestNetworks.settings().updater(new Adam(0.01))),
                        images(NCHW),
                        growth -> growth.widen("conv1")
                                .to(7)
                                .factorize("conv2")
                                .kernelFirst()
                                .to(5)
                                .widen("conv2_factor_1")
                                .to(8)
                                .enlargeKernel("conv2_factor_1")
                                .to(5, 5)
                                .deepenAfter("conv2")
                                .factorize("conv2_factor_1")
                                .kernelLast()
                                .to(7)
                                .enlargeKernel("conv2")
                                .to(3, 3))
                .requireLearning();
    }

    @Test
    void orderWithFewerParameters_isTaken_ifItIsExactAtTheWidth() {
        MultiLayerNetwork teacher =
                of(NCHW, TestNetworks.convolution("conv", 6, NCHW).build());
        assertThat(plan(teacher, "next", 4))
                .contains(
                        "kernel in the first layer, a single tap in the other: exact whatever the weights, the other way only from 6 channels on");
        assertThat(plan(teacher, "next", 6))
                .contains("kernel in the second layer, a single tap in the other: 198 weights, the other way 342");
        assertThat(plan(teacher, "conv", 6))
                .contains("kernel in the first layer, a single tap in the other: 144 weights, the other way 336");
        assertThat(plan(teacher, "conv", 3))
                .contains(
                        "kernel in the second layer, a single tap in the other: exact whatever the weights, the other way only from 6 channels on");
    }

    private static String plan(MultiLayerNetwork teacher, String layer, int width) {
        return Net2Net.from(teacher).factorize(layer).to(width).plan().toString();
    }

    /** The kernels of all output channels are multiples of two. */
    @Test
    void kernelsOfLowRank_needFewerChannels_andTooFewAreRefused() {
        MultiLayerNetwork teacher = TestNetworks.cnn();
        INDArray weights = teacher.getLayer("conv2").getParam("W");
        try (INDArray left = TestNetworks.random(5, DataType.DOUBLE, 5, 2);
                INDArray right = TestNetworks.random(6, DataType.DOUBLE, 2, 36)) {
            weights.assign(left.mmul(right).reshape('c', 5, 4, 3, 3));
        }
        Deepened.of(
                        teacher,
                        images(NCHW),
                        growth -> growth.factorize("conv2").kernelFirst().to(2))
                .requireLearning();
        assertThatThrownBy(() -> Net2Net.from(teacher)
                        .factorize("conv2")
                        .kernelFirst()
                        .to(1)
                        .grow())
                .isInstanceOf(GrowthException.class)
                .hasMessageMatching(
                        "cannot factorize 'conv2' to 1: the product would miss its weights by 0\\.\\d+ of their"
                                + " norm, and 1e-12 is allowed\\. The smallest width that is exact with the kernel in the first"
                                + " layer is 2\\.");
    }

    @Test
    void denseLayer_hasNoKernel() {
        assertThatThrownBy(() -> Net2Net.from(TestNetworks.cnn())
                        .factorize("fc")
                        .kernelFirst()
                        .to(90))
                .isInstanceOf(GrowthException.class)
                .hasMessage(
                        "cannot factorize 'fc': kernelFirst() is for convolutions, and it has no kernel. Leave it out.");
    }

    /** The initializer makes values for the array in the end, which has fewer taps and inputs than the fresh channels need. */
    @Test
    void behindAWideningByFreshChannels_computesTheSame() {
        for (boolean first : new boolean[] {true, false}) {
            Deepened.of(TestNetworks.cnn(), images(NCHW), growth -> {
                        Factorize<Growth<MultiLayerNetwork>> factors = growth.donors(Donors.fresh())
                                .widen("conv1")
                                .to(9)
                                .widen("conv2")
                                .to(6)
                                .factorize("conv2");
                        return first
                                ? factors.kernelFirst().to(6)
                                : factors.kernelLast().to(9).factorize("fc").to(8);
                    })
                    .requireLearning();
        }
    }

    @Test
    void wrongOrderOfTheChannelsBetween_isSeen() {
        Deepened<MultiLayerNetwork> deepened = Deepened.of(
                TestNetworks.cnn(),
                images(NCHW),
                growth -> growth.factorize("conv2").kernelFirst().to(5));
        INDArray weights = deepened.student().getLayer("conv2").getParam("W");
        weights.assign(Nd4j.reverse(weights.dup()));
        assertThat(deepened.deviation()).isGreaterThan(Tolerances.CLEARLY_DIFFERENT);
    }
}
