package io.github.net2net.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.GrowthException;
import io.github.net2net.rule.Deepening;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Every refusal, word for word. */
class RefusalTest {
    private final MultiLayerNetwork cnn = TestNetworks.cnn();

    private static void assertRefused(ThrowingCallable word, String message) {
        assertThatThrownBy(word).isInstanceOf(GrowthException.class).hasMessage(message);
    }

    @Test
    void from_notInitialized() {
        MultiLayerNetwork network = new MultiLayerNetwork(cnn.getLayerWiseConfigurations());
        assertRefused(
                () -> Net2Net.from(network),
                "cannot grow a network that is not initialized: it has no weights to keep. Call init() and train it"
                        + " first.");
    }

    @Test
    void from_nanOrInfinity_namesTheParameter() {
        TestNetworks.param(cnn, "conv2", "b").putScalar(2, Double.NaN);
        String message = "cannot grow a network with broken weights: conv2.b holds NaN or infinity. Use a"
                + " checkpoint from before training diverged.";
        assertRefused(() -> Net2Net.from(cnn), message);
        TestNetworks.param(cnn, "conv2", "b").putScalar(2, Double.NEGATIVE_INFINITY);
        assertRefused(() -> Net2Net.from(cnn), message);
    }

    @Test
    void from_halfPrecision() {
        MultiLayerNetwork half = cnn.convertDataType(DataType.FLOAT16);
        assertRefused(
                () -> Net2Net.from(half),
                "cannot grow a network of data type HALF: FLOAT and DOUBLE are supported. Use"
                        + " network.convertDataType(DataType.FLOAT).");
    }

    @Test
    void from_namesThatRepeat() {
        MultiLayerNetwork network = TestNetworks.mlp(new Sgd(0.1));
        network.getLayer(1).conf().getLayer().setLayerName("first");
        assertRefused(
                () -> Net2Net.from(network),
                "cannot read the network: two layers are named 'first'. Give each layer a name of its own.");
        network.getLayer(1).conf().getLayer().setLayerName("input");
        assertRefused(
                () -> Net2Net.from(network),
                "cannot read the network: a layer is named 'input', which is what its input is called here. Give the"
                        + " layer another name.");
        network.getLayer(1).conf().getLayer().setLayerName("first::activation");
        assertRefused(
                () -> Net2Net.from(network),
                "cannot read the network: the layer name 'first::activation' ends like the names that parts of layers"
                        + " have here. Give the layer another name.");
    }

    /** A layer is a Model for DL4J too. */
    @Test
    void from_whatIsNoNetwork() {
        org.deeplearning4j.nn.api.Layer layer = TestNetworks.cnn().getLayer(0);
        assertThatThrownBy(() -> Net2Net.from(layer))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("neither a MultiLayerNetwork nor a ComputationGraph: "
                        + layer.getClass().getName());
    }

    @Test
    void from_inputTypeOfOtherChannels() {
        assertRefused(
                () -> Net2Net.from(cnn, InputType.convolutional(8, 8, 3)),
                "cannot read the network: the layers after its input 'input' take 2 channels, but the input type"
                        + " given has 3. Give the type that the network was built with.");
    }

    @Test
    void layerNames_withSlashes_areFine() {
        MultiLayerNetwork network = TestNetworks.mlp(new Sgd(0.1));
        network.getLayer(0).conf().getLayer().setLayerName("block/activation_1");
        assertThat(Net2Net.from(network)
                        .widen("block/activation_1")
                        .to(9)
                        .deepenAfter("block/activation_1")
                        .verifyOn(Probes.features(TestNetworks.random(1, DataType.DOUBLE, 3, 4)))
                        .grow()
                        .network()
                        .getLayerNames())
                .containsExactly("block/activation_1", "block/activation_1_1", "second", "out");
    }

    @Test
    void verifyOn_wrongShape() {
        INDArray wrong = TestNetworks.random(1, DataType.DOUBLE, 3, 5);
        var growth = Net2Net.from(TestNetworks.mlp(new Sgd(0.1)))
                .widen("first")
                .to(9)
                .verifyOn(Probes.features(wrong));
        assertThatThrownBy(growth::grow)
                .isInstanceOf(GrowthException.class)
                .hasMessageStartingWith("cannot run the network on features of shape [3, 5]: ")
                .hasMessageEndingWith(" Give features like those that the network is trained on.");
    }

    @Test
    void compare_differentOutputs() {
        MultiLayerNetwork second = TestNetworks.network(
                TestNetworks.settings(), InputType.feedForward(4), TestNetworks.dense("a", 2), loss());
        INDArray features = TestNetworks.random(1, DataType.DOUBLE, 6, 4);
        assertRefused(
                () -> Net2Net.compare(TestNetworks.mlp(new Sgd(0.1)), second, Probes.features(features)),
                "cannot compare the networks: output 'out' has shape [6, 3] in the first and [6, 2] in the second.");
    }

    private static org.deeplearning4j.nn.conf.layers.LossLayer loss() {
        return new org.deeplearning4j.nn.conf.layers.LossLayer.Builder()
                .name("loss")
                .activation(Activation.IDENTITY)
                .build();
    }

    @Test
    void calibratedOn_wrongShapeOrNothing() {
        INDArray wrong = TestNetworks.random(1, DataType.DOUBLE, 3, 3, 8, 8);
        var growth = Net2Net.from(cnn);
        assertThatThrownBy(() -> growth.deepenAfter(
                                "conv1", Deepening.identityUnit().batchNorm(Calibration.calibratedOn(wrong)))
                        .grow())
                .isInstanceOf(GrowthException.class)
                .hasMessageStartingWith("cannot run the network on features of shape [3, 3, 8, 8]: ");
        assertRefused(
                () -> growth.deepenAfter("conv1", Deepening.identityUnit().batchNorm(Calibration.calibratedOn()))
                        .grow(),
                "cannot calibrate on 0 batches of features: it holds no examples. Give at least one batch.");
    }

    @Test
    void widen_noSuchLayer_outputOrPool() {
        var growth = Net2Net.from(cnn);
        assertRefused(
                () -> growth.widen("conv3").to(9),
                "cannot widen 'conv3': there is no layer of that name. Nearest names: conv1, conv2, bn1; inspect() lists all.");
        assertRefused(
                () -> growth.widen("out").to(9),
                "cannot widen 'out': its 3 channels can't change, because 'out' is a softmax over its channels, so"
                        + " copies would change every channel's result. Add classes with addClasses(\"out\", n), or widen a layer"
                        + " before it. inspect() lists what can grow.");
        assertRefused(
                () -> growth.widen("pool").to(9),
                "cannot widen 'pool' (max pooling): its channels come from 'conv1'. Widen 'conv1' instead."
                        + " inspect() lists what can grow.");
        assertRefused(
                () -> growth.widen("input").to(9),
                "cannot widen 'input': it is an input of the network, whose channels come from outside. Name a layer"
                        + " after it. inspect() lists what can grow.");
        assertRefused(
                () -> growth.widen("conv1").to(4),
                "cannot widen 'conv1' to 4: it has 4 channels now, and a layer can only grow. Give more than 4.");
    }

    @Test
    void widen_underNormalizationAcrossChannels() {
        MultiLayerNetwork network = TestNetworks.network(
                TestNetworks.settings(),
                InputType.convolutional(6, 6, 2),
                TestNetworks.convolution("conv", 4, CNN2DFormat.NCHW).build(),
                new LocalResponseNormalization.Builder().name("lrn").build(),
                TestNetworks.dense("fc", 5),
                TestNetworks.activation("soft", Activation.SOFTMAX),
                TestNetworks.softmax("out"));
        assertRefused(
                () -> Net2Net.from(network).widen("conv").to(9),
                "cannot widen 'conv': its 4 channels can't change, because 'lrn' normalizes each channel by its"
                        + " neighbors, so copies would change the result. Widen a layer after it, or train a teacher with"
                        + " batch normalization instead. inspect() lists what can grow.");
        assertRefused(
                () -> Net2Net.from(network).widen("fc").to(9),
                "cannot widen 'fc': its 5 channels can't change, because 'soft' is a softmax over its channels, so"
                        + " copies would change every channel's result. Widen a layer after 'soft'."
                        + " inspect() lists what can grow.");
    }

    @Test
    void deepenAfter_identityUnitOfAnActivationThatIsNotIdempotent() {
        for (Activation activation : List.of(Activation.TANH, Activation.SIGMOID)) {
            String name = activation.getActivationFunction().toString();
            assertRefused(
                    () -> Net2Net.from(mlp(activation)).deepenAfter("fc", Deepening.identityUnit()),
                    "cannot deepen after 'fc': its activation is " + name + ", which differs if it is applied"
                            + " twice: f(f(x)) = f(x) must hold, as it does for relu, identity and hard"
                            + " tanh. Use Deepening.exact(), which finds another way.");
        }
    }

    @Test
    void deepenAfter_residualBlockInAChain() {
        assertRefused(
                () -> Net2Net.from(cnn).deepenAfter("conv2", Deepening.zeroResidual()),
                "cannot deepen after 'conv2': a residual block needs a sum of two paths. A MultiLayerNetwork has one path"
                        + " only. Grow its toComputationGraph(), or use Deepening.pairIdentity().");
    }

    private static MultiLayerNetwork mlp(Activation activation) {
        return TestNetworks.network(
                TestNetworks.settings(),
                InputType.feedForward(4),
                new DenseLayer.Builder()
                        .name("fc")
                        .nOut(5)
                        .activation(activation)
                        .build(),
                TestNetworks.softmax("out"));
    }

    @Test
    void deepenAfter_reluWithSlope_isNoRelu() {
        MultiLayerNetwork network = TestNetworks.network(
                TestNetworks.settings(),
                InputType.feedForward(4),
                new DenseLayer.Builder()
                        .name("fc")
                        .nOut(5)
                        .activation(new ActivationReLU(null, null, 0.1))
                        .build(),
                TestNetworks.softmax("out"));
        assertThatThrownBy(() -> Net2Net.from(network).deepenAfter("fc", Deepening.identityUnit()))
                .isInstanceOf(GrowthException.class)
                .hasMessageStartingWith("cannot deepen after 'fc': its activation is ");
    }

    /** After 'logits' is nothing but the loss, so that it is no better place. */
    @Test
    void deepenAfter_lossBehindALayer_namesTheLayerBefore() {
        MultiLayerNetwork network = TestNetworks.network(
                TestNetworks.settings(),
                InputType.feedForward(4),
                new DenseLayer.Builder().name("fc").nOut(5).build(),
                new DenseLayer.Builder()
                        .name("logits")
                        .nOut(3)
                        .activation(Activation.IDENTITY)
                        .build(),
                new LossLayer.Builder()
                        .name("loss")
                        .activation(Activation.SIGMOID)
                        .lossFunction(LossFunctions.LossFunction.XENT)
                        .build());
        for (String layer : new String[] {"loss", "logits"}) {
            assertRefused(
                    () -> Net2Net.from(network).deepenAfter(layer),
                    "cannot deepen after '" + layer
                            + "': it is an output of the network, and a layer after it would change"
                            + " what the loss sees. Deepen after fc instead. inspect() lists what can grow.");
        }
    }

    @Test
    void deepenAfter_output() {
        MultiLayerNetwork network = TestNetworks.network(
                TestNetworks.settings(),
                InputType.feedForward(4),
                new DenseLayer.Builder().name("fc").nOut(5).hasLayerNorm(true).build(),
                TestNetworks.softmax("out"));
        assertRefused(
                () -> Net2Net.from(network).deepenAfter("out"),
                "cannot deepen after 'out': it is an output of the network, and a layer after it would change what"
                        + " the loss sees. Deepen after fc instead. inspect() lists what can grow.");
    }

    @Test
    void deepenAfter_batchNormUnstatedOrWhereThereIsNone() {
        assertRefused(
                () -> Net2Net.from(cnn).deepenAfter("conv1"),
                "cannot deepen after 'conv1': the new layer gets a batch norm, which is the identity only once it is"
                        + " calibrated on data. Use batchNorm(calibratedOn(data)), or"
                        + " uncalibrated() for an identity in inference only, or withoutBatchNorm().");
        assertRefused(
                () -> Net2Net.from(cnn)
                        .deepenAfter("conv2", Deepening.identityUnit().batchNorm(Deepening.uncalibrated())),
                "cannot deepen after 'conv2': the new layer has no batch norm to calibrate. Leave batchNorm(..) out.");
    }

    @Test
    void deepenAfter_lockedBatchNorm() {
        MultiLayerNetwork network = locked(1.5);
        Deepening calibrated = Deepening.identityUnit()
                .batchNorm(Calibration.calibratedOn(TestNetworks.random(1, DataType.DOUBLE, 6, 4)));
        assertRefused(
                () -> Net2Net.from(network).deepenAfter("fc", calibrated),
                "cannot deepen after 'fc': the batch norm 'bn' has a constant gamma and beta, so statistics of data"
                        + " can't be undone. Use uncalibrated() for an identity in inference only, or"
                        + " withoutBatchNorm().");
        Deepening uncalibrated = Deepening.identityUnit().batchNorm(Deepening.uncalibrated());
        assertThat(Net2Net.from(network)
                        .deepenAfter("fc", uncalibrated)
                        .verifyOn(Probes.features(TestNetworks.random(1, DataType.DOUBLE, 6, 4)))
                        .grow()
                        .plan()
                        .isExact())
                .isTrue();
        assertRefused(
                () -> Net2Net.from(locked(0)).deepenAfter("fc", uncalibrated),
                "cannot deepen after 'fc': the batch norm 'bn' has a constant gamma of 0.0, and only one above the root"
                        + " of its epsilon 1.0E-5 can be the identity. Use withoutBatchNorm().");
    }

    private static MultiLayerNetwork locked(double gamma) {
        return TestNetworks.network(
                TestNetworks.settings(),
                InputType.feedForward(4),
                new DenseLayer.Builder()
                        .name("fc")
                        .nOut(5)
                        .activation(Activation.IDENTITY)
                        .build(),
                new BatchNormalization.Builder()
                        .name("bn")
                        .lockGammaBeta(true)
                        .gamma(gamma)
                        .beta(0.3)
                        .build(),
                TestNetworks.activation("relu", Activation.RELU),
                TestNetworks.softmax("out"));
    }

    @Test
    void enlargeKernel_sameWithStride_needsTheInputType() {
        InputType inputType = InputType.convolutional(8, 8, 2);
        MultiLayerNetwork network = TestNetworks.network(
                TestNetworks.settings(),
                inputType,
                TestNetworks.convolution("conv", 4, CNN2DFormat.NCHW)
                        .stride(2, 2)
                        .build(),
                TestNetworks.softmax("out"));
        assertRefused(
                () -> Net2Net.from(network).enlargeKernel("conv").to(5, 4),
                "cannot enlarge the kernel of 'conv' from 3x3 to 5x4: under \"same\" padding with stride 2 the place"
                        + " of the old kernel depends on the input's size, which is not known. Give it:"
                        + " Net2Net.from(network, inputTypes). inspect() lists what can grow.");
        INDArray images = TestNetworks.images(1, CNN2DFormat.NCHW);
        assertThat(Net2Net.from(network, inputType)
                        .enlargeKernel("conv")
                        .to(5, 4)
                        .verifyOn(Probes.features(images))
                        .grow()
                        .plan()
                        .isExact())
                .isTrue();
    }

    @Test
    void enlargeKernel_evenGrowthUnderExplicitPadding() {
        MultiLayerNetwork network = TestNetworks.network(
                TestNetworks.settings(),
                InputType.convolutional(8, 8, 2),
                new ConvolutionLayer.Builder(3, 3).name("conv").nOut(4).build(),
                TestNetworks.softmax("out"));
        assertRefused(
                () -> Net2Net.from(network).enlargeKernel("conv").to(4, 3),
                "cannot enlarge the kernel of 'conv' from 3x3 to 4x3: with explicit padding, zeros are added on both"
                        + " sides alike, so a size of 3 can grow to 5, 7, … but not to 4.");
    }

    @Test
    void enlargeKernel_noConvolution() {
        assertRefused(
                () -> Net2Net.from(cnn).enlargeKernel("fc").to(5, 5),
                "cannot enlarge the kernel of 'fc': a dense layer has no kernel that can grow. Name a convolution."
                        + " inspect() lists what can grow.");
    }
}
