package io.github.net2net.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.Grown;
import io.github.net2net.Growth;
import io.github.net2net.GrowthException;
import io.github.net2net.Recipe;
import io.github.net2net.rule.Deepening;
import io.github.net2net.rule.Donors;
import io.github.net2net.rule.Layers;
import io.github.net2net.rule.Shares;
import io.github.net2net.rule.SymmetryBreaking;
import io.github.net2net.rule.WeightConstraints;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.layers.LayerConstraint;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.constraint.BaseConstraint;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.constraint.MinMaxNormConstraint;
import org.deeplearning4j.nn.conf.constraint.NonNegativeConstraint;
import org.deeplearning4j.nn.conf.constraint.UnitNormConstraint;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Constraints act on the student as they do on the teacher, or the growth is refused until the user chooses. */
class ConstraintsTest {
    private static final INDArray FEATURES = TestNetworks.random(1, DataType.DOUBLE, 6, 4);
    private static final INDArray IMAGES = TestNetworks.random(1, DataType.DOUBLE, 6, 2, 6, 6);

    private static MultiLayerNetwork mlp(LayerConstraint constraint) {
        constraint.setParams(Set.of("W"));
        DenseLayer second = new DenseLayer.Builder().name("second").nOut(6).build();
        second.setConstraints(List.of(constraint));
        return TestNetworks.network(
                TestNetworks.settings(),
                InputType.feedForward(4),
                TestNetworks.dense("first", 5),
                second,
                TestNetworks.softmax("out"));
    }

    private static MultiLayerNetwork cnn(LayerConstraint constraint) {
        constraint.setParams(Set.of("W"));
        ConvolutionLayer second =
                TestNetworks.convolution("second", 5, CNN2DFormat.NCHW).build();
        second.setConstraints(List.of(constraint));
        return TestNetworks.network(
                TestNetworks.settings(),
                InputType.convolutional(6, 6, 2),
                TestNetworks.convolution("first", 4, CNN2DFormat.NCHW).build(),
                second,
                TestNetworks.softmax("out"));
    }

    static Stream<Arguments> exact() {
        return Stream.of(
                Arguments.of(mlp(new MaxNormConstraint(0.3, 0)), "first"),
                Arguments.of(mlp(new MaxNormConstraint(0.3, 0)), "second"),
                Arguments.of(mlp(new MaxNormConstraint(0.3, 1)), "first"),
                Arguments.of(mlp(new MaxNormConstraint(0.3, 1)), "second"),
                Arguments.of(mlp(new MinMaxNormConstraint(0.4, 0.5, 0)), "first"),
                Arguments.of(mlp(new MinMaxNormConstraint(0.4, 0.5, 1)), "second"),
                Arguments.of(mlp(new MinMaxNormConstraint(0.4, 0.5, 0.7, 0)), "second"),
                Arguments.of(mlp(new UnitNormConstraint(0)), "second"),
                Arguments.of(mlp(new NonNegativeConstraint()), "first"),
                Arguments.of(cnn(new MaxNormConstraint(0.2, 1, 2, 3)), "first"),
                Arguments.of(cnn(new MaxNormConstraint(0.2, 1, 2, 3)), "second"),
                Arguments.of(cnn(new MinMaxNormConstraint(0.2, 0.3, 0, 2, 3)), "second"));
    }

    private static Growth<MultiLayerNetwork> doubled(MultiLayerNetwork teacher, String layer) {
        return Net2Net.from(teacher)
                .donors(Donors.cyclic())
                .breakSymmetry(SymmetryBreaking.none())
                .widen(layer)
                .times(2);
    }

    @ParameterizedTest
    @MethodSource("exact")
    void limits_areScaled_whereThatIsExact(MultiLayerNetwork teacher, String layer) {
        INDArray features = features(teacher);
        INDArray before = teacher.output(features.dup()).dup();
        MultiLayerNetwork student = doubled(teacher, layer).grow().network();
        TrainingAtRateZero training = new TrainingAtRateZero(features);
        assertThat(training.failure(teacher)).isNull();
        assertThat(training.failure(student)).isNull();
        assertThat(teacher.output(features.dup())).as("the constraint acts").isNotEqualTo(before);
        assertThat(training.distance(teacher, student)).isLessThan(Tolerances.DOUBLE);
    }

    private static INDArray features(MultiLayerNetwork teacher) {
        return teacher.getLayer(0).conf().getLayer() instanceof ConvolutionLayer ? IMAGES : FEATURES;
    }

    @Test
    void plan_tellsScaledLimits() {
        assertThat(doubled(mlp(new MaxNormConstraint(0.3, 0)), "first").plan().toString())
                .contains("second.W  limits of MaxNormConstraint x 0.7071");
        assertThat(doubled(mlp(new MaxNormConstraint(0.3, 0)), "second").plan().toString())
                .doesNotContain("MaxNormConstraint");
    }

    static Stream<Arguments> inexact() {
        Recipe noisy = Recipe.of().widen("first").times(2);
        Recipe plain = Recipe.of().breakSymmetry(SymmetryBreaking.none());
        Recipe uneven = plain.donors(Donors.cyclic()).widen("first").by(2);
        return Stream.of(
                Arguments.of(mlp(new MaxNormConstraint(0.3, 0)), noisy),
                Arguments.of(mlp(new NonNegativeConstraint()), noisy),
                Arguments.of(
                        mlp(new MinMaxNormConstraint(0.4, 0.5, 0.7, 1)),
                        plain.donors(Donors.cyclic()).widen("second").times(2)),
                Arguments.of(mlp(new MaxNormConstraint(0.3, 0)), uneven),
                Arguments.of(
                        mlp(new UnitNormConstraint(0)),
                        plain.donors(Donors.cyclic()).widen("first").times(2)),
                Arguments.of(
                        mlp(new UnitNormConstraint(1)),
                        plain.donors(Donors.cyclic())
                                .shares(Shares.original())
                                .widen("first")
                                .times(2)),
                Arguments.of(mlp(new MaxNormConstraint(0.3, 0)), plain.deepenAfter("second")),
                Arguments.of(mlp(new NonNegativeConstraint()), plain.deepenAfter("second", Deepening.pairIdentity())),
                Arguments.of(
                        cnn(new NonNegativeConstraint()),
                        plain.factorize("second").kernelFirst().to(5)));
    }

    @ParameterizedTest
    @MethodSource("inexact")
    void constraint_thatCanNotBeExact_isRefused(MultiLayerNetwork teacher, Recipe recipe) {
        assertThatThrownBy(() -> Net2Net.from(teacher).apply(recipe).plan())
                .isInstanceOf(GrowthException.class)
                .hasMessageMatching(
                        "cannot keep the \\w+Constraint of 'second(_\\w+)?.W': the grown weights have other norms"
                                + " or signs than the teacher's, by no single factor, so that the constraint would change the"
                                + " function at the first training step\\. Use weightConstraints\\(WeightConstraints.KEEP\\) or"
                                + " DROP(; or widen by a whole multiple with Donors.cyclic\\(\\) and"
                                + " SymmetryBreaking.none\\(\\))?\\.");
    }

    @SuppressWarnings("deprecation") // users have DL4J's deprecated layers too
    static Stream<Arguments> hopeless() {
        Recipe whole = Recipe.of().breakSymmetry(SymmetryBreaking.none()).donors(Donors.cyclic());
        MaxNormConstraint limit = new MaxNormConstraint(0.3, 0);
        return Stream.of(
                Arguments.of(
                        new GravesLSTM.Builder()
                                .name("second")
                                .nOut(4)
                                .constrainRecurrent(limit)
                                .build(),
                        whole.widen("second").times(2)),
                Arguments.of(
                        new Convolution1DLayer.Builder(3)
                                .name("second")
                                .nOut(4)
                                .constrainWeights(limit)
                                .build(),
                        whole.widen("second").times(2)),
                Arguments.of(constrainedAttention(), whole.nHeads("second").to(3)));
    }

    private static Layer constrainedAttention() {
        Layer layer = new SelfAttentionLayer.Builder()
                .name("second")
                .nOut(4)
                .nHeads(2)
                .projectInput(true)
                .build();
        LayerConstraint constraint = new MaxNormConstraint(0.3, 0);
        constraint.setParams(Set.of("Wq"));
        layer.setConstraints(List.of(constraint));
        return layer;
    }

    /** The message offers a widening by a whole multiple only where that helps. */
    @ParameterizedTest
    @MethodSource("hopeless")
    void constraint_thatNoWideningKeeps_isRefusedWithoutThatRemedy(Layer constrained, Recipe recipe) {
        MultiLayerNetwork teacher = TestNetworks.network(
                TestNetworks.settings(),
                InputType.recurrent(3, 6),
                constrained,
                new RnnOutputLayer.Builder(LossFunctions.LossFunction.MSE)
                        .name("out")
                        .nOut(2)
                        .build());
        assertThatThrownBy(() -> Net2Net.from(teacher).apply(recipe).plan())
                .isInstanceOf(GrowthException.class)
                .hasMessageEndingWith(" Use weightConstraints(WeightConstraints.KEEP) or DROP.");
    }

    @Test
    void constraint_thatAnotherWideningKeeps_isRefusedWithThatRemedy() {
        assertThatThrownBy(() -> Net2Net.from(mlp(new MaxNormConstraint(0.3, 0)))
                        .widen("first")
                        .times(2)
                        .plan())
                .isInstanceOf(GrowthException.class)
                .hasMessageEndingWith(
                        " Use weightConstraints(WeightConstraints.KEEP) or DROP; or widen by a whole multiple"
                                + " with Donors.cyclic() and SymmetryBreaking.none().");
    }

    @ParameterizedTest
    @MethodSource("inexact")
    void constraint_thatIsDropped_changesNothing(MultiLayerNetwork teacher, Recipe recipe) {
        Grown<MultiLayerNetwork> grown = Net2Net.from(teacher)
                .apply(recipe)
                .weightConstraints(WeightConstraints.DROP)
                .grow();
        assertThat(grown.plan().toString()).contains("approximate: ").contains("Constraint is dropped");
        INDArray before = grown.network().output(features(teacher).dup()).dup();
        assertThat(new TrainingAtRateZero(features(teacher)).failure(grown.network()))
                .isNull();
        if (!recipe.toString().contains("Deepen")) {
            assertThat(grown.network().output(features(teacher).dup())).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @MethodSource("inexact")
    void constraint_thatIsKept_staysAsItIs(MultiLayerNetwork teacher, Recipe recipe) {
        Grown<MultiLayerNetwork> grown = Net2Net.from(teacher)
                .apply(recipe)
                .weightConstraints(WeightConstraints.KEEP)
                .verifyOn(Probes.features(features(teacher)))
                .grow();
        assertThat(grown.plan().toString())
                .contains("Constraint is kept, and may change the function at the first training step");
        List<LayerConstraint> kept =
                grown.network().getLayer("second").conf().getLayer().getConstraints();
        List<LayerConstraint> expected =
                teacher.getLayer("second").conf().getLayer().getConstraints();
        assertThat(kept).isEqualTo(expected);
    }

    @Test
    void constraint_ofAnUnchangedLayer_isCopiedWhole() {
        MultiLayerNetwork teacher = mlp(new NonNegativeConstraint());
        ((BaseConstraint) teacher.getLayer("second")
                        .conf()
                        .getLayer()
                        .getConstraints()
                        .get(0))
                .setEpsilon(1e-3);
        MultiLayerNetwork student = Net2Net.from(teacher).grow().network();
        LayerConstraint copy =
                student.getLayer("second").conf().getLayer().getConstraints().get(0);
        assertThat(copy)
                .isEqualTo(teacher.getLayer("second")
                        .conf()
                        .getLayer()
                        .getConstraints()
                        .get(0));
        assertThat(copy.getParams()).containsExactly("W");
    }

    /** DL4J applies none to frozen layers. */
    @Test
    void constraint_ofAFrozenLayer_isLeftAlone() {
        DenseLayer inner = new DenseLayer.Builder().name("second").nOut(6).build();
        LayerConstraint constraint = new MaxNormConstraint(0.3, 0);
        constraint.setParams(Set.of("W"));
        inner.setConstraints(List.of(constraint));
        MultiLayerNetwork teacher = TestNetworks.network(
                TestNetworks.settings(),
                InputType.feedForward(4),
                TestNetworks.dense("first", 5),
                new FrozenLayerWithBackprop(inner),
                TestNetworks.softmax("out"));
        Grown<MultiLayerNetwork> grown =
                Net2Net.from(teacher).widen("first").times(2).grow();
        TrainingAtRateZero training = new TrainingAtRateZero(FEATURES);
        assertThat(training.failure(teacher)).isNull();
        assertThat(training.failure(grown.network())).isNull();
        assertThat(training.distance(teacher, grown.network())).isLessThan(Tolerances.DOUBLE);
    }

    @Test
    void recipe_keepsTheChoiceInJson() {
        Recipe recipe = Recipe.of()
                .weightConstraints(WeightConstraints.DROP)
                .widenAll(Layers.all())
                .times(2);
        assertThat(Recipe.fromJson(recipe.toJson())).isEqualTo(recipe);
        assertThatThrownBy(() -> Recipe.fromJson(recipe.toJson().replace("\"drop\"", "\"lose\"")))
                .isInstanceOf(GrowthException.class)
                .hasMessageContaining("\"exact\", \"keep\" or \"drop\"");
    }

    @Test
    void missingChoice_isRefusedAtTheCall() {
        assertThatThrownBy(() -> Recipe.of().weightConstraints(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("weightConstraints(null): give WeightConstraints.EXACT or another rule");
    }
}
