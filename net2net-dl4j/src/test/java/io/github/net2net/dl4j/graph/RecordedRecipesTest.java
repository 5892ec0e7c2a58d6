package io.github.net2net.dl4j.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.Recipe;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.TestNetworks;
import io.github.net2net.dl4j.internal.adapter.Fingerprints;
import io.github.net2net.rule.Baseline;
import io.github.net2net.rule.Deepening;
import io.github.net2net.rule.Donors;
import io.github.net2net.rule.Layers;
import io.github.net2net.rule.LearningRates;
import io.github.net2net.rule.Shares;
import io.github.net2net.rule.SymmetryBreaking;
import java.util.Random;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/**
 * As {@link RecordedStudentsTest}, for every kind of step and rule, and with the optimizer's state. Change a hash only
 * if students are meant to change, and say so in the change log.
 */
class RecordedRecipesTest {

    @ParameterizedTest
    @CsvSource({
        "cnn, FLOAT, widen, ee0c76305e6cd28527ca181cbe0fa773",
        "cnn, DOUBLE, widen, ab64b8081a7d484c7ef2174dcfaf304a",
        "residual, FLOAT, widen, e9cd0b4b9e7936bd45e4dba9d6681281",
        "residual, DOUBLE, widen, a1a0123cc04ece1845e46b5914a499c3",
        "cnn, FLOAT, widenAll, c7f7036c3a5b3700e80ac9b036e94170",
        "cnn, DOUBLE, widenAll, dcf97ecf9932cb282942c08fb30ceb9d",
        "residual, FLOAT, widenAll, 3c8ca89ec0d38e4cecb0c1e3cfe8f73c",
        "residual, DOUBLE, widenAll, 070234f8389e7aa1fdb40ab655aec825",
        "cnn, FLOAT, deepen, 271d02a5469ebff7d5e6654b0624eb96",
        "cnn, DOUBLE, deepen, 47e4299be263f34c896fc3072571bd63",
        "residual, FLOAT, deepen, 831ec366c1f48666772d21574b3ee049",
        "residual, DOUBLE, deepen, aeb709f364021b02e3cb67359b27cd12",
        "cnn, FLOAT, kernel, 68722e432093c70c71b2e30693f34319",
        "cnn, DOUBLE, kernel, e543ad30a66803cf8abb94137f9d5bfc",
        "residual, FLOAT, kernel, 2bd0d28d9c6ea31eec43cf2886f517c0",
        "residual, DOUBLE, kernel, 032fdcfb76134a71737d89a80bd615f2",
        "cnn, FLOAT, uncalibrated, 191098c70f7776d1c9cbe7a505a25a56",
        "residual, FLOAT, uncalibrated, 72eb33755671d1d7534770ccbbc09fe2",
        "cnn, FLOAT, mixed, 8ccbbe94b045977002540655fab75d2c",
        "cnn, DOUBLE, mixed, 38af350fe67f413d6e0d65a3c59a4e51",
        "residual, FLOAT, mixed, 299ac8714ca8f04c04dc341d6a47dcb6",
        "residual, DOUBLE, mixed, 937b6cd7b625f709e0284ecb0c50ecdc",
        "cnn, FLOAT, fresh, f49061e28e4b2253da8b2861fd80ae26",
        "residual, FLOAT, fresh, a99d660994aa128e43128bf7c1d3a93a",
        "cnn, FLOAT, cyclic, 0c20b7a2d107ab5853d9cf78bdcf2fca",
        "residual, FLOAT, cyclic, 072a8bb2ebb099d2a91a73ff6f453df5",
        "cnn, FLOAT, given, 2c712c9a8c3455ce1ca20739ffd34573",
        "residual, FLOAT, given, 49be32b9a0b76a6bfa81fc003c004a15",
        "cnn, FLOAT, balanced, 81369ae9747473232c0f962fd90dc292",
        "cnn, DOUBLE, balanced, e46ea713d957ef7109e798e7b3cba0d4",
        "residual, FLOAT, balanced, a2440fb428f688082f66284d5ab79ad0",
        "residual, DOUBLE, balanced, d67ddcef7a2a8bf2bf32e6d52d43e001",
        "cnn, FLOAT, uneven, ee5e9a3b6814beb73efd8c714de0cfe4",
        "residual, FLOAT, uneven, 411f00a2b6175b4b7aad911651dd06cb",
        "cnn, FLOAT, incoming, 81fedf4b1a9219d47a07bdc953fc7b53",
        "residual, FLOAT, incoming, 40f6e88460c08d60d7f051fb8c2d20eb",
        "cnn, FLOAT, dropout, 9906581e6cf15e096806a8dbc7f6d872",
        "residual, FLOAT, dropout, c55b4d8de9de674a460980e5cc91db84",
        "cnn, FLOAT, none, 9906581e6cf15e096806a8dbc7f6d872",
        "residual, FLOAT, none, c55b4d8de9de674a460980e5cc91db84",
        "cnn, FLOAT, pad, ae81fda1277239f7a9fc3034a7103786",
        "residual, FLOAT, pad, 4f89e20485845c6cbac26f1f8398afc4",
        "cnn, FLOAT, rates, bb67d37fdfd72252071d14a517b70a29",
        "residual, FLOAT, rates, 55c289fe38d246993d3689c1a6603925",
        "cnn-variance, DOUBLE, balanced, 45665f66ac3f714e18321c4bac6cdc0e",
        "cnn-variance, DOUBLE, uncalibrated, 1b9f672f60fe6538672a4f67b0ef1921",
        "cnn-variance, DOUBLE, mixed, 14cd33a024cf3e597fbd676109c7ee65",
    })
    void student_isTheOneThatEarlierVersionsMade(String network, DataType type, String recipe, String recorded) {
        assertThat(student(network, type, recipe(recipe, network.equals("residual"))))
                .isEqualTo(recorded);
    }

    /** For a chain of {@code conv1} and {@code conv2}, or a graph with {@code a1} and {@code b1}. */
    private static Recipe recipe(String name, boolean graph) {
        String first = graph ? "a1" : "conv1";
        String second = graph ? "b1" : "conv2";
        Recipe seeded = Recipe.of().seed(7);
        return switch (name) {
            case "widen" -> seeded.widen(first).to(7).widen(second).by(2);
            case "widenAll" -> seeded.widenAll(Layers.convolutions()).times(1.6);
            case "deepen" ->
                seeded.deepenAfter(second)
                        .deepenAfter(first, Deepening.identityUnit().withoutBatchNorm());
            case "kernel" -> seeded.enlargeKernel(first).to(5, 5).widen(first).times(1.5);
            case "uncalibrated" -> deepenWithNorm(seeded, graph);
            case "mixed" ->
                deepenWithNorm(seeded.widen(second).to(8), graph)
                        .enlargeKernel(second)
                        .to(5, 3)
                        .widenAll(Layers.all())
                        .times(1.4);
            case "fresh" -> seeded.donors(Donors.fresh()).widen(first).to(9);
            default -> withRules(name, first, second);
        };
    }

    private static Recipe withRules(String name, String first, String second) {
        Recipe seeded = Recipe.of().seed(7);
        return switch (name) {
            case "cyclic" ->
                seeded.donors(Donors.cyclic())
                        .shares(Shares.original())
                        .widen(first)
                        .to(9);
            case "given" ->
                seeded.widen(first)
                        .donors(Donors.given(1, 0, 1))
                        .by(3)
                        .widen(second)
                        .to(9);
            case "balanced" ->
                seeded.shares(Shares.balanced())
                        .donors(Donors.cyclic())
                        .learningRate(LearningRates.followTrajectory())
                        .widenAll(Layers.named(first, second))
                        .times(2);
            default -> withOptions(name, first, second);
        };
    }

    private static Recipe withOptions(String name, String first, String second) {
        Recipe seeded = Recipe.of().seed(7);
        return switch (name) {
            case "uneven" ->
                seeded.breakSymmetry(SymmetryBreaking.unevenShares(0.4))
                        .widen(second)
                        .to(11);
            case "incoming" ->
                seeded.breakSymmetry(SymmetryBreaking.incomingNoise(0.05))
                        .widen(second)
                        .to(11);
            case "dropout" ->
                seeded.breakSymmetry(SymmetryBreaking.dropout(0.2))
                        .widen(second)
                        .to(11);
            case "none" ->
                seeded.breakSymmetry(SymmetryBreaking.none()).widen(second).to(11);
            case "pad" ->
                seeded.baseline(Baseline.RANDOM_PAD)
                        .breakSymmetry(SymmetryBreaking.dropout(0.2))
                        .widen(second)
                        .to(11)
                        .deepenAfter(second);
            case "rates" ->
                seeded.learningRate(LearningRates.tenth().warmUp(5))
                        .widen(first)
                        .to(6);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static Recipe deepenWithNorm(Recipe recipe, boolean graph) {
        return graph
                ? recipe.deepenAfter("b1")
                : recipe.deepenAfter("conv1", Deepening.identityUnit().batchNorm(Deepening.uncalibrated()));
    }

    private static String student(String network, DataType type, Recipe recipe) {
        NeuralNetConfiguration.Builder settings =
                TestNetworks.settings().dataType(type).updater(new Adam(0.01)).weightInit(WeightInit.ONES);
        if (network.equals("residual")) {
            ComputationGraph teacher = GraphTeachers.residual(settings);
            fill(teacher.params(), teacher.getUpdater(true).getStateViewArray());
            ComputationGraph student =
                    Net2Net.from(teacher).apply(recipe).grow().network();
            return hash(student.params(), student.getUpdater(true).getStateViewArray());
        }
        MultiLayerNetwork teacher = TestNetworks.cnn(CNN2DFormat.NCHW, !network.equals("cnn-variance"), settings);
        fill(teacher.params(), teacher.getUpdater().getStateViewArray());
        MultiLayerNetwork student = Net2Net.from(teacher).apply(recipe).grow().network();
        return hash(student.params(), student.getUpdater().getStateViewArray());
    }

    private static String hash(INDArray parameters, INDArray memory) {
        return Fingerprints.of(Nd4j.concat(0, parameters.reshape(-1), memory.reshape(-1)))
                .substring(0, 32);
    }

    /** Numbers that are the same on every machine, as initializers' need not be; an optimizer's are positive. */
    private static void fill(INDArray parameters, INDArray memory) {
        Random random = new Random(8);
        for (long i = 0; i < parameters.length(); i++) {
            parameters.putScalar(i, random.nextFloat() - 0.5);
        }
        for (long i = 0; i < memory.length(); i++) {
            memory.putScalar(i, random.nextFloat());
        }
    }
}
