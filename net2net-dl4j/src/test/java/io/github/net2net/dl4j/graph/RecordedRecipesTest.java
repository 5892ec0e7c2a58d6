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
 * As {@link RecordedStudentsTest}, for every kind of step and rule, and with the optimizer's memory. Change a hash only
 * if students are meant to change, and say so in the change log.
 */
class RecordedRecipesTest {

    @ParameterizedTest
    @CsvSource({
        "cnn, FLOAT, widen, 041b0af7dc69f018da410a1640c05479",
        "cnn, DOUBLE, widen, 5df295ed68ee02b086d7931ccc433737",
        "residual, FLOAT, widen, c80e2f41c26ed69bd25e112063dc923e",
        "residual, DOUBLE, widen, db5d2aaab8870918202a6c1b1e717b5e",
        "cnn, FLOAT, widenAll, ecfa57c8a3047d821683b57970b0d09b",
        "cnn, DOUBLE, widenAll, e478bd0d45ce3d94a3da1f69387e12ea",
        "residual, FLOAT, widenAll, 50ca56452263a3128513eef35abae66d",
        "residual, DOUBLE, widenAll, 8cb29e4e36e913b15b2157ecda1c3a64",
        "cnn, FLOAT, deepen, 4e7cab03f733f0374d0d7c67974778e6",
        "cnn, DOUBLE, deepen, 47e4299be263f34c896fc3072571bd63",
        "residual, FLOAT, deepen, 69aa44301d67fa17abd34c4c49107c5e",
        "residual, DOUBLE, deepen, aeb709f364021b02e3cb67359b27cd12",
        "cnn, FLOAT, kernel, d3b40d48bc2e8dc3f555cc998d13ddd5",
        "cnn, DOUBLE, kernel, 63a370ddfa37ad878c30645b817c3586",
        "residual, FLOAT, kernel, 4ca62d8eec9f418ee80aa1f62cb9bc8b",
        "residual, DOUBLE, kernel, 532a0d85c5ddda8731080bbf77466d30",
        "cnn, FLOAT, uncalibrated, 50a85591f9946026a377673c53c112c7",
        "residual, FLOAT, uncalibrated, 7e63bc791810eb248999fcd05ebd7f10",
        "cnn, FLOAT, mixed, 5feb9bfcd58ef24c4a3c93dd293b84a9",
        "cnn, DOUBLE, mixed, 8bed99dcc8f318f14d6e9cfabe1b33c7",
        "residual, FLOAT, mixed, 0b5a9d19cef3ee546b5acb16f109074d",
        "residual, DOUBLE, mixed, 71728bbc099af6ce834255ce6d9a9b30",
        "cnn, FLOAT, fresh, 9e275cfb447b9ea0a9cd90a1aa82c294",
        "residual, FLOAT, fresh, 8546edabdda8a81080f67c029885de46",
        "cnn, FLOAT, cyclic, e7f3b77629ee30f430ccdeef551aa55e",
        "residual, FLOAT, cyclic, 7920039a5d982843c4762444d51244d9",
        "cnn, FLOAT, given, cec95afff039aea6a0e61545b10f932c",
        "residual, FLOAT, given, 93e6a28966bcb54237ea259de38c0f6d",
        "cnn, FLOAT, balanced, fd07ec34986cbd2b19178a44af3570cd",
        "cnn, DOUBLE, balanced, c193dff8f433d9adb624b93fb85a9617",
        "residual, FLOAT, balanced, 0fbd4a0e2e952a0f390c2d1fcf27d454",
        "residual, DOUBLE, balanced, d1471494ca819c3171ac30bd0abf4539",
        "cnn, FLOAT, uneven, ee5e9a3b6814beb73efd8c714de0cfe4",
        "residual, FLOAT, uneven, 411f00a2b6175b4b7aad911651dd06cb",
        "cnn, FLOAT, incoming, 0f5913158f34cf1438211cb59e94e22a",
        "residual, FLOAT, incoming, a993b4889a219f7cf40b50efceae53a3",
        "cnn, FLOAT, dropout, 9906581e6cf15e096806a8dbc7f6d872",
        "residual, FLOAT, dropout, c55b4d8de9de674a460980e5cc91db84",
        "cnn, FLOAT, none, 9906581e6cf15e096806a8dbc7f6d872",
        "residual, FLOAT, none, c55b4d8de9de674a460980e5cc91db84",
        "cnn, FLOAT, pad, 343b35d453e8e21fb7c18a88ded6fb2b",
        "residual, FLOAT, pad, f30d7879c6c43a380d3355def48a33c4",
        "cnn, FLOAT, rates, f2eecd4f15f51e43b737beb38248aecf",
        "residual, FLOAT, rates, cb2dafb3e88c952b74a517ea792247a0",
        "cnn-variance, DOUBLE, balanced, 062da5d9dbc1eb308e8ca8205474cc94",
        "cnn-variance, DOUBLE, uncalibrated, 1b9f672f60fe6538672a4f67b0ef1921",
        "cnn-variance, DOUBLE, mixed, a988537696fc291645d6836a9074c6f0",
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
