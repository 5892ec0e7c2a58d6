package io.github.net2net.dl4j.deepening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.Growth;
import io.github.net2net.GrowthException;
import io.github.net2net.GrowthPlan;
import io.github.net2net.dl4j.Calibration;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.TestNetworks;
import io.github.net2net.dl4j.toward.Targets;
import io.github.net2net.rule.Deepening;
import io.github.net2net.rule.Donors;
import io.github.net2net.rule.SymmetryBreaking;
import java.util.List;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;

/** New layers with another number of channels than arrive, inserted in one step. */
class InnerWidthTest {
    private static final CNN2DFormat NCHW = CNN2DFormat.NCHW;
    private static final DataSet DATA = TestNetworks.labeled(TestNetworks.images(3, NCHW));

    /** Narrower than what arrives, as wide, and wider. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4, 9})
    void residualBlock_ofAnyWidth_computesTheSame_andLearns(int width) {
        for (String layer : List.of("relu", "sum", "merge", "pool")) {
            Deepened<ComputationGraph> deepened = Deepened.of(
                    PlacesTest.teacher(),
                    DATA,
                    growth -> growth.deepenAfter(layer, Deepening.zeroResidual().width(width)));
            deepened.requireLearning();
            assertThat(deepened.grown().plan().headlines()).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"conv2, 9", "conv2, 5", "fc, 11", "pool, 10", "relu1, 6"})
    void identityUnit_isWider_inOneStep(String layer, int width) {
        Deepening unit = Deepening.identityUnit()
                .batchNorm(Calibration.calibratedOn(DATA.getFeatures()))
                .width(width);
        Deepening way = layer.equals("conv2") || layer.equals("fc")
                ? Deepening.identityUnit().width(width)
                : unit;
        for (Donors donors : List.of(Donors.random(), Donors.fresh())) {
            for (SymmetryBreaking symmetry : List.of(SymmetryBreaking.none(), SymmetryBreaking.zeroSumNoise(0.5))) {
                Deepened<MultiLayerNetwork> deepened = Deepened.of(
                        TestNetworks.cnn(),
                        DATA,
                        growth -> growth.donors(donors).breakSymmetry(symmetry).deepenAfter(layer, way));
                deepened.requireLearning();
                assertThat(deepened.grown().plan().headlines()).hasSize(1);
                assertThat(deepened.grown().plan().headlines().get(0)).contains("identity");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"conv2, 10", "conv2, 13", "fc, 15", "bn1, 9"})
    void pair_isWider_inOneStep(String layer, int width) {
        Deepened.of(
                        TestNetworks.cnn(),
                        DATA,
                        growth -> growth.deepenAfter(
                                layer, Deepening.pairIdentity().width(width)))
                .requireLearning();
    }

    @Test
    void otherWays_areWider_inOneStep() {
        for (Deepening way : List.of(Deepening.linear(), Deepening.slopes(), Deepening.separable())) {
            String layer = way.equals(Deepening.separable()) ? "conv2" : "fc";
            Deepened.of(TestNetworks.cnn(), DATA, growth -> growth.deepenAfter(layer, way.width(12)))
                    .requireLearning();
        }
    }

    @Test
    void inSinglePrecision_computesTheSame() {
        DataSet floats = TestNetworks.labeled(DATA.getFeatures().castTo(DataType.FLOAT));
        Deepened.of(
                TestNetworks.cnn().convertDataType(DataType.FLOAT),
                floats,
                growth -> growth.deepenAfter("conv2", Deepening.identityUnit().width(9))
                        .deepenAfter("fc", Deepening.pairIdentity().width(20)));
    }

    @Test
    void plan_hasOneStep_andIsReplayed() {
        MultiLayerNetwork teacher = TestNetworks.cnn();
        Growth<MultiLayerNetwork> growth = Net2Net.from(teacher)
                .seed(3)
                .deepenAfter("conv2", Deepening.identityUnit().width(8).names(List.of("conv3")));
        assertThat(growth.plan().toString())
                .contains(
                        "deepen after conv2: new layer conv3, 3x3 identity, relu (a second relu changes nothing), 8 channels")
                .contains("conv3.*  out 5->8  copy")
                .contains("fc.W     in 80->128  copy, divide by copies");
        GrowthPlan read = GrowthPlan.fromJson(growth.plan().toJson());
        assertThat(read.toString()).isEqualTo(growth.plan().toString());
        assertThat(Net2Net.from(teacher).replay(read).grow().network().params())
                .isEqualTo(growth.grow().network().params());
    }

    @Test
    void names_areThoseOfTheNewLayers_andStepsThatFollowUseThem() {
        Deepened<ComputationGraph> deepened = Deepened.of(
                PlacesTest.teacher(),
                DATA,
                growth -> growth.deepenAfter(
                                "relu",
                                Deepening.zeroResidual()
                                        .width(3)
                                        .names(List.of("a", "a_norm", "a_relu", "b", "b_norm", "plus", "end")))
                        .widen("a")
                        .to(7)
                        .deepenAfter("end", Deepening.pairIdentity()));
        deepened.requireLearning();
        assertThat(Deepened.layers(deepened.student())).contains("a", "a_norm", "a_relu", "b", "b_norm", "end");
        assertThat(deepened.student().getConfiguration().getVertices()).containsKey("plus");
    }

    @Test
    void likeAnotherLayer_copiesItsUnit() {
        Deepened<MultiLayerNetwork> deepened = Deepened.of(
                TestNetworks.cnn(),
                DATA,
                growth -> growth.deepenAfter(
                        "conv2",
                        Deepening.identityUnit()
                                .like("conv1")
                                .batchNorm(Calibration.calibratedOn(DATA.getFeatures()))));
        deepened.requireLearning();
        assertThat(Deepened.layers(deepened.student())).contains("conv1_1", "bn1_1", "relu1_1");
    }

    @Test
    void narrowBlocksOfATarget_areReached() {
        ComputationGraph teacher = Targets.trained(Targets.bottlenecks(1, 6));
        DataSet images = TestNetworks.labeled(TestNetworks.random(3, DataType.DOUBLE, 4, 2, 16, 16));
        Deepened<ComputationGraph> deepened =
                Deepened.of(teacher, images, growth -> growth.toward(Targets.bottlenecks(3, 6)));
        deepened.requireLearning();
        assertThat(deepened.student().paramTable().keySet())
                .isEqualTo(
                        Targets.trained(Targets.bottlenecks(3, 6)).paramTable().keySet());
        assertThat(deepened.grown().plan().headlines()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            identity  | 4 | width(4) is too small: 5 channels arrive, and an identity needs at least 5. Give 5 or more.
            pair      | 9 | width(9) is too small: 5 channels arrive, and a pair of identities needs at least 10. Give 10 or more.
            """)
    void tooFewChannels_areRefused(String way, int width, String reason) {
        Deepening deepening = way.equals("pair") ? Deepening.pairIdentity() : Deepening.identityUnit();
        assertRefused(
                Net2Net.from(TestNetworks.cnn()),
                "conv2",
                deepening.width(width),
                "cannot deepen after 'conv2': " + reason);
    }

    @Test
    void pinnedChannels_areRefused() {
        MultiLayerNetwork teacher = TestNetworks.network(
                TestNetworks.settings(),
                InputType.convolutional(8, 8, 2),
                TestNetworks.convolution("conv", 4, NCHW).build(),
                new LocalResponseNormalization.Builder().name("lrn").build(),
                TestNetworks.softmax("out"));
        assertRefused(
                Net2Net.from(teacher),
                "conv",
                Deepening.identityUnit().width(6),
                "cannot deepen after 'conv': width(6) is not possible: its 4 channels can't change, because 'lrn' normalizes"
                        + " each channel by its neighbors, so copies would change the result. Widen a layer after it, or"
                        + " train a teacher with batch normalization instead.");
        Deepened.of(
                        teacher,
                        DATA,
                        growth -> growth.deepenAfter(
                                "conv", Deepening.pairIdentity().width(9)))
                .requireLearning();
    }

    private static void assertRefused(Growth<?> growth, String layer, Deepening way, String message) {
        assertThatThrownBy(() -> growth.deepenAfter(layer, way))
                .isInstanceOf(GrowthException.class)
                .hasMessage(message);
    }

    @Test
    void whatCantBeWider_isRefused() {
        Growth<ComputationGraph> growth = Net2Net.from(PlacesTest.teacher());
        assertRefused(
                growth,
                "stem",
                Deepening.zeroResidual().layers(1).width(3),
                "cannot deepen after 'stem': width(..) is for channels between two layers, and this block has one layer,"
                        + " which outputs what is added. Leave it out, or use zeroResidual().layers(2).");
        assertRefused(
                growth,
                "stem",
                Deepening.identityUnit().names(List.of("a", "b")),
                "cannot deepen after 'stem': names(..) gives [a, b], but the new layers are [stem_1]. Give one name for"
                        + " each, in this order.");
        assertRefused(
                growth,
                "stem",
                Deepening.identityUnit().names(List.of("left")),
                "cannot deepen after 'stem': names(..) gives 'left', which another layer has. Give another name.");
        assertRefused(
                growth,
                "stem",
                Deepening.identityUnit().like("sum"),
                "cannot deepen after 'stem': like(..) names 'sum', which has no weights. Name another layer.");
        assertRefused(
                growth,
                "stem",
                Deepening.identityUnit().like("out"),
                "cannot deepen after 'stem': like(..) names 'out', and a copy of it does not fit here: it outputs"
                        + " features, and NCHW images arrive; it is an output of the network. Name another layer.");
    }
}
