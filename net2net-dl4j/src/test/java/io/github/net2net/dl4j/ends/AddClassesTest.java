package io.github.net2net.dl4j.ends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.Grown;
import io.github.net2net.GrowthException;
import io.github.net2net.GrowthPlan;
import io.github.net2net.Recipe;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.Probes;
import io.github.net2net.dl4j.TestNetworks;
import io.github.net2net.dl4j.Tolerances;
import io.github.net2net.dl4j.random.RandomParameters;
import io.github.net2net.rule.Baseline;
import java.util.Arrays;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
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
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/** New classes: the old logits stay, the new ones are low and learn. */
class AddClassesTest {
    private static final int OLD = TestNetworks.CLASSES;

    private static NeuralNetConfiguration.Builder settings(DataType type) {
        return TestNetworks.settings().dataType(type).updater(new Adam(0.002));
    }

    private static OutputLayer output(Activation activation, LossFunction loss) {
        return new OutputLayer.Builder(loss)
                .name("out")
                .nOut(OLD)
                .activation(activation)
                .build();
    }

    private static LossLayer softmaxLoss() {
        return loss(Activation.SOFTMAX);
    }

    private static LossLayer loss(Activation activation) {
        return new LossLayer.Builder(LossFunction.MCXENT)
                .name("out")
                .activation(activation)
                .build();
    }

    private static CenterLossOutputLayer centerLoss() {
        return new CenterLossOutputLayer.Builder(LossFunction.MCXENT)
                .name("out")
                .nOut(OLD)
                .activation(Activation.SOFTMAX)
                .build();
    }

    private static DenseLayer linear() {
        return new DenseLayer.Builder()
                .name("logits")
                .nOut(OLD)
                .activation(Activation.IDENTITY)
                .build();
    }

    private static RnnLossLayer softmaxLossOfSeries() {
        return new RnnLossLayer.Builder(LossFunction.MCXENT)
                .name("out")
                .activation(Activation.SOFTMAX)
                .build();
    }

    private static MultiLayerNetwork features(DataType type, Layer... ends) {
        Layer[] layers = new Layer[ends.length + 1];
        layers[0] = TestNetworks.dense("first", 6);
        System.arraycopy(ends, 0, layers, 1, ends.length);
        return TestNetworks.network(settings(type), InputType.feedForward(4), layers);
    }

    private static MultiLayerNetwork segmenting(DataType type, CNN2DFormat format) {
        return TestNetworks.network(
                settings(type),
                InputType.convolutional(5, 6, 2, format),
                TestNetworks.convolution("conv", 4, format).build(),
                new ConvolutionLayer.Builder(1, 1)
                        .name("logits")
                        .nOut(OLD)
                        .activation(Activation.IDENTITY)
                        .dataFormat(format)
                        .build(),
                new CnnLossLayer.Builder(LossFunction.MCXENT)
                        .name("out")
                        .format(format)
                        .activation(Activation.SOFTMAX)
                        .build());
    }

    private static LSTM lstm(String name, int channels) {
        return new LSTM.Builder()
                .name(name)
                .nOut(channels)
                .activation(Activation.TANH)
                .build();
    }

    private static MultiLayerNetwork series(DataType type, Layer... ends) {
        Layer[] layers = new Layer[ends.length + 1];
        layers[0] = lstm("lstm", 5);
        System.arraycopy(ends, 0, layers, 1, ends.length);
        return TestNetworks.network(settings(type), InputType.recurrent(3, 7), layers);
    }

    static Stream<Arguments> heads() {
        return Stream.of(DataType.DOUBLE, DataType.FLOAT).flatMap(AddClassesTest::heads);
    }

    private static Stream<Arguments> heads(DataType type) {
        long[] features = {9, 4};
        return Stream.of(
                Arguments.of("softmax", features(type, output(Activation.SOFTMAX, LossFunction.MCXENT)), features),
                Arguments.of("sigmoid", features(type, output(Activation.SIGMOID, LossFunction.XENT)), features),
                Arguments.of(
                        "loss layer", features(type, TestNetworks.dense("mid", 5), linear(), softmaxLoss()), features),
                Arguments.of(
                        "softmax before the loss layer",
                        features(type, linear(), new ActivationLayer(Activation.SOFTMAX), loss(Activation.IDENTITY)),
                        features),
                Arguments.of("center loss", features(type, centerLoss()), features),
                Arguments.of("segmentation", segmenting(type, CNN2DFormat.NCHW), new long[] {9, 2, 5, 6}),
                Arguments.of(
                        "segmentation, channels last", segmenting(type, CNN2DFormat.NHWC), new long[] {9, 5, 6, 2}),
                Arguments.of(
                        "series",
                        series(
                                type,
                                new RnnOutputLayer.Builder(LossFunction.MCXENT)
                                        .name("out")
                                        .nOut(OLD)
                                        .activation(Activation.SOFTMAX)
                                        .build()),
                        new long[] {9, 3, 7}));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("heads")
    void oldLogits_stay_andNewOnesAreLow(String name, MultiLayerNetwork teacher, long[] shape) {
        INDArray features = TestNetworks.random(1, teacher.params().dataType(), shape);
        Grown<MultiLayerNetwork> grown = Net2Net.from(teacher)
                .addClasses(2)
                .verifyOn(Probes.features(features))
                .grow();
        DataType type = teacher.params().dataType();
        assertThat(grown.plan().isExact()).isTrue();
        assertThat(grown.report().comparison().largest()).isLessThanOrEqualTo(Tolerances.of(type));
        INDArray before = teacher.output(features);
        INDArray after = grown.network().output(features);
        int axis = classAxis(before, after);
        assertThat(after.size(axis)).isEqualTo(OLD + 2L);
        INDArray added = after.get(interval(after.rank(), axis, OLD, OLD + 2));
        assertThat(added.maxNumber().doubleValue()).isLessThan(0.05);
        assertThat(added.minNumber().doubleValue()).isPositive();
    }

    private static int classAxis(INDArray before, INDArray after) {
        for (int axis = 0; axis < before.rank(); axis++) {
            if (before.size(axis) != after.size(axis)) {
                return axis;
            }
        }
        throw new AssertionError("no new classes");
    }

    private static INDArrayIndex[] interval(int rank, int axis, int from, int to) {
        INDArrayIndex[] indices = new INDArrayIndex[rank];
        Arrays.fill(indices, NDArrayIndex.all());
        indices[axis] = NDArrayIndex.interval(from, to);
        return indices;
    }

    /** DL4J's loss of images with channels last reads the labels in another order, so that its teachers don't learn either. */
    static Stream<Arguments> learning() {
        return heads().filter(head -> !head.get()[0].equals("segmentation, channels last"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("learning")
    void student_learnsTheNewClasses(String name, MultiLayerNetwork teacher, long[] shape) {
        INDArray features = TestNetworks.random(1, teacher.params().dataType(), shape);
        MultiLayerNetwork student = Net2Net.from(teacher).addClasses(2).grow().network();
        INDArray output = student.output(features);
        int axis = classAxis(teacher.output(features), output);
        INDArray labels = Nd4j.zeros(output.shape()).castTo(output.dataType());
        labels.get(interval(labels.rank(), axis, OLD, OLD + 1)).assign(1);
        DataSet data = new DataSet(features, labels);
        INDArray start = student.params().dup();
        double before = student.score(data);
        for (int i = 0; i < 10; i++) {
            student.fit(data);
        }
        assertThat(student.score(data)).isLessThan(before);
        assertThat(start).isNotEqualTo(student.params());
    }

    @Test
    void oldLogits_areBitEqual_andANewBiasIsBelowAll() {
        MultiLayerNetwork teacher = TestNetworks.mlp(new Adam(0.01));
        MultiLayerNetwork student =
                Net2Net.from(teacher).addClasses("out", 2).grow().network();
        INDArray weights = TestNetworks.param(student, "out", "W");
        INDArray bias = TestNetworks.param(student, "out", "b");
        assertThat(weights.get(NDArrayIndex.all(), NDArrayIndex.interval(0, OLD)))
                .isEqualTo(TestNetworks.param(teacher, "out", "W"));
        assertThat(weights.get(NDArrayIndex.all(), NDArrayIndex.interval(OLD, OLD + 2))
                        .amaxNumber()
                        .doubleValue())
                .isZero();
        double lowest = TestNetworks.param(teacher, "out", "b").minNumber().doubleValue();
        assertThat(bias.getDouble(OLD)).isEqualTo(lowest - 10);
        assertThat(bias.getDouble(OLD + 1)).isEqualTo(lowest - 10);
    }

    @Test
    void plan_statesWhatBecomesOfProbabilities() {
        GrowthPlan plan = Net2Net.from(TestNetworks.mlp(new Adam(0.01)))
                .resetOptimizer()
                .addClasses(2)
                .plan();
        assertThat(plan.toString()).isEqualTo("""
                        GrowthPlan  82 -> 96 parameters (+17%)   seed 0   exact, in the logits of old classes
                                    656 bytes -> 768 bytes of parameters   68 -> 80 multiply-adds per example
                         1 add classes to out 3 -> 5
                             the logits of old classes stay; new ones have weights of zero and a bias 10 below the lowest old one
                             probabilities of old classes keep their ratios, and their sum is now below 1
                             out.*  out 3->5  add, low
                        optimizer: Adam, reset (iteration 0, epoch 0); learning rate: the teacher's""");
    }

    @Test
    void logitsThatPassAnActivation_areNotCalledLow() {
        MultiLayerNetwork teacher = TestNetworks.network(
                settings(DataType.DOUBLE), InputType.feedForward(4), TestNetworks.dense("fc", OLD), softmaxLoss());
        assertThat(Net2Net.from(teacher).addClasses(2).plan().toString())
                .contains("they pass relu before the softmax, after which new ones are not low")
                .doesNotContain("add, low");
    }

    @Test
    void oneOfSeveralOutputs_getsClasses_andTheOptimizerKeepsItsMemory() {
        ComputationGraph teacher = twoOutputs();
        INDArray features = TestNetworks.random(1, DataType.DOUBLE, 9, 4);
        INDArray labels = TestNetworks.labeled(features).getLabels();
        for (int i = 0; i < 3; i++) {
            teacher.fit(new MultiDataSet(new INDArray[] {features}, new INDArray[] {labels, labels}));
        }
        Grown<ComputationGraph> grown = Net2Net.from(teacher)
                .addClasses("b", 3)
                .widen("first")
                .by(2)
                .verifyOn(Probes.features(features))
                .grow();
        assertThat(grown.report().comparison().largest()).isLessThanOrEqualTo(Tolerances.DOUBLE);
        assertThat(grown.network().output(features)[0].size(1)).isEqualTo(OLD);
        assertThat(grown.network().output(features)[1].size(1)).isEqualTo(OLD + 3L);
        assertThat(grown.network()
                        .getUpdater()
                        .getUpdaterStateViewArray()
                        .amaxNumber()
                        .doubleValue())
                .isPositive();
        assertThatThrownBy(() -> Net2Net.from(teacher).addClasses(1))
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot add 1 class: the network has the outputs a, b. Name one of them:"
                        + " addClasses(\"a\", n).");
    }

    private static ComputationGraph twoOutputs() {
        ComputationGraph graph = new ComputationGraph(settings(DataType.DOUBLE)
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.feedForward(4))
                .addLayer("first", TestNetworks.dense("first", 6), "in")
                .addLayer("a", TestNetworks.softmax("a"), "first")
                .addLayer("b", TestNetworks.softmax("b"), "first")
                .setOutputs("a", "b")
                .build());
        graph.init();
        RandomParameters.fill(graph, 3);
        return graph;
    }

    @Test
    void recipe_isReadFromJson_andReplayed_andPadded() {
        MultiLayerNetwork teacher = TestNetworks.mlp(new Adam(0.01));
        Recipe recipe = Recipe.of().addClasses("out", 2).addClasses(1).addInputs("input", 2);
        assertThat(Recipe.fromJson(recipe.toJson())).isEqualTo(recipe);
        Grown<MultiLayerNetwork> grown = Net2Net.from(teacher).apply(recipe).grow();
        GrowthPlan plan = GrowthPlan.fromJson(grown.plan().toJson());
        assertThat(Net2Net.from(teacher).replay(plan).grow().network().params())
                .isEqualTo(grown.network().params());
        Model padded = Net2Net.from(teacher)
                .apply(recipe)
                .baseline(Baseline.RANDOM_PAD)
                .grow()
                .network();
        assertThat(padded.params().shape()).isEqualTo(grown.network().params().shape());
        assertThat(padded.params()).isNotEqualTo(grown.network().params());
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of(
                        features(DataType.DOUBLE, output(Activation.IDENTITY, LossFunction.MSE)),
                        "cannot add 2 classes: its activation is identity, so its outputs are not classes. Name an output"
                                + " with softmax or sigmoid."),
                Arguments.of(
                        series(DataType.DOUBLE, lstm("logits", OLD), softmaxLossOfSeries()),
                        "cannot add 2 classes: its logits are made by an LSTM, whose new outputs would not stay low. Put an"
                                + " output layer after it."),
                Arguments.of(
                        features(
                                DataType.DOUBLE,
                                TestNetworks.dense("logits", OLD),
                                new BatchNormalization.Builder().name("bn").build(),
                                softmaxLoss()),
                        "cannot add 2 classes: its logits pass a batch norm, 'bn', after which new ones would not stay"
                                + " low. Put a dense or convolutional layer after it."),
                Arguments.of(
                        features(
                                DataType.DOUBLE,
                                TestNetworks.dense("logits", OLD),
                                new ActivationLayer(Activation.SOFTMAX),
                                loss(Activation.HARDSIGMOID)),
                        "cannot add 2 classes: its probabilities pass hardsigmoid, after which those of old classes would not keep"
                                + " their ratios. Name an output without an activation after the softmax."),
                Arguments.of(
                        features(
                                DataType.DOUBLE,
                                new OutputLayer.Builder(new LossMCXENT(Nd4j.ones(OLD)))
                                        .name("out")
                                        .nOut(OLD)
                                        .activation(Activation.SOFTMAX)
                                        .build()),
                        "cannot add classes to 'out': its loss LossMCXENT has weights for 3 classes, and the student has"
                                + " 5. Give the teacher a loss without weights."));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusal_saysWhy(MultiLayerNetwork teacher, String message) {
        assertThatThrownBy(() -> Net2Net.from(teacher).addClasses(2).plan())
                .isInstanceOf(GrowthException.class)
                .hasMessage(message);
    }

    @Test
    void wrongArguments_areRefused() {
        MultiLayerNetwork teacher = TestNetworks.mlp(new Adam(0.01));
        assertThatThrownBy(() -> Net2Net.from(teacher).addClasses(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("addClasses(0): give a number of classes, 1 or more");
        assertThatThrownBy(() -> Net2Net.from(teacher).addClasses("second", 1))
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot add 1 class to 'second': it is no output of the network. The outputs are: out."
                        + " inspect() lists what can grow.");
        assertThatThrownBy(() -> Net2Net.from(teacher).addClasses("ouch", 1))
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot add 1 class to 'ouch': there is no layer of that name. Nearest names: out, first,"
                        + " second; inspect() lists all.");
    }
}
