package io.github.net2net.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.GrowthException;
import io.github.net2net.rule.Deepening;
import io.github.net2net.spi.Probe;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.rnn.ReverseTimeSeriesVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.CapsuleLayer;
import org.deeplearning4j.nn.conf.layers.CapsuleStrengthLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.PrimaryCapsules;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.Subsampling1DLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Layers that are not known hold their neighbors fast, under their own name, and never make a wrong student. */
class OpaqueLayersTest {
    private static final InputType IMAGES = InputType.convolutional(8, 8, 4);
    private static final InputType SERIES = InputType.recurrent(3, 6);

    /** DL4J takes images for NCHW ones there, if the sizes allow it. */
    @Test
    void primaryCapsules_ofTheWrongFormat_haveTheirOwnNumber() {
        InputType images = InputType.convolutional(6, 4, 6, CNN2DFormat.NHWC);
        ComputationGraph teacher = new ComputationGraph(TestNetworks.settings()
                .graphBuilder()
                .addInputs("in")
                .addLayer(
                        "conv",
                        TestNetworks.convolution("conv", 6, CNN2DFormat.NHWC).build(),
                        "in")
                .addLayer(
                        "primary",
                        new PrimaryCapsules.Builder(2, 2)
                                .kernelSize(2, 2)
                                .stride(1, 1)
                                .build(),
                        "conv")
                .addLayer("strength", new CapsuleStrengthLayer.Builder().build(), "primary")
                .addVertex("twice", new MergeVertex(), "strength", "strength")
                .addLayer("fc", TestNetworks.dense("fc", 5), "twice")
                .addLayer("out", TestNetworks.softmax("out"), "fc")
                .setOutputs("out")
                .setInputTypes(images)
                .build());
        teacher.init();

        var growth = Net2Net.from(teacher).widen("fc").to(9);
        assertThat(growth.grow().plan().isExact()).isTrue();
        assertThatThrownBy(() -> Net2Net.from(teacher).widen("conv").to(9).plan())
                .isInstanceOf(GrowthException.class)
                .hasMessageContaining("'primary' takes NCHW images but gets NHWC images");
    }

    static Stream<Arguments> betweenImages() {
        return Stream.of(
                Arguments.of(new OwnActivationLayer()), Arguments.of(new ActivationLayer(new OwnActivation())));
    }

    /** conv1 is pinned by the unknown layer; conv2 after it still grows. */
    @ParameterizedTest
    @MethodSource("betweenImages")
    void unknownLayer_betweenConvolutions_pinsTheOneBefore(Layer unknown) {
        unknown.setLayerName("unknown");
        MultiLayerNetwork teacher = TestNetworks.network(
                TestNetworks.settings(),
                IMAGES,
                TestNetworks.convolution("conv1", 4, CNN2DFormat.NCHW).build(),
                unknown,
                TestNetworks.convolution("conv2", 5, CNN2DFormat.NCHW).build(),
                TestNetworks.softmax("out"));
        String name = unknown instanceof ActivationLayer layer && layer.getClass() == ActivationLayer.class
                ? layer.getActivationFn().getClass().getSimpleName()
                : unknown.getClass().getSimpleName();
        assertThatThrownBy(() -> Net2Net.from(teacher).widen("conv1").to(9))
                .isInstanceOf(GrowthException.class)
                .hasMessageStartingWith("cannot widen 'conv1': its 4 channels can't change, because 'unknown' ")
                .hasMessageContaining(name);
        Probe<Model> probe = Probes.features(TestNetworks.random(1, DataType.DOUBLE, 3, 4, 8, 8));
        MultiLayerNetwork student = Net2Net.from(teacher)
                .widen("conv2")
                .to(9)
                .verifyOn(probe)
                .grow()
                .network();
        assertThat(student.numParams()).isGreaterThan(teacher.numParams());
    }

    static Stream<Arguments> ofFeatures() {
        return Stream.of(Arguments.of(new OwnDenseLayer(5)));
    }

    @ParameterizedTest
    @MethodSource("ofFeatures")
    void unknownLayer_betweenDenseLayers_pinsTheOneBefore(Layer unknown) {
        unknown.setLayerName("unknown");
        MultiLayerNetwork teacher = TestNetworks.network(
                TestNetworks.settings(),
                InputType.feedForward(4),
                TestNetworks.dense("before", 5),
                unknown,
                TestNetworks.dense("after", 6),
                TestNetworks.softmax("out"));
        assertThatThrownBy(() -> Net2Net.from(teacher).widen("before").to(9))
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot widen 'before': its 5 channels can't change, because 'unknown' is of type "
                        + unknown.getClass().getSimpleName()
                        + ", for which net2net has no rule. Register a LayerKind for"
                        + " it with Net2Net.with(LayerKinds.standard().plus(..)), as docs/layers.md describes, or widen a"
                        + " layer after it. inspect() lists what can grow.");
        assertGrows(teacher, "after", TestNetworks.random(1, DataType.DOUBLE, 3, 4));
    }

    private static void assertGrows(MultiLayerNetwork teacher, String layer, INDArray features) {
        Net2Net.from(teacher)
                .widen(layer)
                .to(11)
                .verifyOn(Probes.features(features))
                .grow();
    }

    @Test
    void wholeFamilies_canAtLeastBeRead() {
        assertThat(read(
                        SERIES,
                        new SelfAttentionLayer.Builder()
                                .nOut(4)
                                .nHeads(2)
                                .projectInput(true)
                                .build()))
                .isPositive();
        assertThat(read(SERIES, new Convolution1D.Builder(2).nOut(4).build())).isPositive();
        assertThat(read(
                        InputType.feedForward(1),
                        new EmbeddingLayer.Builder().nIn(7).nOut(4).build()))
                .isPositive();
    }

    private static long read(InputType inputType, Layer layer) {
        MultiLayerNetwork network = inputType.getType() == InputType.Type.RNN
                ? TestNetworks.network(
                        TestNetworks.settings(),
                        inputType,
                        layer,
                        new GlobalPoolingLayer(PoolingType.MAX),
                        TestNetworks.softmax("out"))
                : TestNetworks.network(TestNetworks.settings(), inputType, layer, TestNetworks.softmax("out"));
        return Net2Net.from(network).plan().studentParameters();
    }

    @Test
    void capsules_pinForWhatTheyDo() {
        MultiLayerNetwork teacher = TestNetworks.network(
                TestNetworks.settings(),
                IMAGES,
                TestNetworks.convolution("conv", 4, CNN2DFormat.NCHW).build(),
                new PrimaryCapsules.Builder(3, 2)
                        .kernelSize(3, 3)
                        .stride(1, 1)
                        .name("primary")
                        .build(),
                new CapsuleLayer.Builder(4, 3, 1).name("capsules").build(),
                new CapsuleStrengthLayer.Builder().name("strength").build(),
                new LossLayer.Builder().activation(Activation.SOFTMAX).build());

        assertGrows(teacher, "conv", TestNetworks.random(1, DataType.DOUBLE, 3, 4, 8, 8));
        assertThatThrownBy(() -> Net2Net.from(teacher).widen("primary").times(2))
                .isInstanceOf(GrowthException.class)
                .hasMessage(
                        "cannot widen 'primary': its 72 channels can't change, because 'primary' squashes groups of its"
                                + " outputs together, so copies would change the result; 'capsules' routes between capsules by"
                                + " softmax, so copies would change the result. Widen a layer before 'primary', or after it."
                                + " inspect() lists what can grow.");
        assertThatThrownBy(() -> Net2Net.from(teacher).widen("capsules").to(9))
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot widen 'capsules': it routes between capsules by softmax, so copies would"
                        + " change the result. Its channels can't change. Widen a layer after it."
                        + " inspect() lists what can grow.");
    }

    @Test
    void unknownPreprocessor_pinsUnderItsName() {
        MultiLayerNetwork teacher = TestNetworks.network(
                TestNetworks.settings(),
                IMAGES,
                TestNetworks.convolution("conv", 4, CNN2DFormat.NCHW).build(),
                TestNetworks.dense("fc", 5),
                TestNetworks.softmax("out"));
        teacher.getLayerWiseConfigurations().getInputPreProcessors().put(1, new OwnPreProcessor());
        assertThatThrownBy(() -> Net2Net.from(teacher).widen("conv").to(9))
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot widen 'conv': its 4 channels can't change, because 'fc' has the preprocessor"
                        + " OwnPreProcessor, for which net2net has no rule. Widen a layer after"
                        + " 'fc'. inspect() lists what can grow.");
    }

    @Test
    void formatsThatDoNotMeet_arePinned() {
        MultiLayerNetwork teacher = TestNetworks.network(
                TestNetworks.settings(),
                InputType.convolutional(8, 8, 2, CNN2DFormat.NCHW),
                TestNetworks.convolution("conv", 8, CNN2DFormat.NCHW).build(),
                TestNetworks.batchNorm("bn", CNN2DFormat.NCHW, true),
                TestNetworks.softmax("out"));
        ((org.deeplearning4j.nn.conf.layers.BatchNormalization)
                        teacher.getLayer("bn").conf().getLayer())
                .setCnn2DFormat(CNN2DFormat.NHWC);
        assertThatThrownBy(() -> Net2Net.from(teacher).widen("conv").to(9))
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot widen 'conv': its 8 channels can't change, because 'bn' takes NHWC images but"
                        + " gets NCHW images. Widen a layer after 'bn'. inspect() lists what can grow.");
    }

    @Test
    void globalPooling_nhwcWithoutInputType_poolsSomethingElse() {
        MultiLayerNetwork teacher = new MultiLayerNetwork(TestNetworks.settings()
                .list(
                        TestNetworks.convolution("conv", 5, CNN2DFormat.NHWC)
                                .nIn(2)
                                .build(),
                        new GlobalPoolingLayer.Builder(PoolingType.AVG)
                                .name("pool")
                                .build(),
                        new DenseLayer.Builder().name("fc").nIn(8).nOut(4).build(),
                        softmaxOf(4))
                .build());
        teacher.init();
        assertThatThrownBy(() -> Net2Net.from(teacher).widen("conv").to(9))
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot widen 'conv': its 5 channels can't change, because 'pool' pools over the axes"
                        + " [2, 3] of NHWC images, of which [1, 2] are positions. Widen a layer after 'pool'."
                        + " inspect() lists what can grow.");
        INDArray images = TestNetworks.random(1, DataType.DOUBLE, 3, 8, 8, 2);
        assertGrows(teacher, "fc", images);
    }

    private static Layer softmaxOf(int inputs) {
        org.deeplearning4j.nn.conf.layers.OutputLayer layer = TestNetworks.softmax("out");
        layer.setNIn(inputs);
        return layer;
    }

    @Test
    void layersWithoutSizesBefore_leaveTheRestGrowable() {
        MultiLayerNetwork teacher = TestNetworks.network(
                TestNetworks.settings(),
                InputType.feedForward(4),
                new DropoutLayer.Builder(0.5).name("drop").build(),
                TestNetworks.batchNorm("bn", CNN2DFormat.NCHW, true),
                TestNetworks.dense("fc", 5),
                TestNetworks.softmax("out"));
        assertThat(Net2Net.from(teacher)
                        .widen("fc")
                        .to(9)
                        .verifyOn(Probes.features(TestNetworks.random(1, DataType.DOUBLE, 5, 4)))
                        .grow()
                        .network()
                        .numParams())
                .isGreaterThan(teacher.numParams());
    }

    /** DL4J's pooling of series has no setting of its format, and pools those with channels last over their steps too. */
    @Test
    void layersWithoutAFormat_afterAnUnknownOne_areNotTakenForChannelsFirst() {
        MultiLayerNetwork teacher = new MultiLayerNetwork(TestNetworks.settings()
                .list()
                .layer(new Convolution1D.Builder(1)
                        .nIn(3)
                        .nOut(4)
                        .rnnDataFormat(RNNFormat.NWC)
                        .build())
                .layer(new Subsampling1DLayer.Builder(2, 1).name("pool1").build())
                .layer(new Subsampling1DLayer.Builder(2, 1).name("pool2").build())
                .layer(new RnnOutputLayer.Builder(LossFunction.MSE)
                        .nIn(4)
                        .nOut(2)
                        .dataFormat(RNNFormat.NWC)
                        .build())
                .build());
        teacher.init();
        assertThatThrownBy(() -> Net2Net.from(teacher)
                        .deepenAfter("pool2", Deepening.pairIdentity())
                        .plan())
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot deepen after 'pool2': the format of its output is not known, so that no layer is"
                        + " known to fit after it. Give the types of the network's inputs, or deepen after another"
                        + " layer. inspect() lists what can grow.");
    }

    /** DL4J joins them along the axis of the channels, which is last here. */
    @Test
    void reversal_ofAnUnknownFormat_isNotTakenForChannelsFirst() {
        ComputationGraph teacher = new ComputationGraph(TestNetworks.settings()
                .graphBuilder()
                .addInputs("in")
                .addLayer(
                        "conv",
                        new Convolution1D.Builder(1)
                                .nOut(2)
                                .rnnDataFormat(RNNFormat.NWC)
                                .build(),
                        "in")
                .addLayer("pool", new Subsampling1DLayer.Builder(2, 2).build(), "conv")
                .addVertex("reversed", new ReverseTimeSeriesVertex(), "pool")
                .addVertex("joined", new MergeVertex(), "reversed", "pool")
                .addLayer(
                        "out",
                        new RnnOutputLayer.Builder(LossFunction.MSE)
                                .nOut(2)
                                .dataFormat(RNNFormat.NWC)
                                .build(),
                        "joined")
                .setOutputs("out")
                .setInputTypes(InputType.recurrent(3, 6, RNNFormat.NWC))
                .build());
        teacher.init();
        assertThatThrownBy(() -> Net2Net.from(teacher, InputType.recurrent(3, 6, RNNFormat.NWC))
                        .widen("conv")
                        .to(5)
                        .plan())
                .isInstanceOf(GrowthException.class)
                .hasMessageStartingWith("cannot widen 'conv'")
                .hasMessageContaining("'pool' takes NCW series but gets NWC series");
    }

    /** An unknown function, although it happens to be a subclass of a known one. */
    public static final class OwnActivation extends ActivationReLU {
        private static final long serialVersionUID = 1L;
    }

    /** An unknown layer, although it happens to be a subclass of a known one. */
    public static final class OwnActivationLayer extends ActivationLayer {
        private static final long serialVersionUID = 1L;

        OwnActivationLayer() {
            super(Activation.RELU);
        }
    }

    /** An unknown layer with parameters. */
    public static final class OwnDenseLayer extends DenseLayer {
        private static final long serialVersionUID = 1L;

        OwnDenseLayer(int width) {
            setNOut(width);
        }
    }

    /** An unknown preprocessor, although it happens to be a subclass of a known one. */
    public static final class OwnPreProcessor extends CnnToFeedForwardPreProcessor {
        private static final long serialVersionUID = 1L;

        OwnPreProcessor() {
            super(8, 8, 4);
        }
    }
}
