package io.github.net2net.dl4j.internal.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.Growth;
import io.github.net2net.GrowthException;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.TestNetworks;
import io.github.net2net.dl4j.Tolerances;
import io.github.net2net.rule.Donors;
import io.github.net2net.rule.Layers;
import io.github.net2net.rule.LearningRates;
import io.github.net2net.rule.Shares;
import io.github.net2net.rule.SymmetryBreaking;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.ocnn.OCNNOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** What a plan says of following the teacher: exact where nothing else is said. */
class PromiseTest {

    static Stream<NeuralNetConfiguration.Builder> regularized() {
        return Stream.of(
                Trajectory.settings(new Sgd(0.05)).l1(0.01),
                Trajectory.settings(new Sgd(0.05)).l1Bias(0.02),
                Trajectory.settings(new Sgd(0.05)).l2(0.1),
                Trajectory.settings(new Sgd(0.05)).l2Bias(0.1),
                Trajectory.settings(new Nesterovs(0.02, 0.9)).weightDecay(0.1),
                Trajectory.settings(new Adam(0.01)).weightDecayBias(0.1).l1(0.01),
                Trajectory.settings(new Sgd(0.05))
                        .biasUpdater(new Sgd(0.01))
                        .l1(0.01)
                        .l2Bias(0.1));
    }

    /** DL4J applies what is meant for a depthwise convolution's weights to its biases too, and the other way round. */
    @ParameterizedTest
    @MethodSource("regularized")
    void depthwiseConvolution_thatIsRegularized_isFollowed(NeuralNetConfiguration.Builder settings) {
        MultiLayerNetwork teacher = new MultiLayerNetwork(settings.list(
                        new ConvolutionLayer.Builder(3, 3).name("conv").nOut(4).build(),
                        new DepthwiseConvolution2D.Builder(2, 2)
                                .depthMultiplier(2)
                                .nIn(4)
                                .nOut(8)
                                .name("depthwise")
                                .build(),
                        TestNetworks.softmax("out"))
                .setInputType(InputType.convolutional(6, 6, 2))
                .build());
        teacher.init();
        assertFollowed(teacher, following(teacher));
    }

    @ParameterizedTest
    @MethodSource("regularized")
    void layerThatIsFrozenWithBackprop_isRegularizedAllTheSame_andFollowed(NeuralNetConfiguration.Builder settings) {
        MultiLayerNetwork teacher = new MultiLayerNetwork(settings.list(
                        new ConvolutionLayer.Builder(3, 3).name("conv").nOut(4).build(),
                        new FrozenLayerWithBackprop(TestNetworks.dense("frozen", 5)),
                        TestNetworks.softmax("out"))
                .setInputType(InputType.convolutional(6, 6, 2))
                .build());
        teacher.init();
        assertFollowed(teacher, following(teacher));
    }

    private static Growth<MultiLayerNetwork> following(MultiLayerNetwork teacher) {
        return Net2Net.from(teacher)
                .breakSymmetry(SymmetryBreaking.none())
                .donors(Donors.cyclic())
                .learningRate(LearningRates.followTrajectory())
                .widenAll(Layers.all())
                .times(2);
    }

    private static Growth<MultiLayerNetwork> balanced(MultiLayerNetwork teacher) {
        return Net2Net.from(teacher).breakSymmetry(SymmetryBreaking.none()).shares(Shares.balanced());
    }

    private static void assertFollowed(MultiLayerNetwork teacher, Growth<MultiLayerNetwork> growth) {
        assertThat(growth.plan().training().lines()).noneMatch(line -> line.contains("approximate"));
        Trajectory.train(teacher, 0, Trajectory.BEFORE);
        MultiLayerNetwork student = growth.grow().network();
        assertThat(Trajectory.distanceAfterTraining(teacher, student)).isLessThan(Tolerances.TRAJECTORY);
    }

    @ParameterizedTest
    @EnumSource(
            value = GradientNormalization.class,
            names = {"ClipElementWiseAbsoluteValue", "None"},
            mode = EnumSource.Mode.EXCLUDE)
    void balancedShares_keepNorms(GradientNormalization kind) {
        MultiLayerNetwork teacher = Trajectory.plain(Trajectory.settings(new Nesterovs(0.01, 0.9))
                .gradientNormalization(kind)
                .gradientNormalizationThreshold(0.05));
        assertFollowed(
                teacher,
                balanced(teacher).donors(Donors.random()).widenAll(Layers.all()).times(1.7));
    }

    @Test
    void planOfBalancedShares_saysWhatIsExact() {
        assertThat(linesOfBalanced(
                        TestNetworks.settings().updater(new Sgd(0.1)).l2(0.1).weightDecayBias(0.1)))
                .containsExactly(
                        "first.W  rate unchanged (weights and gradients scale alike)",
                        "first.b  rate unchanged (weights and gradients scale alike)",
                        "second.W  rate unchanged (weights and gradients scale alike)");
    }

    @Test
    void planOfBalancedShares_saysWhatIsApproximate() {
        assertThat(linesOfBalanced(TestNetworks.settings()
                        .updater(new Adam(0.1))
                        .biasUpdater(new Sgd(0.1))
                        .l1(0.1)
                        .gradientNormalization(GradientNormalization.ClipElementWiseAbsoluteValue)))
                .containsExactly(
                        "first.W  approximate: steps of Adam do not scale as its gradients do; use"
                                + " LearningRates.followTrajectory()",
                        "first.b  rate unchanged (weights and gradients scale alike)",
                        "first.W  approximate: coefficient of L1Regularization unchanged, where its weights would need"
                                + " x 0.7071 to x 1",
                        "first  approximate: ClipElementWiseAbsoluteValue threshold unchanged, where its gradients"
                                + " would need x 0.7071 to x 1",
                        "second.W  approximate: steps of Adam do not scale as its gradients do; use"
                                + " LearningRates.followTrajectory()",
                        "second.W  approximate: coefficient of L1Regularization unchanged, where its weights would need"
                                + " x 0.7071 to x 1",
                        "second  approximate: ClipElementWiseAbsoluteValue threshold unchanged, where its gradients"
                                + " would need x 0.7071 to x 1");
    }

    private static Iterable<String> linesOfBalanced(NeuralNetConfiguration.Builder settings) {
        MultiLayerNetwork teacher = TestNetworks.network(
                settings,
                InputType.feedForward(4),
                TestNetworks.dense("first", 5),
                new DenseLayer.Builder().name("second").nOut(6).build(),
                TestNetworks.softmax("out"));
        return balanced(teacher)
                .donors(Donors.cyclic())
                .widen("first")
                .to(7)
                .plan()
                .training()
                .lines();
    }

    @Test
    void planOfBalancedShares_saysThatRunningStatisticsDisturbNorms() {
        MultiLayerNetwork teacher = Trajectory.convolutional(Trajectory.settings(new Sgd(0.05))
                .gradientNormalization(GradientNormalization.ClipL2PerLayer)
                .gradientNormalizationThreshold(0.05));
        assertThat(balanced(teacher)
                        .donors(Donors.cyclic())
                        .widen("conv1")
                        .times(2)
                        .plan()
                        .training()
                        .lines())
                .contains("norm1  approximate: ClipL2PerLayer measures norms over running statistics too, which do not"
                        + " scale as gradients do");
    }

    /** Neither γ nor β is trained, but running statistics are in the norm that their updates are clipped by. */
    @Test
    void planOfABatchNormWithoutTrainedParameters_saysThatNormsDiffer() {
        MultiLayerNetwork teacher = TestNetworks.network(
                TestNetworks.settings()
                        .gradientNormalization(GradientNormalization.ClipL2PerLayer)
                        .gradientNormalizationThreshold(0.01),
                InputType.feedForward(4),
                TestNetworks.dense("first", 5),
                new BatchNormalization.Builder()
                        .name("norm")
                        .lockGammaBeta(true)
                        .build(),
                TestNetworks.softmax("out"));
        assertThat(following(teacher).plan().training().lines())
                .contains(
                        "norm  approximate: ClipL2PerLayer measures norms over copies, which differ from the teacher's",
                        "out  approximate: ClipL2PerLayer measures norms over copies, which differ from the teacher's");
    }

    static Stream<BaseOutputLayer> lossesOfFeatures() {
        OCNNOutputLayer oneClass =
                new OCNNOutputLayer.Builder().hiddenLayerSize(3).build();
        return Stream.of(centerLoss(0.1), oneClass);
    }

    private static BaseOutputLayer centerLoss(double lambda) {
        return new CenterLossOutputLayer.Builder(LossFunctions.LossFunction.MSE)
                .nOut(3)
                .lambda(lambda)
                .activation(Activation.SOFTMAX)
                .build();
    }

    private static MultiLayerNetwork endingWith(BaseOutputLayer output) {
        output.setLayerName("out");
        return TestNetworks.network(
                Trajectory.settings(new Sgd(0.05)), InputType.feedForward(4), TestNetworks.dense("first", 5), output);
    }

    /** The gradients that copies get add up to more than the teacher's. */
    @ParameterizedTest
    @MethodSource("lossesOfFeatures")
    void planOfALossThatSendsEachCopyTheWholeGradient_saysSo(BaseOutputLayer output) {
        assertThat(following(endingWith(output)).plan().training().lines())
                .contains("out  approximate: each copy of a feature gets the gradient of the loss that the teacher's"
                        + " feature gets, not a share of it");
    }

    @Test
    void centerLossWithoutWeight_isFollowed() {
        MultiLayerNetwork teacher = endingWith(centerLoss(0));
        assertThat(following(teacher).plan().training().lines()).noneMatch(line -> line.contains("approximate"));
    }

    @Test
    void planOfLayersThatAFrozenOneCutsOff_saysSo() {
        MultiLayerNetwork teacher = TestNetworks.network(
                TestNetworks.settings(),
                InputType.feedForward(4),
                TestNetworks.dense("first", 5),
                new FrozenLayer(TestNetworks.dense("frozen", 5)),
                TestNetworks.softmax("out"));
        assertThat(following(teacher).plan().training().lines())
                .contains("first  approximate: no gradient reaches it through the frozen layer 'layer1', and DL4J takes"
                        + " its last update for one");
    }

    @Test
    void depthwiseConvolution_withTwoUpdaters_isRefusedByThePlan() {
        MultiLayerNetwork teacher = new MultiLayerNetwork(Trajectory.settings(new Adam(0.01))
                .biasUpdater(new Sgd(0.1))
                .list(
                        new DepthwiseConvolution2D.Builder(2, 2)
                                .depthMultiplier(2)
                                .nIn(2)
                                .nOut(4)
                                .name("depthwise")
                                .build(),
                        TestNetworks.dense("dense", 5),
                        TestNetworks.softmax("out"))
                .setInputType(InputType.convolutional(6, 6, 2))
                .build());
        teacher.init();
        Trajectory.train(teacher, 0, 1);
        assertThatThrownBy(() -> Net2Net.from(teacher).widen("dense").times(2).plan())
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot carry the optimizer's state of 'depthwise': it has two updaters, and DL4J applies"
                        + " each to a part of the other's parameters. Use one updater for weights and bias, or call"
                        + " resetOptimizer().");
    }
}
