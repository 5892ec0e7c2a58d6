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
        "mlp, FLOAT, zeroSum, 88914e78ff64a024a33f68fb8fbc98841d18a83f937db9e5e5dc3f910d647884",
        "mlp, DOUBLE, zeroSum, d1096f27b782481b947d0a9fd40c95e7b485c97253c4c74d0f7e010150aff046",
        "mlp, FLOAT, uneven, d697c5ffd26dbf97ffe6d893a3f39b3dbed9fc476be56fb8d1e7edcf96c6d457",
        "mlp, FLOAT, incoming, 270bffad12b6b6e3cad35af7f11f5ecd14c5b8c3090ceab905899b95fb80445d",
        "cnn, FLOAT, zeroSum, 8ee8b0c993d156a7d7ce75b06a95309ce3e68960325e0a2444dd634b94805438",
        "cnn, DOUBLE, zeroSum, 93b17e3b1c79dcc2a655478383f69c48aaabbe63d02e5c36e3edfa58cfd08bb6",
        "cnn, FLOAT, uneven, 2eaa2a8e9fabc1abb6697b5ef1908e42c2430c8e3a2c7b1915a7538422a3a00b",
        "cnn, FLOAT, incoming, 1d66eb652576fcd5b05fd0fa80acc15a3fe73359adeab32fdc99a9f3fe0b119c",
        "cnn, DOUBLE, incoming, 283bcf2e63d1abc6b1f57a2beed8d0b33406236a56c8b1dfb27880ff7c86faf7",
        "residual, FLOAT, none, cbe199f9171a797e1293b7ad296bde3c55aaca8ba568039f6386c6e2f9fe115e",
        "residual, FLOAT, zeroSum, 66433f9f97c7604dc7d780dd5dbdbb0fbacc3cef4c96f325bcd3a72975ab6693",
        "residual, DOUBLE, zeroSum, a9c168fbd6a6aaf090f1fe773f248b3a64ec7528da8433ca4f6edbac09f5971e",
        "residual, FLOAT, uneven, b23686f60a3222e62b3d426e54e1da3936471905da682dfb5912c7898f5e9875",
        "residual, FLOAT, incoming, a72ba230f46a406c7a4b75e320cb73e8fc07ec5857cfee756ad8d0a4ec778258",
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
