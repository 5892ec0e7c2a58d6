package io.github.net2net.dl4j.deepening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.GrowthException;
import io.github.net2net.GrowthPlan;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.TestNetworks;
import io.github.net2net.dl4j.Tolerances;
import io.github.net2net.dl4j.random.RandomParameters;
import io.github.net2net.rule.Baseline;
import io.github.net2net.rule.Layers;
import java.util.function.Consumer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** Weights that become a product of two preserve the function, and both learn. */
class FactorizationTest {
    private static final CNN2DFormat NCHW = CNN2DFormat.NCHW;

    private static DataSet images(CNN2DFormat format) {
        return TestNetworks.labeled(TestNetworks.images(3, format));
    }

    private static MultiLayerNetwork cnn(CNN2DFormat format) {
        return TestNetworks.cnn(format, true, TestNetworks.settings());
    }

    /** Widths that are enough whatever the weights, and more. */
    @ParameterizedTest
    @CsvSource({"conv1, 2", "conv1, 7", "conv2, 4", "conv2, 9", "fc, 5", "fc, 12", "out, 5"})
    void aChain_computesTheSame_andLearns(String layer, int width) {
        for (CNN2DFormat format : CNN2DFormat.values()) {
            MultiLayerNetwork teacher = cnn(format);
            int enough = Math.max(width, enough(teacher.getLayer(layer).getParam("W")));
            Deepened.of(
                            teacher,
                            images(format),
                            growth -> growth.factorize(layer).to(enough))
                    .requireLearning();
            Deepened.of(
                            TestNetworks.graphOf(teacher),
                            images(format),
                            growth -> growth.factorize(String.valueOf(
                                            teacher.getLayerNames().indexOf(layer)))
                                    .to(enough))
                    .requireLearning();
        }
    }

    /** A width at which the factors of a dense or convolutional layer are exact. */
    private static int enough(INDArray weights) {
        boolean dense = weights.rank() == 2;
        long in = weights.size(dense ? 0 : 1);
        return (int) Math.min(in, weights.length() / in);
    }

    @ParameterizedTest
    @CsvSource({"conv1, 2", "conv2, 9", "fc, 200"})
    void inSinglePrecision_computesTheSame(String layer, int width) {
        INDArray features = TestNetworks.images(3, NCHW).castTo(DataType.FLOAT);
        Deepened.of(
                cnn(NCHW).convertDataType(DataType.FLOAT),
                TestNetworks.labeled(features),
                growth -> growth.factorize(layer).to(width));
    }

    @ParameterizedTest
    @CsvSource({"fc, 80", "out, 7"})
    void withSlopes_computesTheSame_andLearns(String layer, int width) {
        for (CNN2DFormat format : CNN2DFormat.values()) {
            Deepened.of(
                            cnn(format),
                            images(format),
                            growth -> growth.factorize(layer).withSlopes().to(width))
                    .requireLearning();
        }
    }

    @Test
    void withSlopesOfImages_computesTheSame_andThePlanHasTheLimit() {
        for (CNN2DFormat format : CNN2DFormat.values()) {
            Deepened<?> deepened = Deepened.of(
                    cnn(format),
                    images(format),
                    growth -> growth.factorize("conv2").withSlopes().to(6));
            assertThat(deepened.grown().plan().toString())
                    .contains("training with DL4J's PReLU fails on batches of more than 64 ");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ConvolutionMode.class,
            names = {"Truncate", "Same"})
    void stridesDilationAndPadding_stayWithTheLayer(ConvolutionMode mode) {
        for (CNN2DFormat format : CNN2DFormat.values()) {
            MultiLayerNetwork teacher = TestNetworks.network(
                    TestNetworks.settings(),
                    InputType.convolutional(8, 8, 2, format),
                    new ConvolutionLayer.Builder(3, 2)
                            .name("conv")
                            .nOut(4)
                            .stride(2, 1)
                            .dilation(1, 2)
                            .padding(mode == ConvolutionMode.Same ? new int[] {0, 0} : new int[] {2, 1})
                            .convolutionMode(mode)
                            .dataFormat(format)
                            .build(),
                    TestNetworks.softmax("out"));
            RandomParameters.fill(teacher, 3);
            Deepened.of(
                            teacher,
                            images(format),
                            growth -> growth.factorize("conv").to(3))
                    .requireLearning();
        }
    }

    private static MultiLayerNetwork mlp() {
        return TestNetworks.mlp(new Adam(0.01));
    }

    private static DataSet features() {
        return TestNetworks.labeled(TestNetworks.random(2, DataType.DOUBLE, 20, 4));
    }

    /** The second layer's weights with a rank of 2. */
    private static MultiLayerNetwork ofRankTwo() {
        MultiLayerNetwork teacher = mlp();
        INDArray weights = teacher.getLayer("second").getParam("W");
        try (INDArray left = TestNetworks.random(5, DataType.DOUBLE, weights.size(0), 2);
                INDArray right = TestNetworks.random(6, DataType.DOUBLE, 2, weights.size(1))) {
            weights.assign(left.mmul(right));
        }
        return teacher;
    }

    @ParameterizedTest
    @CsvSource({"2", "3", "4", "20"})
    void weightsOfLowRank_needFewerChannels(int width) {
        Deepened.of(
                        ofRankTwo(),
                        features(),
                        growth -> growth.factorize("second").to(width))
                .requireLearning();
    }

    @Test
    void aWidthBelowTheRank_isRefused_withTheSmallestThatIsExact() {
        assertThat(Net2Net.from(ofRankTwo()).factorize("second").to(1).plan().toString())
                .contains("if their rank is at most 1", "grow() refuses it if the weights have a higher rank");
        assertThatThrownBy(() ->
                        Net2Net.from(ofRankTwo()).factorize("second").to(1).grow())
                .isInstanceOf(GrowthException.class)
                .hasMessageMatching("cannot factorize 'second' to 1: the product would miss its weights by 0\\.\\d+ of"
                        + " their norm, and 1e-12 is allowed\\. The smallest width that is exact is 2\\.");
    }

    @Test
    void weightsOfZero_haveFactorsThatLearn() {
        MultiLayerNetwork teacher = mlp();
        teacher.getLayer("second").getParam("W").assign(0);
        Deepened.of(teacher, features(), growth -> growth.factorize("second").to(3))
                .requireLearning();
    }

    @Test
    void layersWithoutAProduct_areRefused() {
        String remedy = ", whose result is no product of its input and one array of weights. Name a dense layer or a"
                + " convolution. inspect() lists what can grow.";
        assertRefused(cnn(NCHW), "pool", "it is a max pooling" + remedy);
        assertRefused(cnn(NCHW), "bn1", "it is a batch norm" + remedy);
        assertRefused(
                cnn(NCHW),
                "cov1",
                "there is no layer of that name. Nearest names: conv1, conv2, bn1; inspect() lists all.");
        MultiLayerNetwork teacher = TestNetworks.network(
                TestNetworks.settings(),
                InputType.feedForward(4),
                TestNetworks.dense("fc", 5),
                new CenterLossOutputLayer.Builder().name("out").nOut(3).build());
        assertRefused(teacher, "out", "it is an output layer" + remedy);
        MultiLayerNetwork separable = TestNetworks.network(
                TestNetworks.settings(),
                InputType.convolutional(8, 8, 2),
                new SeparableConvolution2D.Builder(3, 3)
                        .name("separable")
                        .nOut(4)
                        .build(),
                TestNetworks.softmax("out"));
        assertRefused(separable, "separable", "it is a separable convolution" + remedy);
        MultiLayerNetwork frozen = TestNetworks.network(
                TestNetworks.settings(),
                InputType.feedForward(4),
                new FrozenLayer(TestNetworks.dense("fc", 5)),
                TestNetworks.softmax("out"));
        assertRefused(
                frozen,
                "layer0",
                "it is frozen, and a factor of its weights would never learn. Unfreeze it first."
                        + " inspect() lists what can grow.");
    }

    private static void assertRefused(MultiLayerNetwork teacher, String layer, String reason) {
        assertThatThrownBy(() -> Net2Net.from(teacher).factorize(layer).to(5).plan())
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot factorize '" + layer + "': " + reason);
    }

    @Test
    void aSeries_computesTheSame_butForMasks() {
        MultiLayerNetwork teacher = TestNetworks.network(
                TestNetworks.settings(),
                InputType.recurrent(3, 6),
                new Convolution1DLayer.Builder(3)
                        .name("conv")
                        .nOut(4)
                        .convolutionMode(ConvolutionMode.Same)
                        .build(),
                new GlobalPoolingLayer.Builder(PoolingType.AVG).name("pool").build(),
                TestNetworks.softmax("out"));
        DataSet data = TestNetworks.labeled(TestNetworks.random(4, DataType.DOUBLE, 9, 3, 6));
        Deepened<?> deepened =
                Deepened.of(teacher, data, growth -> growth.factorize("conv").to(4));
        deepened.requireLearning();
        assertThat(deepened.grown().plan().toString())
                .contains("with a mask, what arrives at wrong positions may differ");
    }

    @Test
    void twice_andWithOtherSteps_computesTheSame() {
        Deepened.of(
                        cnn(NCHW),
                        images(NCHW),
                        growth -> growth.widenAll(Layers.all())
                                .times(1.5)
                                .factorize("fc")
                                .to(200)
                                .factorize("fc")
                                .to(201)
                                .factorize("conv2")
                                .to(6)
                                .deepenAfter("conv2")
                                .factorize("conv2_factor_1")
                                .to(8)
                                .widenAll(Layers.all())
                                .times(1.2)
                                .seed(5))
                .requireLearning();
    }

    @Test
    void aBranch_isFactorizedAlone() {
        Deepened<ComputationGraph> deepened = Deepened.of(
                PlacesTest.teacher(),
                images(NCHW),
                growth ->
                        growth.factorize("left").to(4).factorize("right").to(5).deepenAfter("stem"));
        deepened.requireLearning();
        assertThat(Deepened.layers(deepened.student())).contains("left_factor_1", "right_factor_1", "stem_1");
    }

    @Test
    void dropoutBeforeTheLayer_movesWithItsInput() {
        MultiLayerNetwork teacher = TestNetworks.mlp(TestNetworks.settings().dropOut(0.5), new Adam(0.01));
        MultiLayerNetwork student =
                Net2Net.from(teacher).factorize("second").to(9).grow().network();
        assertThat(student.getLayer("second").conf().getLayer().getIDropout()).isNull();
        assertThat(student.getLayer("second_factor_1").conf().getLayer().getIDropout())
                .isEqualTo(teacher.getLayer("second").conf().getLayer().getIDropout());
    }

    @Test
    void aPlanFromJson_growsTheSame_andTheBaselineDoesNot() {
        GrowthPlan plan =
                Net2Net.from(cnn(NCHW)).factorize("fc").to(200).seed(3).plan();
        MultiLayerNetwork replayed = Net2Net.from(cnn(NCHW))
                .replay(GrowthPlan.fromJson(plan.toJson()))
                .grow()
                .network();
        assertThat(replayed.params())
                .isEqualTo(Net2Net.from(cnn(NCHW))
                        .factorize("fc")
                        .to(200)
                        .seed(3)
                        .grow()
                        .network()
                        .params());
        MultiLayerNetwork padded = Net2Net.from(cnn(NCHW))
                .factorize("fc")
                .to(200)
                .baseline(Baseline.RANDOM_PAD)
                .grow()
                .network();
        assertThat(padded.numParams()).isEqualTo(replayed.numParams());
        INDArray images = TestNetworks.images(3, NCHW);
        assertThat(padded.output(images)
                        .sub(replayed.output(images))
                        .norm2Number()
                        .doubleValue())
                .isGreaterThan(Tolerances.CLEARLY_DIFFERENT);
    }

    private static void assertSeen(Consumer<MultiLayerNetwork> fault) {
        Deepened<MultiLayerNetwork> student = Deepened.of(
                cnn(NCHW), images(NCHW), growth -> growth.factorize("conv2").to(6));
        fault.accept(student.student());
        assertThat(student.deviation()).isGreaterThan(Tolerances.CLEARLY_DIFFERENT);
    }

    @Test
    void aWrongScaleOfAFactor_isSeen() {
        assertSeen(student -> student.getLayer("conv2_factor_1").getParam("W").muli(1.1));
    }

    @Test
    void aBiasBetweenTheFactors_isSeen() {
        assertSeen(student -> student.getLayer("conv2_factor_1").getParam("b").assign(1));
    }

    @Test
    void channelsInAnotherOrder_areSeen() {
        assertSeen(student -> {
            INDArray weights = student.getLayer("conv2").getParam("W");
            weights.assign(Nd4j.reverse(weights.dup()));
        });
    }
}
