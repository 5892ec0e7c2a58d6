package io.github.net2net.dl4j.deepening;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.Grown;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.Probes;
import io.github.net2net.dl4j.TestNetworks;
import io.github.net2net.dl4j.Tolerances;
import io.github.net2net.dl4j.random.RandomParameters;
import io.github.net2net.rule.Deepening;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.graph.AttentionVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.LocallyConnected1D;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.conf.layers.util.MaskZeroLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** New layers after layers of series: each step is treated alike. */
class SeriesTest {
    private static final int STEPS = 4;

    static Stream<Arguments> ways() {
        return Stream.of(
                        Deepening.exact(),
                        Deepening.pairIdentity(),
                        Deepening.slopes(),
                        Deepening.linear(),
                        Deepening.zeroResidual(),
                        Deepening.zeroResidual().layers(1))
                .flatMap(way -> Stream.of(RNNFormat.values()).map(format -> Arguments.of(way, format)));
    }

    private static MultiLayerNetwork recurrent(RNNFormat format) {
        MultiLayerNetwork network = new MultiLayerNetwork(TestNetworks.settings()
                .activation(Activation.TANH)
                .list()
                .layer(new LSTM.Builder()
                        .name("lstm")
                        .nOut(4)
                        .dataFormat(format)
                        .build())
                .layer(new SimpleRnn.Builder()
                        .name("rnn")
                        .nOut(3)
                        .dataFormat(format)
                        .build())
                .layer(output(format))
                .setInputType(InputType.recurrent(3, STEPS, format))
                .build());
        network.init();
        RandomParameters.fill(network, 3);
        return network;
    }

    private static RnnOutputLayer output(RNNFormat format) {
        return new RnnOutputLayer.Builder(LossFunction.MSE)
                .name("out")
                .nOut(2)
                .activation(Activation.IDENTITY)
                .dataFormat(format)
                .build();
    }

    private static INDArray series(long seed, int channels, RNNFormat format) {
        INDArray series = TestNetworks.random(seed, DataType.DOUBLE, 5, channels, STEPS);
        return format == RNNFormat.NCW ? series : series.permute(0, 2, 1).dup('c');
    }

    private static DataSet data(RNNFormat format) {
        return new DataSet(series(1, 3, format), series(2, 2, format));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void behindRecurrentLayers_computesTheSame_andLearns(Deepening way, RNNFormat format) {
        for (String layer : new String[] {"0", "1"}) {
            Deepened.of(TestNetworks.graphOf(recurrent(format)), data(format), growth -> growth.deepenAfter(layer, way))
                    .requireLearning();
        }
        if (!(way.way() instanceof Deepening.ZeroResidual)) {
            Deepened.of(recurrent(format), data(format), growth -> growth.deepenAfter("lstm", way))
                    .requireLearning();
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void masks_areKept(Deepening way, RNNFormat format) {
        ComputationGraph teacher = TestNetworks.graphOf(recurrent(format));
        var grown = Net2Net.from(teacher).deepenAfter("0", way).grow();
        boolean exact =
                format == RNNFormat.NCW || grown.plan().headlines().get(0).contains("zero residual");
        assertThat(grown.plan().isExactWithMasks()).isEqualTo(exact);
        if (!exact) {
            return; // DL4J masks the wrong steps of time-distributed layers, and can't train 1D convolutions of these
        }
        INDArray mask = Nd4j.ones(DataType.DOUBLE, 5, STEPS);
        mask.putScalar(1, 3, 0).putScalar(2, 2, 0).putScalar(2, 3, 0);
        INDArray[] features = {data(format).getFeatures()};
        INDArray before = teacher.output(false, features, new INDArray[] {mask})[0];
        INDArray after = grown.network().output(false, features, new INDArray[] {mask})[0];
        assertThat(before.sub(after).amaxNumber().doubleValue()).isLessThanOrEqualTo(Tolerances.DOUBLE);
    }

    /** DL4J masks the wrong steps of a time-distributed layer, and of its copies. */
    @Test
    void copiesOfTimeDistributedLayers_promiseNothingWithMasks() {
        ComputationGraph teacher = new ComputationGraph(TestNetworks.settings()
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.recurrent(3, STEPS))
                .addLayer(
                        "first",
                        new EmbeddingSequenceLayer.Builder().nIn(3).nOut(2).build(),
                        "in")
                .addLayer(
                        "each",
                        new TimeDistributed(new DenseLayer.Builder()
                                .nOut(2)
                                .activation(Activation.RELU)
                                .build()),
                        "first")
                .addLayer("out", output(RNNFormat.NCW), "each")
                .setOutputs("out")
                .build());
        teacher.init();
        RandomParameters.fill(teacher, 6);
        DataSet words = new DataSet(Nd4j.ones(DataType.DOUBLE, 5, 1, STEPS), series(2, 2, RNNFormat.NCW));
        Deepened<ComputationGraph> deepened =
                Deepened.of(teacher, words, growth -> growth.deepenAfter("first", Deepening.pairIdentity()));
        assertThat(deepened.grown().plan().isExactWithMasks()).isFalse();
        assertThat(deepened.grown().plan().toString())
                .contains(
                        "the new layer may output other values than zero at masked positions, so with a mask results may"
                                + " differ");
    }

    /** DL4J hands on the mask of the queries alone, and a 1D convolution fails without one where others have one. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void behindAttention_masksAreThoseOfTheQueries(boolean queriesHaveAMask) {
        AttentionVertex.Builder attention =
                new AttentionVertex.Builder().nInQueries(3).nInKeys(3).nInValues(3);
        ComputationGraph teacher = new ComputationGraph(TestNetworks.settings()
                .convolutionMode(ConvolutionMode.Same)
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.recurrent(3, STEPS))
                .addVertex("last", new LastTimeStepVertex("in"), "in")
                .addLayer("repeat", new RepeatVector.Builder<>(STEPS).build(), "last")
                .addVertex(
                        "attention",
                        attention
                                .nHeads(1)
                                .headSize(2)
                                .nOut(3)
                                .projectInput(true)
                                .build(),
                        queriesHaveAMask ? "in" : "repeat",
                        "in",
                        "in")
                .addLayer(
                        "conv",
                        new Convolution1DLayer.Builder(2)
                                .nOut(3)
                                .activation(Activation.RELU)
                                .build(),
                        "attention")
                .addLayer("out", output(RNNFormat.NCW), "conv")
                .addLayer("repeated", output(RNNFormat.NCW), "repeat")
                .setOutputs("out", "repeated")
                .build());
        teacher.init();
        RandomParameters.fill(teacher, 6);
        Deepened<ComputationGraph> deepened = Deepened.of(
                teacher,
                data(RNNFormat.NCW),
                growth -> growth.deepenAfter("conv", Deepening.pairIdentity().kernel(3)));
        assertThat(deepened.grown().plan().isExactWithMasks()).isEqualTo(queriesHaveAMask);
    }

    @Test
    void behindLocallyConnectedLayers_copiesTheirActivation() {
        ComputationGraph teacher = new ComputationGraph(TestNetworks.settings()
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.recurrent(3, STEPS))
                .addLayer(
                        "local",
                        new LocallyConnected1D.Builder()
                                .kernelSize(2)
                                .nOut(3)
                                .activation(Activation.TANH)
                                .build(),
                        "in")
                .addLayer("pool", new GlobalPoolingLayer(PoolingType.AVG), "local")
                .addLayer("out", TestNetworks.softmax("out"), "pool")
                .setOutputs("out")
                .build());
        teacher.init();
        RandomParameters.fill(teacher, 6);
        DataSet data = TestNetworks.labeled(TestNetworks.random(1, DataType.DOUBLE, 5, 3, STEPS));
        Deepened<ComputationGraph> deepened =
                Deepened.of(teacher, data, growth -> growth.deepenAfter("local", Deepening.zeroResidual()));
        assertThat(deepened.grown().plan().headlines()).first().asString().contains("tanh before the sum");
    }

    /** DL4J puts a preprocessor for series before the output, which makes series of its gradients. */
    @Test
    void behindGlobalPooling_computesTheSame_andLearns() {
        ComputationGraph teacher = new ComputationGraph(TestNetworks.settings()
                .updater(new Sgd(1e-3))
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.recurrent(3, 4))
                .addLayer("lstm", new LSTM.Builder().nOut(5).build(), "in")
                .addLayer("pool", new GlobalPoolingLayer(PoolingType.AVG), "lstm")
                .addLayer("out", TestNetworks.softmax("out"), "pool")
                .setOutputs("out")
                .build());
        teacher.init();
        RandomParameters.fill(teacher, 4);
        DataSet data = TestNetworks.labeled(TestNetworks.random(1, DataType.DOUBLE, 5, 3, 4));
        Deepened.of(teacher, data, growth -> growth.deepenAfter("pool")).requireLearning();
    }

    @Test
    void stepByStep_computesTheSame() {
        MultiLayerNetwork teacher = recurrent(RNNFormat.NCW);
        INDArray first = TestNetworks.random(4, DataType.DOUBLE, 2, 3);
        INDArray second = TestNetworks.random(5, DataType.DOUBLE, 2, 3);
        teacher.rnnTimeStep(first);
        MultiLayerNetwork student =
                Net2Net.from(teacher).deepenAfter("lstm").grow().network();
        INDArray difference = teacher.rnnTimeStep(second).sub(student.rnnTimeStep(second));
        assertThat(difference.amaxNumber().doubleValue()).isLessThanOrEqualTo(Tolerances.DOUBLE);
    }

    @Test
    void behindEmbeddingsAndAttention_computesTheSame_andLearns() {
        MultiLayerNetwork teacher = new MultiLayerNetwork(TestNetworks.settings()
                .updater(new Sgd(1e-3))
                .list()
                .layer(new EmbeddingSequenceLayer.Builder()
                        .name("embedding")
                        .nIn(9)
                        .nOut(4)
                        .inferInputLength(true)
                        .build())
                .layer(new SelfAttentionLayer.Builder()
                        .name("attention")
                        .nIn(4)
                        .nOut(6)
                        .nHeads(2)
                        .projectInput(true)
                        .build())
                .layer(output(RNNFormat.NCW))
                .setInputType(InputType.feedForward(9))
                .build());
        teacher.init();
        RandomParameters.fill(teacher, 4);
        DataSet data = new DataSet(
                Nd4j.createFromArray(new double[][] {{0, 1, 2, 3}, {4, 5, 6, 7}, {8, 3, 2, 1}}),
                TestNetworks.random(6, DataType.DOUBLE, 3, 2, 4));
        for (String layer : new String[] {"embedding", "attention"}) {
            for (Deepening way : new Deepening[] {Deepening.exact(), Deepening.slopes(), Deepening.linear()}) {
                Deepened.of(teacher, data, growth -> growth.deepenAfter(layer, way))
                        .requireLearning();
            }
        }
        Deepened.of(TestNetworks.graphOf(teacher), data, growth -> growth.deepenAfter("1"))
                .requireLearning();
    }

    /** DL4J's 1D convolution fails where no mask arrives of a network that got one. */
    @Test
    void factorWhereAMaskHasEnded_isExactWithoutMasksOnly() {
        MultiLayerNetwork teacher = TestNetworks.network(
                TestNetworks.settings(),
                InputType.recurrent(3, STEPS),
                new LastTimeStep(
                        new LSTM.Builder().nOut(4).activation(Activation.TANH).build()),
                new RepeatVector.Builder<>(3).build(),
                new TimeDistributed(new DenseLayer.Builder().nOut(2).build(), RNNFormat.NCW),
                output(RNNFormat.NCW));
        Grown<MultiLayerNetwork> grown = Net2Net.from(teacher)
                .factorize("2")
                .to(9)
                .verifyOn(Probes.features(series(1, 3, RNNFormat.NCW)))
                .grow();
        assertThat(grown.plan().isExact()).isTrue();
        assertThat(grown.plan().toString())
                .contains("exact, except with masks")
                .contains("a mask ends before the new 1D convolution, which is not known to run with a mask"
                        + " elsewhere");
        assertThat(grown.report().comparison().deviations())
                .anyMatch(deviation -> deviation.masked() && Double.isInfinite(deviation.relative()));
        MultiLayerNetwork wider = Net2Net.from(teacher).widen("0").to(6).grow().network();
        assertThat(((RepeatVector) wider.getLayer(1).conf().getLayer()).getNIn())
                .isEqualTo(6);
    }

    @Test
    void newConvolution_ofOneOfTwoInputs_isExactWithoutMasksOnly() {
        ComputationGraph teacher = new ComputationGraph(TestNetworks.settings()
                .graphBuilder()
                .addInputs("left", "right")
                .setInputTypes(InputType.recurrent(3, STEPS), InputType.recurrent(2, STEPS))
                .addLayer("lstm", new LSTM.Builder().nOut(4).build(), "left")
                .addLayer("steps", new Convolution1DLayer.Builder(1).nOut(3).build(), "right")
                .addLayer("out", output(RNNFormat.NCW), "lstm")
                .addLayer("out2", output(RNNFormat.NCW), "steps")
                .setOutputs("out", "out2")
                .build());
        teacher.init();
        assertThat(Net2Net.from(teacher)
                        .deepenAfter("lstm", Deepening.linear())
                        .plan()
                        .toString())
                .contains("exact, except with masks")
                .contains("the new 1D convolution is not known to run with masks of other inputs alone");
    }

    /** DL4J merges masks into truth values, which the kernels of its convolutions can't pool. */
    @Test
    void behindMergedMasks_newConvolutionsPoolNone() {
        ComputationGraph teacher = new ComputationGraph(TestNetworks.settings()
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.recurrent(3, STEPS))
                .addLayer("conv", new Convolution1DLayer.Builder(1).nOut(4).build(), "in")
                .addVertex("both", new MergeVertex(), "conv", "conv")
                .addLayer("out", output(RNNFormat.NCW), "both")
                .setOutputs("out")
                .build());
        teacher.init();
        Deepened.of(teacher, data(RNNFormat.NCW), growth -> growth.deepenAfter("both", Deepening.zeroResidual()))
                .requireLearning();
    }

    /** Noise leaves rounding errors where the sum of its terms is zero, and a step of zeros would no longer be masked. */
    @Test
    void layersBeforeMasksByValue_getNoNoise() {
        MultiLayerNetwork teacher = TestNetworks.network(
                TestNetworks.settings(),
                InputType.recurrent(3, STEPS),
                new Convolution1DLayer.Builder(1)
                        .nOut(2)
                        .activation(Activation.RELU)
                        .build(),
                new MaskZeroLayer(
                        new LSTM.Builder()
                                .nIn(2)
                                .nOut(4)
                                .activation(Activation.TANH)
                                .build(),
                        0),
                output(RNNFormat.NCW));
        Grown<MultiLayerNetwork> grown = Net2Net.from(teacher)
                .deepenAfter("0", Deepening.linear().kernel(3))
                .widen("0")
                .to(9)
                .verifyOn(Probes.features(series(1, 3, RNNFormat.NCW)))
                .grow();
        assertThat(grown.plan().toString())
                .contains("gets no noise, whose rounding errors could change which steps are masked after it");
        assertThat(grown.report().comparison().largest()).isLessThanOrEqualTo(Tolerances.DOUBLE);
    }
}
