package io.github.net2net.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.Grown;
import io.github.net2net.Growth;
import io.github.net2net.rule.Deepening;
import io.github.net2net.rule.SymmetryBreaking;
import io.github.net2net.spi.Deviation;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution1D;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.util.MaskZeroLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** A convolution pools the mask over its own kernel, so that a larger one lets more positions count. */
class MasksTest {
    private static final String POOLED_LARGER =
            "a mask is pooled over the larger kernel, so with a mask more positions count than before";
    private static final String POOLED_NEW =
            "a mask is pooled over the new layer's kernel, so with a mask more positions count than before";

    private static MultiLayerNetwork series(Convolution1D.Builder convolution) {
        return pooled(InputType.recurrent(3, 12), convolution.name("conv").build());
    }

    private static MultiLayerNetwork images(ConvolutionLayer.Builder convolution) {
        return pooled(InputType.convolutional(9, 9, 2), convolution.name("conv").build());
    }

    private static MultiLayerNetwork pooled(InputType type, Layer convolution) {
        return TestNetworks.network(
                TestNetworks.settings(),
                type,
                convolution,
                new GlobalPoolingLayer.Builder(PoolingType.AVG).name("pool").build(),
                TestNetworks.softmax("out"));
    }

    private static Convolution1D.Builder conv1d(ConvolutionMode mode, int kernel, int stride, int dilation) {
        return new Convolution1D.Builder(kernel, stride)
                .dilation(dilation)
                .nOut(4)
                .convolutionMode(mode);
    }

    private static ConvolutionLayer.Builder conv2d(ConvolutionMode mode, int kernel, int stride, int dilation) {
        return new ConvolutionLayer.Builder(kernel, kernel)
                .stride(stride, stride)
                .dilation(dilation, dilation)
                .nOut(4)
                .convolutionMode(mode);
    }

    private static Grown<MultiLayerNetwork> grow(
            MultiLayerNetwork teacher, UnaryOperator<Growth<MultiLayerNetwork>> steps) {
        INDArray features = teacher.getLayer(0).conf().getLayer() instanceof Convolution1DLayer
                ? TestNetworks.random(1, DataType.DOUBLE, 6, 3, 12)
                : TestNetworks.random(1, DataType.DOUBLE, 6, 2, 9, 9);
        return steps.apply(Net2Net.from(teacher, inputType(features)))
                .verifyOn(Probes.features(features))
                .grow();
    }

    private static InputType inputType(INDArray features) {
        return features.rank() == 3 ? InputType.recurrent(3, 12) : InputType.convolutional(9, 9, 2, CNN2DFormat.NCHW);
    }

    private static double masked(Grown<?> grown) {
        return grown.report().comparison().deviations().stream()
                .filter(Deviation::masked)
                .mapToDouble(Deviation::relative)
                .max()
                .orElseThrow();
    }

    static Stream<Arguments> whereMasksChange() {
        return Stream.of(
                Arguments.of(series(conv1d(ConvolutionMode.Truncate, 1, 1, 1)), new int[] {3}),
                Arguments.of(series(conv1d(ConvolutionMode.Strict, 3, 1, 1)), new int[] {5}),
                Arguments.of(series(conv1d(ConvolutionMode.Truncate, 2, 1, 2)), new int[] {4}),
                Arguments.of(series(conv1d(ConvolutionMode.Causal, 2, 2, 1)), new int[] {4}),
                Arguments.of(images(conv2d(ConvolutionMode.Truncate, 1, 1, 1)), new int[] {3, 3}),
                Arguments.of(images(conv2d(ConvolutionMode.Truncate, 3, 2, 1)), new int[] {5, 5}),
                Arguments.of(images(conv2d(ConvolutionMode.Same, 2, 2, 1)), new int[] {4, 4}));
    }

    @ParameterizedTest
    @MethodSource("whereMasksChange")
    void largerKernel_exactWithoutMasksOnly_saysSo(MultiLayerNetwork teacher, int[] sizes) {
        Grown<MultiLayerNetwork> grown =
                grow(teacher, growth -> growth.enlargeKernel("conv").to(sizes));
        assertThat(grown.plan().isExact()).isTrue();
        assertThat(grown.plan().isExactWithMasks()).isFalse();
        assertThat(grown.plan().toString()).contains("exact, except with masks").contains(POOLED_LARGER);
        assertThat(Net2Net.inspect(teacher).toString())
                .containsPattern("enlarge kernel of conv .*; not exact with masks|Give it: Net2Net.from");
    }

    /** The verification has something to find: positions that did not count before. */
    @Test
    void deviation_behindMaskedPooling_isMeasured() {
        assertThat(masked(grow(
                        series(conv1d(ConvolutionMode.Truncate, 1, 1, 1)),
                        growth -> growth.enlargeKernel("conv").to(5))))
                .isGreaterThan(1e-3);
        assertThat(masked(grow(
                        images(conv2d(ConvolutionMode.Truncate, 3, 2, 1)),
                        growth -> growth.enlargeKernel("conv").to(5, 5))))
                .isGreaterThan(1e-3);
    }

    static Stream<MultiLayerNetwork> whereMasksStay() {
        return Stream.of(
                series(conv1d(ConvolutionMode.Same, 2, 1, 1)),
                series(conv1d(ConvolutionMode.Causal, 2, 1, 2)),
                images(conv2d(ConvolutionMode.Same, 3, 1, 1)));
    }

    @ParameterizedTest
    @MethodSource("whereMasksStay")
    void kernelThatHandsMasksOn_isExactWithThem(MultiLayerNetwork teacher) {
        Grown<MultiLayerNetwork> grown = grow(teacher, growth -> {
            Growth<MultiLayerNetwork> deeper =
                    growth.deepenAfter("conv").widen("conv").to(7);
            return teacher.getLayer(0).conf().getLayer() instanceof Convolution1DLayer
                    ? deeper.enlargeKernel("conv").to(6)
                    : deeper.enlargeKernel("conv").to(5, 5);
        });
        assertThat(grown.plan().isExactWithMasks()).isTrue();
        assertThat(grown.plan().toString()).doesNotContain("mask");
        assertThat(masked(grown)).isLessThan(Tolerances.DOUBLE);
    }

    @Test
    void insertedConvolution_withPaddingOfItsOwn_isExactWithoutMasksOnly() {
        Grown<MultiLayerNetwork> grown =
                grow(series(conv1d(ConvolutionMode.Truncate, 3, 1, 1)), growth -> growth.deepenAfter("conv"));
        assertThat(grown.plan().toString()).contains("exact, except with masks").contains(POOLED_NEW);
        assertThat(masked(grown)).isGreaterThan(1e-3);
    }

    @Test
    void wideningAlone_isExactWithMasks() {
        Grown<MultiLayerNetwork> grown = grow(
                series(conv1d(ConvolutionMode.Truncate, 3, 1, 1)),
                growth -> growth.widen("conv").to(9));
        assertThat(grown.plan().isExactWithMasks()).isTrue();
        assertThat(masked(grown)).isLessThan(Tolerances.DOUBLE);
    }

    /** DL4J refuses masks of pixels before a flatten, so none need be spoken of. */
    @Test
    void imagesThatAreFlattened_takeNoMasks() {
        MultiLayerNetwork teacher = TestNetworks.network(
                TestNetworks.settings(),
                InputType.convolutional(9, 9, 2),
                conv2d(ConvolutionMode.Truncate, 3, 1, 1).name("conv").build(),
                TestNetworks.dense("fc", 4),
                TestNetworks.softmax("out"));
        Grown<MultiLayerNetwork> grown =
                grow(teacher, growth -> growth.enlargeKernel("conv").to(5, 5));
        assertThat(grown.plan().isExactWithMasks()).isTrue();
        assertThat(grown.report().comparison().deviations()).noneMatch(Deviation::masked);
    }

    /** A dense layer at every step sets masked steps to zero; the batch norm after it moves them away from there. */
    @Test
    void denseUnitWithBatchNorm_atEveryStep_isExactWithoutMasksOnly() {
        MultiLayerNetwork teacher = TestNetworks.network(
                TestNetworks.settings(),
                InputType.recurrent(3, 12),
                new DenseLayer.Builder()
                        .name("fc")
                        .nOut(4)
                        .activation(Activation.IDENTITY)
                        .build(),
                TestNetworks.batchNorm("bn", CNN2DFormat.NCHW, true),
                TestNetworks.activation("relu", Activation.RELU),
                new RnnOutputLayer.Builder(LossFunction.MSE)
                        .name("out")
                        .nOut(2)
                        .activation(Activation.TANH)
                        .build());
        Deepening plain = Deepening.identityUnit();
        assertThat(Net2Net.from(teacher)
                        .deepenAfter("fc", plain.withoutBatchNorm())
                        .plan()
                        .isExactWithMasks())
                .isFalse();
    }

    private static Grown<MultiLayerNetwork> deepenedFeatures(Layer... unit) {
        Layer[] layers = Arrays.copyOf(unit, unit.length + 1);
        layers[unit.length] = TestNetworks.softmax("out");
        MultiLayerNetwork teacher = TestNetworks.network(TestNetworks.settings(), InputType.feedForward(3), layers);
        TestNetworks.train(teacher, TestNetworks.labeled(TestNetworks.random(2, DataType.DOUBLE, 8, 3)), 5);
        return Net2Net.from(teacher)
                .deepenAfter("fc", Deepening.identityUnit().withoutBatchNorm())
                .verifyOn(Probes.features(TestNetworks.random(1, DataType.DOUBLE, 6, 3)))
                .grow();
    }

    /**
     * A mask of whole examples, [example, 1], which DL4J applies in every dense layer, the output included; masked
     * examples still count in the statistics of the second batch norm.
     */
    @Test
    void denseUnitWithBatchNorm_ofFeatures_isExactWithoutMasksOnly() {
        Grown<MultiLayerNetwork> grown = deepenedFeatures(
                new DenseLayer.Builder()
                        .name("fc")
                        .nOut(4)
                        .activation(Activation.IDENTITY)
                        .build(),
                TestNetworks.batchNorm("bn", CNN2DFormat.NCHW, true),
                TestNetworks.activation("relu", Activation.RELU),
                TestNetworks.batchNorm("bn2", CNN2DFormat.NCHW, true));
        assertThat(grown.plan().isExactWithMasks()).isFalse();
        assertThat(masked(grown)).isGreaterThan(1e-3);
    }

    /** With one channel DL4J's dropout layer takes a mask of any data type, with more of the network's own alone. */
    @Test
    void dropoutBehindOneFeature_isExactWithoutMasksOnly() {
        MultiLayerNetwork teacher = TestNetworks.network(
                TestNetworks.settings(),
                InputType.feedForward(3),
                TestNetworks.dense("fc", 1),
                new DropoutLayer.Builder(0.8).name("drop").build(),
                TestNetworks.softmax("out"));
        Grown<MultiLayerNetwork> grown = Net2Net.from(teacher)
                .widen("fc")
                .to(4)
                .verifyOn(Probes.features(TestNetworks.random(1, DataType.DOUBLE, 6, 3)))
                .grow();
        assertThat(grown.report().comparison().deviations()).hasSize(4).noneMatch(Deviation::masked);
        assertThat(grown.plan().isExactWithMasks()).isFalse();
        assertThat(grown.plan().toString())
                .contains(
                        "a mask of another data type than the network's can arrive at 'drop', which can fail with it once it"
                                + " has more channels");
    }

    /** DL4J's dropout layer multiplies with a mask of the network's own data type alone. */
    @Test
    void dropoutBehindFeatures_isExactWithoutMasksOnly() {
        MultiLayerNetwork teacher = TestNetworks.mlp(new Sgd(0.1));
        Grown<MultiLayerNetwork> grown = Net2Net.from(teacher)
                .breakSymmetry(SymmetryBreaking.dropout(0.2))
                .widen("first")
                .to(8)
                .verifyOn(Probes.features(TestNetworks.random(1, DataType.DOUBLE, 6, 4)))
                .grow();
        assertThat(grown.plan().isExactWithMasks()).isFalse();
        assertThat(grown.plan().toString())
                .contains("dropout layers do not run with every mask: not with one of steps or pixels, nor with one of"
                        + " another data type");
        assertThat(masked(grown)).as("with a mask of the network's data type").isLessThan(Tolerances.DOUBLE);
    }

    @Test
    void denseUnit_ofFeatures_isExactWithMasks() {
        Grown<MultiLayerNetwork> grown = deepenedFeatures(TestNetworks.dense("fc", 4));
        assertThat(grown.plan().isExactWithMasks()).isTrue();
        assertThat(masked(grown)).isLessThan(Tolerances.DOUBLE);
    }

    /** DL4J's sum hands on a mask in ND4J's default precision, and its loss layer fails with any but the network's. */
    @Test
    void residualBlock_ofFeatures_isExactWithoutMasksOnly() {
        ComputationGraph teacher = new ComputationGraph(TestNetworks.settings()
                .graphBuilder()
                .addInputs("in")
                .addLayer("fc", TestNetworks.dense("fc", 4), "in")
                .addLayer("out", new LossLayer.Builder(LossFunction.MSE).build(), "fc")
                .setOutputs("out")
                .setInputTypes(InputType.feedForward(4))
                .build());
        teacher.init();
        Grown<ComputationGraph> grown = Net2Net.from(teacher)
                .deepenAfter("fc", Deepening.zeroResidual())
                .verifyOn(Probes.features(TestNetworks.random(1, DataType.DOUBLE, 6, 4)))
                .grow();
        assertThat(grown.plan().isExactWithMasks()).isFalse();
        assertThat(grown.plan().toString())
                .contains(
                        "a mask of examples can leave the new sum in another data type than the network's, with which a"
                                + " layer after it can fail");
        assertThat(masked(grown)).isInfinite();
    }

    /** DL4J's element-wise vertex hands on no mask if one of its inputs has none, as after a layer with a mask of its own. */
    @Test
    void newConvolution_behindASumWhereOneMaskHasEnded_isExactWithoutMasksOnly() {
        ComputationGraph teacher = new ComputationGraph(TestNetworks.settings()
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.recurrent(3, 12))
                .addLayer("steps", conv1d(ConvolutionMode.Causal, 2, 1, 1).build(), "in")
                .addLayer(
                        "zero",
                        new MaskZeroLayer(new SimpleRnn.Builder().nOut(4).build(), 0),
                        "steps")
                .addVertex("max", new ElementWiseVertex(ElementWiseVertex.Op.Max), "zero", "steps")
                .addLayer("rnn", new SimpleRnn.Builder().nOut(4).build(), "max")
                .addLayer(
                        "out",
                        new RnnOutputLayer.Builder(LossFunction.MSE).nOut(2).build(),
                        "rnn")
                .setOutputs("out")
                .build());
        teacher.init();
        Grown<ComputationGraph> grown = Net2Net.from(teacher)
                .deepenAfter("rnn", Deepening.linear())
                .verifyOn(Probes.features(TestNetworks.random(1, DataType.DOUBLE, 6, 3, 12)))
                .grow();
        assertThat(grown.plan().toString())
                .contains("a mask can end before the new 1D convolution, which is not known to run with a mask"
                        + " elsewhere");
        assertThat(masked(grown)).isInfinite();
    }

    /** The mask ends where a value without one joins in, so that no flatten refuses it; the pooling in the block counts. */
    @Test
    void squeezeAndExcite_takesMasks_althoughItIsFlattened() {
        OutputLayer output = TestNetworks.softmax("out");
        output.setNIn(4 * 7 * 7);
        ComputationGraph teacher = new ComputationGraph(TestNetworks.settings()
                .graphBuilder()
                .addInputs("in")
                .addLayer(
                        "conv", conv2d(ConvolutionMode.Truncate, 3, 1, 1).nIn(2).build(), "in")
                .addLayer(
                        "squeeze",
                        new GlobalPoolingLayer.Builder(PoolingType.AVG)
                                .collapseDimensions(false)
                                .build(),
                        "conv")
                .addLayer("excite", conv2d(ConvolutionMode.Same, 1, 1, 1).nIn(4).build(), "squeeze")
                .addVertex("scaled", new ElementWiseVertex(ElementWiseVertex.Op.Product), "conv", "excite")
                .addLayer("out", output, new CnnToFeedForwardPreProcessor(7, 7, 4), "scaled")
                .setOutputs("out")
                .build());
        teacher.init();
        assertThat(Net2Net.from(teacher, InputType.convolutional(9, 9, 2))
                        .enlargeKernel("conv")
                        .to(5, 5)
                        .plan()
                        .isExactWithMasks())
                .isFalse();
    }

    @Test
    void givenMask_isUsed() {
        MultiLayerNetwork teacher = series(conv1d(ConvolutionMode.Same, 3, 1, 1));
        INDArray features = TestNetworks.random(1, DataType.DOUBLE, 4, 3, 12);
        INDArray mask = Nd4j.ones(DataType.FLOAT, 4, 12);
        mask.putScalar(0, 11, 0);
        Grown<MultiLayerNetwork> grown = Net2Net.from(teacher)
                .widen("conv")
                .to(6)
                .verifyOn(Probes.of(new DataSet(features, null, mask, null)))
                .grow();
        assertThat(grown.report().comparison().deviations()).hasSize(4).allMatch(Deviation::masked);
    }
}
