package io.github.net2net.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.Recipe;
import io.github.net2net.dl4j.internal.tensor.Nd4jSeed;
import io.github.net2net.rule.Baseline;
import io.github.net2net.rule.Deepening;
import io.github.net2net.rule.Donors;
import io.github.net2net.rule.Layers;
import io.github.net2net.rule.SymmetryBreaking;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Random numbers of ND4J's: drawn again from every seed, and none of the caller's are used up. */
class SeedTest {
    private static final INDArray IMAGES = TestNetworks.images(1, CNN2DFormat.NCHW);

    static Stream<Recipe> recipesWithInitialValues() {
        Recipe wider = Recipe.of().widenAll(Layers.all()).times(1.7).seed(3);
        return Stream.of(
                wider.donors(Donors.fresh()),
                wider.baseline(Baseline.RANDOM_PAD),
                wider.baseline(Baseline.RANDOM_PAD).enlargeKernel("conv2").to(5, 5));
    }

    static Stream<Recipe> recipes() {
        Recipe wider = Recipe.of().widenAll(Layers.all()).times(1.7).seed(3);
        return Stream.concat(
                recipesWithInitialValues(),
                Stream.of(
                        wider,
                        wider.breakSymmetry(SymmetryBreaking.dropout(0.2)),
                        wider.deepenAfter(
                                "conv1", Deepening.identityUnit().batchNorm(Calibration.calibratedOn(IMAGES)))));
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void growing_usesNoRandomNumbersOfTheCallers(Recipe recipe) {
        MultiLayerNetwork teacher = TestNetworks.cnn();
        Nd4j.getRandom().setSeed(5);
        INDArray expected = Nd4j.rand(DataType.DOUBLE, 10);
        Nd4j.getRandom().setSeed(5);
        INDArray unused = Net2Net.from(teacher)
                .apply(recipe)
                .verifyOn(Probes.features(IMAGES))
                .grow()
                .network()
                .params();
        assertThat(Nd4j.rand(DataType.DOUBLE, 10)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(longs = {-3, -2, -1, 0, 1, 2, 3, Long.MIN_VALUE, Long.MAX_VALUE, -559038737})
    void everySeedOfAConfiguration_givesTheSameStudentAgain(long seed) {
        MultiLayerNetwork teacher =
                TestNetworks.cnn(CNN2DFormat.NCHW, true, TestNetworks.settings().seed(seed));
        recipesWithInitialValues().forEach(recipe -> {
            MultiLayerNetwork first = Net2Net.from(teacher).apply(recipe).grow().network();
            sleep();
            MultiLayerNetwork second =
                    Net2Net.from(teacher).apply(recipe).grow().network();
            assertThat(second.params()).isEqualTo(first.params());
            assertThat(first.getDefaultConfiguration().getSeed()).isEqualTo(seed);
            assertThat(first.getLayerWiseConfigurations().getConf(0).getSeed()).isEqualTo(seed);
        });
    }

    /** ND4J takes the time in milliseconds for the seed 0. */
    private static void sleep() {
        try {
            Thread.sleep(3);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 1})
    void everySeedOfAGraphsConfiguration_givesTheSameStudentAgain(long seed) {
        ComputationGraph teacher = new ComputationGraph(TestNetworks.settings()
                .seed(seed)
                .graphBuilder()
                .addInputs("in")
                .addLayer("first", TestNetworks.dense("first", 5), "in")
                .addLayer("out", TestNetworks.softmax("out"), "first")
                .setOutputs("out")
                .setInputTypes(InputType.feedForward(4))
                .build());
        teacher.init();
        Recipe fresh = Recipe.of().donors(Donors.fresh()).widen("first").to(9);
        ComputationGraph first = Net2Net.from(teacher).apply(fresh).grow().network();
        sleep();
        assertThat(Net2Net.from(teacher).apply(fresh).grow().network().params()).isEqualTo(first.params());
        assertThat(first.getConfiguration().getDefaultConfiguration().getSeed()).isEqualTo(seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {-3, 7})
    void initialValues_areThoseOfANewNetworkOfTheSameConfiguration(long seed) {
        MultiLayerNetwork teacher =
                TestNetworks.cnn(CNN2DFormat.NCHW, true, TestNetworks.settings().seed(seed));
        MultiLayerNetwork student = Net2Net.from(teacher)
                .donors(Donors.fresh())
                .widen("conv2")
                .to(9)
                .grow()
                .network();
        MultiLayerNetwork fresh = new MultiLayerNetwork(student.getLayerWiseConfigurations());
        fresh.init();
        for (int channel = 5; channel < 9; channel++) {
            assertThat(student.getParam("4_W").slice(channel))
                    .isEqualTo(fresh.getParam("4_W").slice(channel));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE})
    void everySeedOfAThread_givesTheSameNumbersAgain(long seed) {
        Nd4jSeed.seedThread(seed);
        INDArray first = Nd4j.randn(DataType.DOUBLE, 10);
        sleep();
        Nd4jSeed.seedThread(seed);
        assertThat(Nd4j.randn(DataType.DOUBLE, 10)).isEqualTo(first);
    }
}
