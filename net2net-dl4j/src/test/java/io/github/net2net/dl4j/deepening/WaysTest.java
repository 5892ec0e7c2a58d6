package io.github.net2net.dl4j.deepening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.net2net.Growth;
import io.github.net2net.GrowthException;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.Probes;
import io.github.net2net.dl4j.TestNetworks;
import io.github.net2net.dl4j.Tolerances;
import io.github.net2net.dl4j.onednn.OneDnn;
import io.github.net2net.rule.Deepening;
import io.github.net2net.rule.Deepening.Activation;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Each way to deepen preserves the function, and what is new learns. */
class WaysTest {

    static Stream<Arguments> ways() {
        return Stream.of(
                Arguments.of("fc", Deepening.exact()),
                Arguments.of("fc", Deepening.pairIdentity()),
                Arguments.of("fc", Deepening.slopes()),
                Arguments.of("fc", Deepening.linear()),
                Arguments.of("conv2", Deepening.pairIdentity()),
                Arguments.of("conv2", Deepening.linear()),
                Arguments.of("conv2", Deepening.separable()),
                Arguments.of("conv2", Deepening.identityUnit().kernel(1, 5)),
                Arguments.of("conv2", Deepening.separable().kernel(5, 2)),
                Arguments.of("pool", Deepening.exact().withoutBatchNorm()),
                Arguments.of("pool", Deepening.identityUnit().batchNorm(Deepening.uncalibrated())),
                Arguments.of("pool", Deepening.pairIdentity()),
                Arguments.of("pool", Deepening.separable()),
                Arguments.of("bn1", Deepening.exact()),
                Arguments.of("bn1", Deepening.linear()),
                Arguments.of("relu1", Deepening.exact().withoutBatchNorm()),
                Arguments.of("relu1", Deepening.pairIdentity()));
    }

    private static DataSet images(CNN2DFormat format) {
        return TestNetworks.labeled(TestNetworks.images(3, format));
    }

    private static MultiLayerNetwork cnn(CNN2DFormat format) {
        return TestNetworks.cnn(format, true, TestNetworks.settings());
    }

    @ParameterizedTest
    @MethodSource("ways")
    void inAChain_computesTheSame_andLearns(String layer, Deepening deepening) {
        for (CNN2DFormat format : CNN2DFormat.values()) {
            Deepened.of(cnn(format), images(format), growth -> growth.deepenAfter(layer, deepening))
                    .requireLearning();
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void inAChain_inSinglePrecision_computesTheSame(String layer, Deepening deepening) {
        INDArray features = TestNetworks.images(3, CNN2DFormat.NCHW).castTo(DataType.FLOAT);
        Deepened.of(
                cnn(CNN2DFormat.NCHW).convertDataType(DataType.FLOAT),
                TestNetworks.labeled(features),
                growth -> growth.deepenAfter(layer, deepening));
    }

    static Stream<Arguments> waysInGraphs() {
        return Stream.concat(
                ways(),
                Stream.of("fc", "conv2", "pool", "bn1", "relu1")
                        .flatMap(layer -> Stream.of(
                                        Deepening.zeroResidual(),
                                        Deepening.zeroResidual().layers(1),
                                        Deepening.zeroResidual().withoutBatchNorm(),
                                        Deepening.zeroResidual().layers(1).withoutBatchNorm(),
                                        Deepening.zeroResidual().activation(Activation.BEFORE_SUM),
                                        Deepening.zeroResidual().layers(1).activation(Activation.BEFORE_SUM))
                                .map(deepening -> Arguments.of(layer, deepening))));
    }

    @ParameterizedTest
    @MethodSource("waysInGraphs")
    void inAGraph_computesTheSame_andLearns(String layer, Deepening deepening) {
        for (CNN2DFormat format : CNN2DFormat.values()) {
            Deepened.of(
                            TestNetworks.graphOf(cnn(format)),
                            images(format),
                            growth -> growth.deepenAfter(numbered(layer), deepening))
                    .requireLearning();
        }
    }

    /** A graph made of a chain names layers by their numbers. */
    private static String numbered(String layer) {
        return String.valueOf(cnn(CNN2DFormat.NCHW).getLayerNames().indexOf(layer));
    }

    @Test
    void behindPoolings_theWayDependsOnWhatTheyLetThrough() {
        for (PoolingType type : List.of(PoolingType.MAX, PoolingType.AVG, PoolingType.PNORM)) {
            MultiLayerNetwork teacher = TestNetworks.network(
                    TestNetworks.settings(),
                    InputType.convolutional(8, 8, 2),
                    TestNetworks.convolution("conv", 3, CNN2DFormat.NCHW).build(),
                    new SubsamplingLayer.Builder(type)
                            .name("pool")
                            .pnorm(2)
                            .kernelSize(3, 3)
                            .padding(1, 1)
                            .stride(2, 2)
                            .build(),
                    TestNetworks.softmax("out"));
            Deepened<?> deepened = Deepened.of(teacher, images(CNN2DFormat.NCHW), growth -> growth.deepenAfter("pool"));
            deepened.requireLearning();
            assertThat(deepened.grown().plan().headlines().get(0))
                    .contains(type == PoolingType.PNORM ? "pair identity" : "leaves values of 0 and above unchanged");
        }
    }

    /** DL4J can't train a depthwise convolution of one channel, nor run one of one position for a single example. */
    @Test
    void separable_behindOneChannelOrPosition_isRefused() {
        String remedy = ". Use Deepening.exact(), which finds another way.";
        assertSeparableRefused(
                4,
                1,
                "its output has one channel, and a depthwise convolution of one channel is an ordinary one" + remedy);
        assertSeparableRefused(1, 2, "its output has one position, where convolutions are dense layers" + remedy);
    }

    private static void assertSeparableRefused(int size, int channels, String reason) {
        InputType images = InputType.convolutional(size, size, 2);
        MultiLayerNetwork teacher = TestNetworks.network(
                TestNetworks.settings(),
                images,
                TestNetworks.convolution("conv", channels, CNN2DFormat.NCHW).build(),
                TestNetworks.softmax("out"));
        assertThatThrownBy(() -> Net2Net.from(teacher, images)
                        .deepenAfter("conv", Deepening.separable())
                        .plan())
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot deepen after 'conv': " + reason);
    }

    /** Through oneDNN the operation reads its input, which can be a view, in the order of memory. */
    @Test
    void separable_withChannelsLastInSinglePrecision_isRefusedWhereItIsWrong() {
        assumeTrue(OneDnn.isAvailable(), "ND4J's native library has no oneDNN");
        MultiLayerNetwork teacher = TestNetworks.network(
                TestNetworks.settings().dataType(DataType.FLOAT),
                InputType.convolutional(6, 6, 2, CNN2DFormat.NHWC),
                TestNetworks.convolution("conv", 4, CNN2DFormat.NHWC).build(),
                TestNetworks.softmax("out"));
        Growth<MultiLayerNetwork> growth = Net2Net.from(teacher)
                .deepenAfter("conv", Deepening.separable())
                .verifyOn(Probes.features(TestNetworks.random(1, DataType.FLOAT, 9, 6, 6, 2)));
        assertThatThrownBy(growth::grow)
                .isInstanceOf(GrowthException.class)
                .hasMessage(
                        "cannot insert 'conv_depthwise_1': through oneDNN, ND4J computes depthwise convolutions of images"
                                + " with channels last wrongly in single precision. Call"
                                + " Nd4j.getEnvironment().allowHelpers(false), which also turns OneDnn.enable(..) off, or use"
                                + " ND4J's natives without oneDNN.");
        Nd4j.getEnvironment().allowHelpers(false);
        try {
            Growth<MultiLayerNetwork> again = Net2Net.from(teacher)
                    .deepenAfter("conv", Deepening.separable())
                    .verifyOn(Probes.features(TestNetworks.random(1, DataType.FLOAT, 9, 6, 6, 2)));
            assertThat(again.grow().report().comparison().largest()).isLessThan(Tolerances.FLOAT);
        } finally {
            Nd4j.getEnvironment().allowHelpers(true);
        }
    }
}
