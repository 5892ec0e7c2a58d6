package io.github.net2net.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.Recipe;
import io.github.net2net.rule.Deepening;
import io.github.net2net.rule.Donors;
import io.github.net2net.rule.Layers;
import io.github.net2net.rule.SymmetryBreaking;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The same teacher, recipe and seed make the same student, to the last bit. */
class DeterminismTest {
    private static final INDArray IMAGES = TestNetworks.images(1, CNN2DFormat.NCHW);

    static Stream<Recipe> recipes() {
        Recipe steps = Recipe.of()
                .widenAll(Layers.all())
                .times(1.7)
                .deepenAfter("conv1", Deepening.identityUnit().batchNorm(Calibration.calibratedOn(IMAGES)))
                .enlargeKernel("conv2")
                .to(5, 7)
                .seed(3);
        return Stream.of(
                steps,
                steps.breakSymmetry(SymmetryBreaking.unevenShares(0.3)),
                steps.breakSymmetry(SymmetryBreaking.incomingNoise(0.1)),
                Recipe.of().widenAll(Layers.all()).times(1.7).donors(Donors.fresh()));
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void sameTeacherAndRecipe_sameStudent(Recipe recipe) {
        MultiLayerNetwork first = grow(TestNetworks.cnn(), recipe);
        Nd4j.getRandom().setSeed(System.nanoTime());
        assertThat(bits(grow(TestNetworks.cnn(), recipe))).isEqualTo(bits(first));
    }

    @Test
    void otherSeed_otherStudent() {
        Recipe recipe = Recipe.of().widen("conv2").to(13);
        assertThat(bits(grow(TestNetworks.cnn(), recipe.seed(1))))
                .isNotEqualTo(bits(grow(TestNetworks.cnn(), recipe.seed(2))));
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void sameRecipe_networkWithOtherWeights_keepsThatOnesFunction(Recipe recipe) {
        MultiLayerNetwork other = TestNetworks.cnn();
        TestNetworks.train(other, TestNetworks.labeled(IMAGES), 5);
        MultiLayerNetwork student = grow(other, recipe);
        assertThat(student.numParams())
                .isEqualTo(grow(TestNetworks.cnn(), recipe).numParams());
        boolean exact = Net2Net.from(other).apply(recipe).plan().isExact();
        double deviation = Net2Net.compare(other, student, Probes.features(IMAGES))
                .largest(io.github.net2net.spi.Deviation.Mode.INFERENCE);
        assertThat(deviation < Tolerances.DOUBLE).isEqualTo(exact);
    }

    private static MultiLayerNetwork grow(MultiLayerNetwork teacher, Recipe recipe) {
        return Net2Net.from(teacher).apply(recipe).grow().network();
    }

    private static double[] bits(MultiLayerNetwork network) {
        return network.params().dup().data().asDouble();
    }
}
