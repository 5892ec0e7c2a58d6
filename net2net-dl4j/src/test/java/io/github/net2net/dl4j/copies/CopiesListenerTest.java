package io.github.net2net.dl4j.copies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import io.github.net2net.Grown;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.TestNetworks;
import io.github.net2net.dl4j.Tolerances;
import io.github.net2net.rule.Donors;
import io.github.net2net.rule.SymmetryBreaking;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Sgd;

class CopiesListenerTest {
    private static final int STEPS = 20;

    private final DataSet data = TestNetworks.labeled(TestNetworks.random(9, DataType.DOUBLE, 40, 4));
    private final List<CopiesReport> reports = new ArrayList<>();

    /** Units 5 and 6 of {@code first} copy units 1 and 3. */
    private static Grown<MultiLayerNetwork> grown(SymmetryBreaking symmetry) {
        return Net2Net.from(TestNetworks.mlp(new Sgd(0.1)))
                .donors(Donors.given(1, 3))
                .breakSymmetry(symmetry)
                .widen("first")
                .to(7)
                .grow();
    }

    private LayerCopies watched(Grown<MultiLayerNetwork> grown, DataSet batch) {
        grown.network().addListeners(CopiesListener.of(grown).every(STEPS).to(reports::add));
        TestNetworks.train(grown.network(), batch, STEPS);
        assertThat(reports).hasSize(1);
        return reports.get(0).layers().get(0);
    }

    @Test
    void copies_withoutSymmetryBreaking_areReportedEqual() {
        LayerCopies copies = watched(grown(SymmetryBreaking.none()), data);

        assertThat(copies.now().smallest()).isLessThan(Tolerances.DOUBLE);
        assertThat(reports.get(0))
                .hasToString("first: 2 of 2 sets of copies are still equal after 20 iterations:"
                        + " symmetry breaking (none) is too weak; use zeroSumNoise(0.5)");
        assertThat(reports.get(0).needsAttention()).isTrue();
    }

    @Test
    void copies_withTooLittleNoise_areReportedEqual() {
        watched(grown(SymmetryBreaking.zeroSumNoise(1e-9)), data);

        assertThat(reports.get(0))
                .hasToString(
                        "first: 2 of 2 sets of copies are still equal after 20 iterations:"
                                + " symmetry breaking (zero-sum noise, 1.0E-9 of the weights' standard deviation) is too weak; use more noise than 1.0E-9");
    }

    @Test
    void copies_withTheDefaultNoise_areReportedParted() {
        LayerCopies copies = watched(grown(SymmetryBreaking.zeroSumNoise(0.05)), data);

        assertThat(copies.diverged()).isTrue();
        assertThat(copies.now().smallest()).isBetween(0.01, 0.5);
        assertThat(copies.now().median()).isBetween(copies.now().smallest(), 0.5);
        assertThat(reports.get(0).toString())
                .matches("first: all 2 sets of copies have diverged after 20 iterations \\(distance 0\\.\\d+, initially"
                        + " 0\\.\\d+; median 0\\.\\d+, initially 0\\.\\d+\\)");
        assertThat(reports.get(0).needsAttention()).isFalse();
    }

    static Stream<SymmetryBreaking> symmetries() {
        return Stream.of(
                SymmetryBreaking.zeroSumNoise(0.05),
                SymmetryBreaking.zeroSumNoise(0.5),
                SymmetryBreaking.zeroSumNoise(5),
                SymmetryBreaking.unevenShares(0.5),
                SymmetryBreaking.incomingNoise(0.5));
    }

    /** What copies are born with is none of training's doing. */
    @ParameterizedTest
    @MethodSource("symmetries")
    void copies_thatWereNotTrained_areAsFarApartAsAtBirth(SymmetryBreaking symmetry) {
        Grown<MultiLayerNetwork> grown = grown(symmetry);
        grown.network().setLearningRate(0);

        LayerCopies copies = watched(grown, data);

        assertThat(copies.diverged()).isFalse();
        assertThat(copies.now()).isEqualTo(copies.initial());
        assertThat(reports.get(0).needsAttention()).isFalse();
        assertThat(reports.get(0).toString())
                .startsWith(
                        "first: 2 of 2 sets of copies are as far apart as initially after 20 iterations (distance ");
    }

    @ParameterizedTest
    @MethodSource("symmetries")
    void copies_thatWereTrained_haveDiverged(SymmetryBreaking symmetry) {
        LayerCopies copies = watched(grown(symmetry), data);

        assertThat(copies.diverged()).isTrue();
        assertThat(Math.abs(copies.now().median() - copies.initial().median())).isGreaterThan(Tolerances.APART);
    }

    @Test
    void distance_ofCopiesWithUnevenWeights_isTheirRelativeDistance() {
        Grown<MultiLayerNetwork> grown = grown(SymmetryBreaking.none());
        MultiLayerNetwork student = grown.network();
        student.params().assign(1);
        TestNetworks.param(student, "second", "W").putScalar(5, 0, 3);

        double[] closest = new Distances(grown.plan().copies().get(0), new StudentArrays(student)).closest();

        // Eleven ones each (four weights and a bias in, six weights out), but for one that is three: |d| = 2.
        assertThat(closest).containsExactly(2 / Math.sqrt((11 + 19) / 2.0), 0);
    }

    @Test
    void unit_whoseReluNeverOpens_isReportedDead() {
        Grown<MultiLayerNetwork> grown = grown(SymmetryBreaking.zeroSumNoise(0.05));
        TestNetworks.param(grown.network(), "first", "b").putScalar(2, -1000);

        assertThat(watched(grown, data).dead()).containsExactly(2);
        assertThat(reports.get(0).toString())
                .endsWith("first: 1 of 7 channels are dead, they output nothing and learn nothing: [2]");
    }

    @Test
    void channel_ofAConvolutionBeforeBatchNorm_isReportedDead() {
        Grown<MultiLayerNetwork> grown =
                Net2Net.from(TestNetworks.cnn()).widen("conv1").to(6).grow();
        TestNetworks.param(grown.network(), "bn1", "beta").putScalar(4, -1000);

        LayerCopies copies = watched(grown, TestNetworks.labeled(TestNetworks.images(3, CNN2DFormat.NCHW)));

        assertThat(copies.channels()).isEqualTo(6);
        assertThat(copies.dead()).containsExactly(4);
        assertThat(copies.diverged()).isTrue();
    }

    @Test
    void reports_comeAgain_andForgetWhatWasDead() {
        Grown<MultiLayerNetwork> grown = grown(SymmetryBreaking.zeroSumNoise(0.05));
        grown.network().addListeners(CopiesListener.of(grown).every(2).to(reports::add));
        TestNetworks.param(grown.network(), "first", "b").putScalar(2, -1000);
        TestNetworks.train(grown.network(), data, 2);
        TestNetworks.param(grown.network(), "first", "b").putScalar(2, 1);
        TestNetworks.train(grown.network(), data, 3);

        assertThat(reports).extracting(CopiesReport::iterations).containsExactly(2, 4);
        assertThat(reports)
                .extracting(report -> report.layers().get(0).dead())
                .containsExactly(ImmutableList.of(2), ImmutableList.of());
    }

    @Test
    void listener_withNothingToWatch_isRefused() {
        var grown = Net2Net.from(TestNetworks.mlp(new Sgd(0.1)))
                .deepenAfter("first")
                .grow();

        assertThatThrownBy(() -> CopiesListener.of(grown))
                .hasMessage("there are no copies to watch: this growth copied no channels. It widened nothing, or with"
                        + " fresh ones.");
        assertThatThrownBy(
                        () -> CopiesListener.of(grown(SymmetryBreaking.none())).every(0))
                .hasMessage("a report every 0 iterations; give a number above 0");
    }

    @Test
    void listener_givenToAnotherNetwork_saysSo() {
        MultiLayerNetwork teacher = TestNetworks.mlp(new Sgd(0.1));
        teacher.addListeners(
                CopiesListener.of(grown(SymmetryBreaking.none())).every(1).to(reports::add));

        assertThatThrownBy(() -> teacher.fit(data))
                .hasMessage("cannot watch this network: its first.W has 5 channels on axis 1, the student has 7."
                        + " Give the listener to the student of the growth it was made for.");
    }

    static Stream<UnaryOperator<Layer>> freezers() {
        return Stream.of(FrozenLayer::new, FrozenLayerWithBackprop::new);
    }

    @ParameterizedTest
    @MethodSource("freezers")
    void layer_thatIsFrozen_isNotTakenForDead(UnaryOperator<Layer> freezer) {
        MultiLayerNetwork teacher = TestNetworks.network(
                TestNetworks.settings(),
                InputType.feedForward(4),
                freezer.apply(TestNetworks.dense("first", 5)),
                freezer.apply(TestNetworks.dense("second", 6)),
                TestNetworks.softmax("out"));
        String first = teacher.getLayerNames().get(0);

        assertThat(watched(
                                Net2Net.from(teacher)
                                        .donors(Donors.given(1, 3))
                                        .widen(first)
                                        .to(7)
                                        .grow(),
                                data)
                        .dead())
                .isEmpty();
    }

    @Test
    void listener_givenToANetworkWithoutTheLayer_saysSo() {
        MultiLayerNetwork other =
                TestNetworks.network(TestNetworks.settings(), InputType.feedForward(4), TestNetworks.softmax("out"));
        other.addListeners(CopiesListener.of(grown(SymmetryBreaking.none())).to(reports::add));

        assertThatThrownBy(() -> other.fit(data))
                .hasMessage(
                        "cannot watch this network: it has no parameter first.W. Give the listener to the student of"
                                + " the growth it was made for.");
    }
}
