package io.github.net2net.dl4j.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.Recipe;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.TestNetworks;
import io.github.net2net.dl4j.internal.adapter.Fingerprints;
import io.github.net2net.rule.Layers;
import io.github.net2net.rule.SymmetryBreaking;
import java.util.Random;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * The parameters of some students, by their hashes, as earlier versions made them: a recipe and a seed give the same
 * student in later ones. Change a hash only if students are meant to change, and say so in the change log.
 */
class RecordedStudentsTest {

    @ParameterizedTest
    @CsvSource({
        "mlp, FLOAT, none, dfd3c9a599c1e703c59ceb6927ee7c34427cc81faef19aa61ef30b0d1bea65da",
        "mlp, FLOAT, zeroSum, 05c6676e92f904021d0b94e800566787bd8552ce32b9204b43ea9dcacba47520",
        "mlp, DOUBLE, zeroSum, 3e256982fd23eca3bc574775d6721c81f51a7abc47e3c966bf97c580deea0cf5",
        "mlp, FLOAT, uneven, d697c5ffd26dbf97ffe6d893a3f39b3dbed9fc476be56fb8d1e7edcf96c6d457",
        "mlp, FLOAT, incoming, e0cf973ea70bb9620adb3cc675ce28836ce192d0ba6cf40b74b550d9a15c3a64",
        "cnn, FLOAT, zeroSum, 5fe34d37ea5fe58dea64e8ff7a17acc5c9524d4b23939903447ce02b8d5d4e3b",
        "cnn, DOUBLE, zeroSum, 08265cc4a9b547908eb101a28445b71257d8f69c95e0c1cf480c7ec520f1bb98",
        "cnn, FLOAT, uneven, 2eaa2a8e9fabc1abb6697b5ef1908e42c2430c8e3a2c7b1915a7538422a3a00b",
        "cnn, FLOAT, incoming, 21633a1fbbc9d0f47761b3c359d88e2ed310a6cb2bfd4f61b5866c213751fa59",
        "cnn, DOUBLE, incoming, b0cb0cec20d0f2dc4b32d0545169c6c8f92ccea5a78a11b67ff5b9e5c1b95f26",
        "residual, FLOAT, none, cbe199f9171a797e1293b7ad296bde3c55aaca8ba568039f6386c6e2f9fe115e",
        "residual, FLOAT, zeroSum, dede4a61ae1fbbd5c4ae5318ba9065bde02f173d10d79efcfb2d4bcaeb5817ed",
        "residual, DOUBLE, zeroSum, 00103297f28098d9064c6bf065031a0ee0b29d17fcb129090ae28f813fd1669a",
        "residual, FLOAT, uneven, b23686f60a3222e62b3d426e54e1da3936471905da682dfb5912c7898f5e9875",
        "residual, FLOAT, incoming, 49b0b1355b2943b2d2142412c6e878e1e294fa7e876302e875417cebd2e7be5d",
    })
    void student_isTheOneThatEarlierVersionsMade(String network, DataType type, String symmetry, String recorded) {
        Recipe recipe = Recipe.of()
                .breakSymmetry(symmetry(symmetry))
                .widenAll(Layers.all())
                .times(1.7)
                .seed(5);
        assertThat(Fingerprints.of(student(network, type, recipe).params())).isEqualTo(recorded);
    }

    private static SymmetryBreaking symmetry(String name) {
        return switch (name) {
            case "none" -> SymmetryBreaking.none();
            case "zeroSum" -> SymmetryBreaking.zeroSumNoise(0.5);
            case "uneven" -> SymmetryBreaking.unevenShares(0.3);
            case "incoming" -> SymmetryBreaking.incomingNoise(0.1);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static Model student(String network, DataType type, Recipe recipe) {
        NeuralNetConfiguration.Builder settings = TestNetworks.settings().dataType(type);
        if (network.equals("residual")) {
            ComputationGraph teacher = GraphTeachers.residual(settings);
            fill(teacher.params());
            return Net2Net.from(teacher).apply(recipe).grow().network();
        }
        MultiLayerNetwork teacher = network.equals("cnn")
                ? TestNetworks.cnn(CNN2DFormat.NCHW, true, settings)
                : TestNetworks.mlp(settings, new Sgd(0.1));
        fill(teacher.params());
        return Net2Net.from(teacher).apply(recipe).grow().network();
    }

    /** Numbers that are the same on every machine, as initializers' need not be. */
    private static void fill(INDArray parameters) {
        Random random = new Random(8);
        for (long i = 0; i < parameters.length(); i++) {
            parameters.putScalar(i, random.nextFloat() - 0.5);
        }
    }
}
